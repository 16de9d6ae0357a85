import Foundation

/// What made a picture, as it is kept inside it: the PNG's `studio` text chunk or the GIF's comment holds this as JSON, `parameters` the
/// same for people and for other programs.
///
/// A recipe found in a file is a stranger's word: it is shown, and nothing it names is opened.
public protocol RecipeRecord: Codable, Sendable, Equatable {
    /// What tells it from the others; the recipes of sampled pictures, which are older, say none.
    static var kindName: String { get }

    var version: Int { get }
    var program: String { get }
    /// The command that makes the picture again; nil where none can.
    var command: String? { get }
    /// A line or more that a person and other programs read.
    var parameters: String { get }
    /// All of it in words, in order.
    var rows: [(name: String, value: String)] { get }
}

/// The keywords of the two chunks.
public enum RecipeChunk {
    public static let studio = "studio"
    public static let parameters = "parameters"
}

extension RecipeRecord {
    /// The text chunks to write into a picture.
    ///
    /// - Throws: only where a number is not finite, which nothing that makes pictures lets through.
    public func chunks() throws -> [String: String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(self), as: UTF8.self)
        return [RecipeChunk.studio: json, RecipeChunk.parameters: parameters]
    }
}

/// The recipe inside a picture, of whichever kind.
public enum FoundRecipe {
    private struct Header: Decodable {
        var version: Int
        var kind: String?
    }

    private static func json(_ path: String) throws -> Data {
        let file = try PNG.contents(path)
        if let comments = GIF.comments(in: file) {
            guard let json = comments.first(where: { $0.hasPrefix("{") }) else {
                throw EngineFailure(
                    "the animation holds no recipe of this program", expected: "a comment with one",
                    found: "\(comments.count) comments", place: path)
            }
            return Data(json.utf8)
        }
        let texts = try PNG.texts(in: file, place: path)
        guard let json = texts[RecipeChunk.studio] else {
            throw EngineFailure(
                "the picture holds no recipe of this program", expected: "a text chunk \(RecipeChunk.studio)",
                found: texts.isEmpty ? "none" : texts.keys.sorted().joined(separator: ", "), place: path)
        }
        return Data(json.utf8)
    }

    /// - Throws: ``EngineFailure`` where the file at `path` is no PNG or GIF, holds no recipe of this program, or one that cannot be understood.
    public static func read(_ path: String) throws -> any RecipeRecord {
        try decode(try json(path), place: path)
    }

    /// The recipe that `data` says as JSON; `path` is where it was found.
    ///
    /// - Throws: ``EngineFailure`` as above.
    static func decode(_ data: Data, place path: String) throws -> any RecipeRecord {
        let header = try JSON.decode(Header.self, from: data, place: path)
        guard header.version == 1 else {
            throw EngineFailure(
                "the recipe is of another version", expected: "1", found: "\(header.version)", place: path,
                hint: "use a newer studio")
        }
        switch header.kind {
        case nil, PictureRecipe.kindName?: return try JSON.decode(PictureRecipe.self, from: data, place: path)
        case NoiseRecipe.kindName?: return try JSON.decode(NoiseRecipe.self, from: data, place: path)
        case DrawingRecipe.kindName?: return try JSON.decode(DrawingRecipe.self, from: data, place: path)
        case let kind?:
            throw EngineFailure(
                "the recipe is of a kind that is not known here",
                expected: "\(PictureRecipe.kindName), \(NoiseRecipe.kindName) or \(DrawingRecipe.kindName)",
                found: kind,
                place: path, hint: "use a newer studio")
        }
    }
}
