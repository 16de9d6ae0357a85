/// Tensors by name: a file of them, or several taken together.
protocol TensorSource {
    var path: String { get }
    /// Sorted.
    var names: [String] { get }
    func shape(of name: String) -> Shape?
    /// - Throws: ``EngineFailure`` where there is none of that name.
    func stored(_ name: String) throws -> StoredTensor
}
