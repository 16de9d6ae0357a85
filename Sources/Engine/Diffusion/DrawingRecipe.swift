/// What is kept inside a picture that was drawn: no command makes it again, it is itself what others are made from.
public struct DrawingRecipe: RecipeRecord {
    public static let kindName = "drawing"

    public var version = 1
    public var kind: String = DrawingRecipe.kindName
    public var program: String
    public var command: String? { nil }
    /// What the drawing began from; nil for an empty board.
    public var origin: String?
    public var width: Int
    public var height: Int
    /// SHA-256 of the pixels.
    public var pixels: String

    enum CodingKeys: String, CodingKey { case version, kind, program, origin, width, height, pixels }

    public init(_ picture: Picture, origin: String?) {
        program = Program.name
        self.origin = origin
        (width, height, pixels) = (picture.width, picture.height, SHA256.digest(of: picture.pixels))
    }

    public var parameters: String {
        "drawn by hand" + (origin.map { ", from \($0)" } ?? "") + "\nSize: \(width)x\(height), Version: \(program)"
    }

    public var rows: [(name: String, value: String)] {
        [
            ("made by", program), ("drawn", "by hand, \(width)×\(height)"), ("from", origin ?? "an empty board"),
            ("pixels", pixels),
        ]
    }
}
