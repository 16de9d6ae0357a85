import Engine

/// The samples of the run, or the sampling: x_t and the clean estimate.
enum PreviewPanel {
    static func draw(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        guard model.filmLength > 0 else { return welcome(model, in: rect, on: &canvas) }
        switch model.film {
        case .samples:
            guard let frame = model.samples.current else { return }
            let room = SampleLegend.draw(model, in: rect, on: &canvas)
            guard let averaged = frame.averaged else { return canvas.picture(frame.picture, in: room) }
            let parts = [("weights as they are", frame.picture), ("averaged weights", averaged)]
            PreviewParts.draw(parts, alone: model.showsEstimate ? 1 : 0, in: room, on: &canvas)
        case .trajectory:
            guard let frame = model.trajectory.current else { return }
            let parts = model.shownParts(frame)
            guard !parts.isEmpty else { return unshown(frame, in: rect, on: &canvas) }
            // Of an illusion neither reading says anything without the other.
            let alone = model.parts == .pair && parts.count == 2 && model.bothWays(frame) == nil ? 1 : nil
            PreviewParts.draw(parts, alone: alone, tiles: tiles(of: frame, model), in: rect, on: &canvas)
        case .still: break
        }
    }

    /// The pictures of a moment, where their order in rows means nothing.
    private static func tiles(of frame: SamplingFrame, _ model: StudioModel) -> PreviewParts.Tiles? {
        guard let request = model.engine.sampling?.request else { return nil }
        if case .imageToImage(_, .steps) = request.edit { return nil }
        return PreviewParts.Tiles(size: frame.tile, count: request.count)
    }

    /// Why a part of a moment is not there.
    private static func unshown(_ frame: SamplingFrame, in rect: Rect, on canvas: inout Canvas) {
        let text =
            frame.step == 0
            ? "this is the noise it starts from: the network has said nothing yet"
            : "nothing was guided in this step: the guidance scale is 1"
        let columns = min(rect.width, DisplayWidth.of(text))
        canvas.text(
            text, x: rect.x + (rect.width - columns) / 2, y: rect.y + rect.height / 2, width: columns, .dim)
    }

    /// What is looked at, in a few words.
    static func caption(_ model: StudioModel) -> [Span] {
        switch model.film {
        case .samples:
            guard let frame = model.samples.current else { return [] }
            let end = model.losses.epochEnds.first { $0.step == frame.step }
            return size(model) + [
                Span("same seeds at step ", .dim), Span(Format.grouped(frame.step), .value),
                Span(end.map { ", epoch \($0.epoch)" } ?? "", .value),
            ] + held(model.samples)
        case .trajectory:
            guard let frame = model.trajectory.current else { return [] }
            return size(model) + [
                Span("step ", .dim), Span("\(frame.step)", .value),
                Span(" of \(model.trajectory.frames.last?.totalSteps ?? 0)  t ", .dim),
                Span(frame.timeText, .value), Span("  σ ", .dim),
                Span(Format.fixed(frame.sigma, 2...2), .value), Span("  guidance ", .dim),
                Span(Format.fixed(frame.guidance, 1...3), .value),
            ] + held(model.trajectory)
        case .still: return []
        }
    }

    /// How large the pictures are shown, where that is not as they fit.
    static func size(_ model: StudioModel) -> [Span] {
        model.magnifier.size == .fit ? [] : [Span(model.magnifier.title + "  ", .accent)]
    }

    private static func held<Frame>(_ film: Film<Frame>) -> [Span] {
        film.isFollowing ? [] : [Span("  held, End follows", .warning)]
    }

    /// Where in the film the preview is.
    static func drawBar(_ model: StudioModel, x: Int, y: Int, width: Int, on canvas: inout Canvas) {
        let count = model.filmLength
        guard count > 1 else { return }
        let index = model.film == .samples ? model.samples.index : model.trajectory.index
        let place = " \(index + 1) of \(count) "
        let bar = width - place.count - 1
        guard bar >= 4 else { return }
        let knob = index * (bar - 1) / max(1, count - 1)
        let spans = [
            Span(" "), Span(String(repeating: "━", count: knob), .progress), Span("●", .accent),
            Span(String(repeating: "─", count: bar - 1 - knob), .progressRest), Span(place, .dim),
        ]
        canvas.line(spans, x: x, y: y, width: width)
    }

    /// What there is to press where nothing was made yet.
    static func welcome(_ model: StudioModel, in rect: Rect, on canvas: inout Canvas) {
        let introduction = introduction(model.workspace)
        let lines: [[Span]] =
            introduction.map { [Span($0, .dim)] } + [[]]
            + entries(model).map {
                [Span($0.key, $0.works ? .key : .dim), Span("  "), Span($0.text, $0.works ? .text : .dim)]
            }
        let shown = rect.height >= lines.count ? lines : Array(lines.dropFirst(introduction.count + 1))
        let width = min(rect.width, shown.map { $0.reduce(0) { $0 + $1.width } }.max() ?? 0)
        let top = rect.y + max(0, (rect.height - shown.count) / 2)
        for (index, line) in shown.prefix(rect.height).enumerated() {
            canvas.line(line, x: rect.x + (rect.width - width) / 2, y: top + index, width: width)
        }
    }
}

/// What an empty preview says.
extension PreviewPanel {
    private typealias Entry = (key: String, text: String, works: Bool)

    private static func introduction(_ workspace: Workspace) -> [String] {
        switch workspace {
        case .train, .generate, .gallery, .models:
            ["Train a diffusion model and watch it learn;", "steer the sampling as it forms."]
        case .edit: ["Draw something, or take a picture;", "the model makes its own of it."]
        case .inpaint: ["Paint over a part of a picture;", "the model makes it new."]
        case .illusions: ["Two pictures in one:", "turned over, or from near and afar."]
        case .noise: ["Put more and more noise on a picture,", "and see what takes it away."]
        }
    }

    private static func entries(_ model: StudioModel) -> [Entry] {
        let name = model.sampledModel?.name
        let make = name ?? "a model, once there is one: t trains"
        let help: Entry = ("?", "shows every key", true)
        switch model.workspace {
        case .train, .generate, .gallery, .models:
            return [
                ("t", "trains \(model.recipe.name)", model.trainingObstacle == nil),
                ("s", name.map { "samples \($0)" } ?? "samples, once there is a model", model.sampleObstacle == nil),
            ]
                + (model.writeObstacle == nil ? [(model.promptKey, "writes the prompt", true)] : []) + [
                    ("r", "chooses another recipe", true), help,
                ]
        case .edit:
            return [
                ("s", "makes it with \(make)", model.imageToImageObstacle == nil),
                ("R", "makes a row of starts", model.rowObstacle == nil), help,
            ]
        case .inpaint:
            return [
                ("PageDown", "takes a test image", model.heldOutObstacle == nil),
                ("p", "takes a sampled picture", model.sampledPictureObstacle == nil),
                ("s", "inpaints with \(make)", model.inpaintObstacle == nil), help,
            ]
        case .illusions: return [("s", "makes it with \(make)", model.illusionObstacle == nil), help]
        case .noise:
            return [
                ("PageDown", "takes a test image", model.heldOutObstacle == nil),
                ("s", "compares blurring" + (name.map { " with \($0)" } ?? ""), model.noiseObstacle == nil), help,
            ]
        }
    }
}

extension Canvas {
    mutating func picture(_ picture: Picture, in rect: Rect) {
        PictureRenderer.draw(picture, in: rect, on: &screen, capabilities: capabilities, magnifier: magnifier)
    }

    /// How many times larger than its pixels, as half blocks count them, `picture` can be drawn in `rect` below a title.
    func scale(_ picture: Picture, in rect: Rect) -> Double {
        scale(width: picture.width, height: picture.height, in: rect)
    }

    /// The same for a picture of so many pixels.
    func scale(width: Int, height: Int, in rect: Rect) -> Double {
        let (cell, line) = (Double(max(1, capabilities.cellWidth)), Double(max(1, capabilities.cellHeight)))
        // In units of half a cell's width, the finest thing that blocks show.
        let across = Double(rect.width) * 2 / Double(max(1, width))
        let down = Double(rect.height - 1) * 2 * (line / cell) / Double(max(1, height))
        return min(across, down)
    }
}
