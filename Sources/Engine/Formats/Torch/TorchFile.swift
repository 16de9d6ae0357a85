import Foundation

/// A dictionary of tensors that `torch.save` wrote: a zip file of a pickle and the tensors' numbers.
struct TorchFile: TensorSource {
    let path: String
    let names: [String]
    private let tensors: [String: StoredTensor]

    /// The names and places of some ten thousand tensors.
    private static let largestPickle = 4 << 20

    /// - Throws: ``EngineFailure`` where the file is broken, hostile, or holds anything but text → tensor.
    init(path: String) throws {
        self.path = path
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
            throw EngineFailure("the file cannot be read", place: path)
        }
        try GitPointer.refuse(data, place: path)
        let archive = try ZipArchive(data, path: path)
        guard let pickle = archive.names.first(where: { $0.hasSuffix("/data.pkl") }) else {
            throw EngineFailure("this is no file of torch.save", expected: "a part data.pkl", place: path)
        }
        let folder = pickle.dropLast("data.pkl".count)
        if archive.names.contains("\(folder)byteorder"),
            try archive.contents(of: "\(folder)byteorder") != Data("little".utf8)
        {
            throw EngineFailure("the numbers are stored the other way round", expected: "little", place: path)
        }
        let program = try archive.contents(of: pickle)
        guard program.count <= Self.largestPickle else {
            throw EngineFailure(
                "the file describes more than a dictionary of tensors", expected: "at most \(Self.largestPickle) bytes",
                found: "\(program.count)", place: "\(path), \(pickle)")
        }
        let storages = TorchStorages(archive: archive, data: data, folder: String(folder))
        var unpickler = Unpickler(program, path: path, rebuild: storages.tensor)
        tensors = try Self.tensors(of: try unpickler.value(), unpickler, path)
        names = tensors.keys.sorted()
    }

    func shape(of name: String) -> Shape? { tensors[name]?.shape }

    func stored(_ name: String) throws -> StoredTensor {
        guard let tensor = tensors[name] else { throw EngineFailure("there is no tensor \(name)", place: path) }
        return tensor
    }

    private static func tensors(
        of root: PickleValue, _ unpickler: Unpickler, _ path: String
    ) throws -> [String: StoredTensor] {
        func failure(_ found: String) -> EngineFailure {
            EngineFailure(
                "the file holds something else", expected: "a dictionary of text and tensors", found: found, place: path
            )
        }
        guard case .dictionary(let index) = root else { throw failure(root.kind) }
        var tensors: [String: StoredTensor] = [:]
        for (key, value) in unpickler.dictionaries[index] {
            guard case .string(let name) = key else { throw failure("\(key.kind) as a key") }
            guard case .tensor(let tensor) = value else { throw failure("\(value.kind) for “\(name)”") }
            tensors[name] = unpickler.tensors[tensor]
        }
        return tensors
    }
}

/// The parts of the file that hold numbers.
private final class TorchStorages {
    let archive: ZipArchive
    let data: Data
    let folder: String
    /// Those that were checked, or had to be unpacked: the bytes and where in them the numbers are.
    private var known: [String: (file: Data, bytes: Range<Int>)] = [:]

    init(archive: ZipArchive, data: Data, folder: String) {
        (self.archive, self.data, self.folder) = (archive, data, folder)
    }

    /// A tensor of `storage`; only numbers in order are known here.
    func tensor(_ storage: TorchStorage, _ offset: Int, _ shape: [Int], _ strides: [Int]) throws -> StoredTensor {
        let place = try memory(storage.key)
        func failure(_ expected: String) -> EngineFailure {
            EngineFailure(
                "a tensor does not lie in its storage", expected: expected, found: "\(shape), strides \(strides)",
                place: "\(archive.path), storage \(storage.key)")
        }
        guard shape.count == strides.count, shape.count <= 8, shape.allSatisfy({ $0 >= 0 }), offset >= 0 else {
            throw failure("extents and strides")
        }
        var count = 1
        var isInOrder = true
        for (extent, stride) in zip(shape, strides).reversed() {
            if extent != 1, stride != count { isInOrder = false }
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard !overflow else { throw failure("fewer numbers") }
            count = product
        }
        guard isInOrder || count <= 1 else { throw failure("numbers in order: save tensor.contiguous()") }
        let (stored, size) = (place.bytes.count / storage.type.byteCount, storage.type.byteCount)
        guard count <= stored, offset <= stored - count else { throw failure("at most \(stored) numbers") }
        let start = place.bytes.lowerBound + offset * size
        return StoredTensor(
            name: storage.key, shape: Shape(shape), type: storage.type, file: place.file,
            bytes: start..<start + count * size, place: archive.path)
    }

    private func memory(_ key: String) throws -> (file: Data, bytes: Range<Int>) {
        if let found = known[key] { return found }
        let name = "\(folder)data/\(key)"
        let contents = try archive.contents(of: name)
        let found =
            if let range = try archive.range(of: name) {
                (data, range)
            } else {
                (contents, 0..<contents.count)
            }
        known[key] = found
        return found
    }
}
