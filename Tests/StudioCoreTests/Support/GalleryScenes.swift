import Engine

@testable import StudioCore

extension Scenes {
    static let today = "2026-11-21"

    /// Picture `index` of the made gallery: every fifth an inpainting, every seventh a stranger's, the newest first.
    static func entry(_ index: Int) -> GalleryEntry {
        let isStranger = index % 7 == 6
        let kind = isStranger ? "" : index % 5 == 4 ? "inpaint" : "sampling"
        let facts = PictureFacts(
            width: 148, height: 58, kind: kind, model: isStranger ? "" : index % 2 == 0 ? "digits-flow-class" : "emoji",
            classes: isStranger ? [] : [index % 10], subject: index % 2 == 0 ? "" : "a Snowy village")
        return GalleryEntry(
            key: GalleryKey(path: "/pictures/made-\(100 - index).png", size: 1000 + index, modified: 9_000 - index),
            date: "2026-11-\(21 - index / 4 % 20) 12:0\(index % 10)", facts: facts, isStarred: index == 2)
    }

    static func recipe(_ index: Int, edit: PictureRecipe.EditRecord? = nil, changes: [LoggedChange] = [])
        -> PictureRecipe
    {
        var request = SamplingRequest(
            classes: [index % 10], negativeClass: 8, count: 4, steps: 30 + index, sampler: "flow-heun",
            guidance: 2.5 + Double(index), seed: UInt64(180 + index))
        request.guidance = 2.5 + Double(index)
        var recipe = PictureRecipe(
            request, changes: changes, sampler: "flow-heun",
            model: .init(name: "digits-flow-class", weights: String(repeating: "ab", count: 32), step: 9380), weak: nil,
            precision: .f32, size: (28, 28), program: "studio 0.1.0", command: "studio sample --seed \(180 + index)")
        recipe.edit = edit
        return recipe
    }

    static func details(_ index: Int, recipe: PictureRecipe? = nil) -> PictureDetails {
        let recipe = recipe ?? self.recipe(index)
        return PictureDetails(
            key: entry(index).key, rows: recipe.rows.map { .init($0.name, $0.value) }, recipe: recipe,
            image: "/pictures/made-image.png", mask: "/pictures/made-mask.png")
    }

    /// The gallery with `count` pictures, all that is asked for read.
    static func gallery(
        _ width: Int, _ height: Int, count: Int = 40, graphics: TerminalCapabilities.Graphics = .sixel,
        unicode: Bool = true
    ) -> StudioModel {
        var model = StudioModel(startup(width, height, graphics: graphics, models: models, unicode: unicode))
        _ = model.show(.gallery)
        answer(&model, tell(&model, .listed((0..<count).map(entry), today: today)))
        return model
    }

    @discardableResult
    static func tell(_ model: inout StudioModel, _ event: GalleryEvent) -> [Effect] {
        update(&model, .engine(model.engine, [.gallery(event)]))
    }

    /// Plays the engine: what `effects` ask the gallery for is there.
    static func answer(_ model: inout StudioModel, _ effects: [Effect]) {
        for case .engine(.gallery(.want(let wants))) in effects {
            func index(_ key: GalleryKey) -> Int { key.size - 1000 }
            for key in wants.details { tell(&model, .details(details(index(key)))) }
            for key in wants.pictures { tell(&model, .picture(key, picture(148, 58, shade: index(key) * 9))) }
            for key in wants.thumbnails { tell(&model, .thumbnail(key, picture(128, 50, shade: index(key) * 9))) }
        }
    }

    /// Presses keys with an engine that answers.
    static func browse(_ model: inout StudioModel, _ keys: Key...) {
        for key in keys { answer(&model, press(&model, key)) }
    }
}
