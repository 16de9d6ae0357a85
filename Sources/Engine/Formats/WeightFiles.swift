import Foundation

/// A network's weights in a folder of diffusers or transformers: one safetensors file, or several (shards) with an index.
final class WeightFiles: TensorSource {
    /// The file, or the index.
    let path: String
    let names: [String]
    private let files: [SafetensorsFile]
    private let home: [String: Int]

    private struct Index: Decodable {
        var weight_map: [String: String]
    }

    /// - Parameters:
    ///   - base: the name before the ending, such as `diffusion_pytorch_model`.
    ///   - variant: `fp16` for the half-sized files, where there are any; nil takes the full ones, and the half-sized where there are no others.
    /// - Throws: ``EngineFailure`` where there are none, one is missing or broken, or the index does not agree with them.
    init(folder: String, base: String, variant: String? = nil) throws {
        path = try Self.find(folder, base, variant)
        guard path.hasSuffix(".json") else {
            let file = try SafetensorsFile(path: path)
            files = [file]
            names = file.names
            home = Dictionary(uniqueKeysWithValues: file.names.map { ($0, 0) })
            return
        }
        let index = path
        let map = try JSON.decode(Index.self, from: index).weight_map
        let shards = Set(map.values).sorted()
        if let outside = shards.first(where: { $0.contains("/") || $0.isEmpty }) {
            throw EngineFailure("the index leads out of its folder", found: outside, place: index)
        }
        files = try shards.map { try Self.shard(folder + "/" + $0, of: index) }
        let numbers = Dictionary(uniqueKeysWithValues: zip(shards, shards.indices))
        home = map.compactMapValues { numbers[$0] }
        names = map.keys.sorted()
        try checkIndex(shards)
    }

    func shape(of name: String) -> Shape? { home[name].flatMap { files[$0].shape(of: name) } }

    func stored(_ name: String) throws -> StoredTensor {
        guard let number = home[name] else { throw EngineFailure("there is no tensor \(name)", place: path) }
        return try files[number].stored(name)
    }

    /// Bytes of all tensors as they are stored.
    var byteCount: Int {
        names.reduce(0) { total, name in
            guard let number = home[name], let shape = files[number].shape(of: name) else { return total }
            return total + shape.count * (files[number].type(of: name)?.byteCount ?? 0)
        }
    }

    /// Tells these weights from others without reading them all: sizes, headers, and the beginning and end of each file.
    var fingerprint: String { SHA256.digest(of: Data(files.map(\.fingerprint).joined().utf8)) }

    private static func shard(_ path: String, of index: String) throws -> SafetensorsFile {
        guard FileManager.default.fileExists(atPath: path) else {
            throw EngineFailure(
                "a part of the weights is missing", expected: (path as NSString).lastPathComponent, place: index,
                hint: "download the whole folder again")
        }
        return try SafetensorsFile(path: path)
    }

    /// The index and the files must tell of the same tensors.
    private func checkIndex(_ shards: [String]) throws {
        let missing = home.filter { files[$0.value].shape(of: $0.key) == nil }
            .map { "\($0.key) is not in \(shards[$0.value])" }
        let untold = files.enumerated().flatMap { number, file in
            file.names.filter { home[$0] != number }.map { "\($0) of \(shards[number]) is not in the index" }
        }
        let problems = missing.sorted() + untold.sorted()
        guard problems.isEmpty else {
            throw EngineFailure(
                "the index does not agree with its files", found: listed(problems), place: path,
                hint: "download the whole folder again")
        }
    }

    private static func find(_ folder: String, _ base: String, _ variant: String?) throws -> String {
        func candidates(_ variant: String?) -> [String] {
            guard let variant else { return ["\(base).safetensors", "\(base).safetensors.index.json"] }
            return [
                "\(base).\(variant).safetensors", "\(base).safetensors.index.\(variant).json",
                "\(base).\(variant).safetensors.index.json",
            ]
        }
        let files = FileManager.default
        let wanted = variant.map { candidates($0) } ?? candidates(nil) + candidates("fp16")
        if let found = wanted.map({ folder + "/" + $0 }).first(where: files.fileExists) { return found }
        let others = ((try? files.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".bin") }
        throw EngineFailure(
            "there are no weights", expected: wanted[0], found: others.isEmpty ? nil : others.sorted()[0],
            place: folder,
            hint: others.isEmpty
                ? "download the folder whole" : "weights are read from safetensors files; .bin files can run programs")
    }
}

/// The first few of a list, and how many more there are.
func listed(_ items: [String], most: Int = 8) -> String {
    items.prefix(most).joined(separator: "; ") + (items.count > most ? "; and \(items.count - most) more" : "")
}
