/// A source's tensors under other names.
struct RenamedTensors<Source: TensorSource>: TensorSource {
    let source: Source
    /// What each is called in the source.
    private let origins: [String: String]

    /// - Parameter rename: from the source's name to the new one; where two become the same, the one that has it already stays.
    init(_ source: Source, _ rename: (String) -> String) {
        self.source = source
        let pairs = source.names.map { (rename($0), $0) }
        origins = Dictionary(pairs) { first, second in first == rename(first) ? first : second }
    }

    var path: String { source.path }
    var names: [String] { origins.keys.sorted() }
    func shape(of name: String) -> Shape? { origins[name].flatMap(source.shape) }
    func stored(_ name: String) throws -> StoredTensor { try source.stored(origins[name] ?? name) }
}
