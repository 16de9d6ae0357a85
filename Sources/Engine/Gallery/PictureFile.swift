import Foundation

/// A picture's file, whichever kind it is, as the gallery reads it: a stranger's word is cut short, and nothing that it names is opened.
struct PictureFile {
    static let endings = [".png", ".gif"]

    let path: String
    private let data: Data
    private let isGIF: Bool

    /// More characters of one text are not shown, and of a longer recipe none is read.
    private static let longestText = 4000
    private static let longestSubject = 300
    private static let longestRecipe = 1 << 20

    /// - Throws: ``EngineFailure`` where it is no file, or too large for a picture.
    init(_ path: String) throws {
        self.path = path
        data = try PNG.contents(path)
        isGIF = data.starts(with: Data("GIF8".utf8))
    }

    /// The whole picture; of an animation the last frame.
    ///
    /// - Throws: ``EngineFailure`` where it cannot be read.
    func picture() throws -> Picture {
        isGIF ? try GIF.lastFrame(of: data, place: path) : try PNG.decode(data, place: path)
    }

    /// - Throws: ``EngineFailure`` where it is no picture.
    func facts() throws -> PictureFacts {
        let (width, height) = try size()
        var facts = PictureFacts(width: width, height: height)
        guard let recipe = try? recipe() else { return facts }
        switch recipe {
        case let made as PictureRecipe:
            facts.kind = made.grid == nil ? made.edit?.kind ?? PictureRecipe.kindName : "grid"
            facts.model = made.model.name
            facts.classes = Array((made.classes + (made.edit?.classes ?? [])).prefix(64))
            facts.subject = made.prompts?.joined(separator: " | ") ?? ""
        case let noise as NoiseRecipe:
            facts.kind = NoiseRecipe.kindName
            facts.model = noise.denoising?.model.name ?? ""
            facts.classes = [noise.denoising?.label].compactMap(\.self)
        case let drawing as DrawingRecipe:
            facts.kind = DrawingRecipe.kindName
            facts.subject = drawing.origin ?? ""
        default: break
        }
        for text in [\PictureFacts.kind, \.model, \.subject] {
            facts[keyPath: text] = String(facts[keyPath: text].prefix(Self.longestSubject))
        }
        return facts
    }

    /// Everything it says: of a picture made here its recipe, of another the texts it has.
    ///
    /// - Throws: ``EngineFailure`` where it is no picture.
    func details(_ key: GalleryKey) throws -> PictureDetails {
        let (width, height) = try size()
        var details = PictureDetails(key: key)
        do {
            let recipe = try recipe()
            details.rows = recipe.rows.map { .init($0.name, String($0.value.prefix(Self.longestText))) }
            details.recipe = recipe as? PictureRecipe
        } catch let failure as EngineFailure {
            details.rows = try texts().sorted { $0.key < $1.key }.prefix(40).map {
                .init(String($0.key.prefix(40)), String($0.value.prefix(Self.longestText)))
            }
            // One that claims to be ours and is not is worth a word.
            if try texts()[RecipeChunk.studio] != nil { details.rows.append(.init("recipe", failure.sentence)) }
            if details.rows.isEmpty { details.rows = [.init("recipe", "none inside")] }
        }
        details.rows.append(.init("size", "\(width)×\(height), \(data.count) bytes"))
        return details
    }

    private func recipe() throws -> any RecipeRecord {
        let text = try texts()[RecipeChunk.studio] ?? ""
        guard text.utf8.count <= Self.longestRecipe else {
            throw EngineFailure("the recipe is too long to be one", found: "\(text.utf8.count) bytes", place: path)
        }
        return try FoundRecipe.decode(Data(text.utf8), place: path)
    }

    private func texts() throws -> [String: String] {
        guard isGIF else { return try PNG.texts(in: data, place: path) }
        let comments = GIF.comments(in: data) ?? []
        let recipe = comments.first { $0.hasPrefix("{") }.map { [RecipeChunk.studio: $0] }
        return recipe ?? (comments.first.map { ["comment": $0] } ?? [:])
    }

    private func size() throws -> (width: Int, height: Int) {
        func number(_ range: Range<Int>) -> Int { data[range].reduce(0) { $0 << 8 | Int($1) } }
        if isGIF, data.count >= 10 { return (Int(data[6]) | Int(data[7]) << 8, Int(data[8]) | Int(data[9]) << 8) }
        guard data.starts(with: PNG.signature), data.count >= 24 else {
            throw EngineFailure("this is no picture", expected: "a PNG or GIF", place: path)
        }
        return (number(16..<20), number(20..<24))
    }
}
