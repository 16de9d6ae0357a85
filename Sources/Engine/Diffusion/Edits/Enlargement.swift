import Foundation

/// Small pictures that large ones are to be made of (Ho et al., 2022, cascaded diffusion).
public struct Enlargement: Sendable, Equatable, Codable {
    /// Clean numbers, `[N, H, W, C]` in memory order, in −1…1.
    let values: [Float]
    let shape: [Int]
    /// How much noise is put on them, a timestep: more leaves more to the model.
    public var noiseLevel: Int

    /// How many small pictures there are.
    public var count: Int { shape[0] }

    /// What IF's pipelines take.
    public static let usualNoiseLevel = 250

    private init(_ values: [Float], _ shape: [Int], noiseLevel: Int) {
        (self.values, self.shape, self.noiseLevel) = (values, shape, noiseLevel)
    }

    /// - Parameter pictures: at least one, all of one size.
    public init(_ pictures: [Picture], noiseLevel: Int = usualNoiseLevel) {
        let first = pictures[0]
        self.init(
            pictures.flatMap { $0.pixels.map { Float($0) / 127.5 - 1 } },
            [pictures.count, first.height, first.width, first.channels], noiseLevel: noiseLevel)
    }

    /// The numbers of a sampling, as `--tensor` writes them: `images` `[N, 3, H, H]` in −1…1.
    ///
    /// - Throws: ``EngineFailure`` where the file is broken or holds something else.
    public init(numbersAt path: String, noiseLevel: Int = usualNoiseLevel) throws {
        let file = try SafetensorsFile(path: path)
        let name = "images"
        let shape = file.shape(of: name) ?? []
        guard shape.rank == 4, (1...SamplingRequest.mostPictures).contains(shape[0]), shape[1] == 3, shape[2] > 0,
            shape[2] == shape[3]
        else {
            throw EngineFailure(
                "these are no pictures to enlarge", expected: "a tensor \(name) [N, 3, H, H]",
                found: shape.rank == 0 ? "none" : "\(shape)", place: path)
        }
        let x = try file.tensor(name).channelsLast()
        guard x.array.allSatisfy(\.isFinite) else {
            throw EngineFailure("a picture holds what is not a number", found: "NaN or infinity", place: path)
        }
        self.init(x.array.map { min(max($0, -1), 1) }, x.shape.dimensions, noiseLevel: noiseLevel)
    }

    private enum CodingKeys: CodingKey { case values, shape, noiseLevel }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let values = try fields.decode([Float].self, forKey: .values)
        let shape = try fields.decode([Int].self, forKey: .shape)
        let sides = 1...SamplingRequest.mostPictures
        guard shape.count == 4, shape.allSatisfy(sides.contains), shape[3] <= 4, values.allSatisfy(\.isFinite),
            values.count == shape.reduce(1, *)
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .shape, in: fields, debugDescription: "numbers that fill no pictures")
        }
        self.init(values, shape, noiseLevel: try fields.decode(Int.self, forKey: .noiseLevel))
    }

    /// The pictures of a sampling, `[N, H, W, C]` in −1…1.
    init(_ images: Tensor, noiseLevel: Int) {
        self.init(images.array.map { min(max($0, -1), 1) }, images.shape.dimensions, noiseLevel: noiseLevel)
    }

    /// Writes the numbers as ``init(numbersAt:noiseLevel:)`` reads them.
    ///
    /// - Throws: where the file cannot be written.
    func write(to path: String) throws {
        try Safetensors.write([("images", Tensor(values, Shape(shape)).channelsFirst())], metadata: [:], to: path)
    }

    /// `count` of the pictures, taken in turn, `[count, H, W, C]`.
    func images(_ count: Int) -> Tensor {
        let all = Tensor(values, Shape(shape))
        return stacked((0..<count).map { all.rows($0 % shape[0]..<$0 % shape[0] + 1) })
    }

    /// SHA-256 of the numbers.
    var digest: String { values.withUnsafeBytes { SHA256.digest(of: $0) } }
}

extension Enlargement {
    /// The pictures in the PNG at `path`: those of a sampling made here one by one, everything else as one.
    ///
    /// - Throws: ``EngineFailure`` where it cannot be read.
    public static func pictures(at path: String) throws -> [Picture] {
        let sheet = try PNG.read(path)
        // What a recipe says is only used where the picture is of just that form.
        guard let recipe = try? FoundRecipe.read(path) as? PictureRecipe, recipe.grid == nil,
            (1...SamplingRequest.mostPictures).contains(recipe.count), recipe.width > 0, recipe.height > 0,
            recipe.width <= sheet.width, recipe.height <= sheet.height
        else { return [sheet] }
        // An anagram is shown through its view too.
        let shown = recipe.edit?.view == nil ? 1 : 2
        let count = recipe.count * shown
        let parts = PictureGrid.split(sheet, width: recipe.width, height: recipe.height, count: count)
        guard parts.count == count,
            PictureGrid.compose(parts, columns: PictureGrid.columns(of: sheet, width: recipe.width)) == sheet
        else { return [sheet] }
        return parts.enumerated().filter { $0.offset % shown == 0 }.map(\.element)
    }

    /// The picture as a network that makes pictures of `side` × `side` takes a small one: a square of at most that size.
    ///
    /// A larger one becomes a quarter of `side` across, as IF's first stage makes them.
    public static func fitted(_ picture: Picture, side: Int) -> Picture {
        let square = min(picture.width, picture.height)
        let small = square > side ? max(1, side / 4) : square
        return picture.fitted(width: small, height: small, channels: 3)
    }
}
