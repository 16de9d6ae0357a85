/// A convolution's weight, `[O, I, k, k]`, and beside it what the method of computing made of it, kept as long as this is: for one
/// training step, or for all of inference.
///
/// One object serves one direction of one convolution: the same method is asked every time. Of a weight that is in a file only one form is
/// kept, none larger than the numbers themselves.
final class ConvolutionWeight {
    private let memory: Tensor?
    /// Where the numbers are in a file; it owns this object.
    private unowned let parameter: Parameter?
    private var prepared: Tensor?
    private var ofLibrary: (shape: ConvolutionShape, storage: Storage?)?

    init(_ plain: Tensor) {
        precondition(plain.elementType == .float32, "weights are float32, not \(plain.elementType)")
        (memory, parameter) = (plain.detached, nil)
    }

    /// A weight that stays in its file until it is used.
    init(of parameter: Parameter) { (memory, self.parameter) = (nil, parameter) }

    /// The numbers as they are, float32.
    var plain: Tensor {
        guard let plain = memory ?? parameter?.value else { preconditionFailure("a weight is in memory or in a file") }
        return plain
    }

    private var isInFile: Bool { parameter != nil }

    /// What forms of it that are kept take, in bytes.
    var heldBytes: Int {
        (prepared.map { $0.count * $0.elementType.byteCount } ?? 0) + (ofLibrary?.storage?.byteCount ?? 0)
    }

    func packed(_ prepare: (Tensor) -> Tensor) -> Tensor {
        if let prepared { return prepared }
        let result = prepare(plain)
        // Winograd's form has four times the numbers: a large network makes it anew for each use.
        if !isInFile || result.count <= plain.count * 2 { prepared = result }
        return result
    }

    /// Whether a form that is made anew for each use pays: where it serves many pixels.
    func repaysPacking(_ shape: ConvolutionShape) -> Bool {
        !isInFile || shape.batch * shape.outHeight * shape.outWidth >= 512
    }

    /// The weight as the library wants it for `shape`, where it is kept: nil is to be reordered for each use, or plain already.
    func ofLibrary(_ shape: ConvolutionShape, _ reorder: (Tensor) -> Storage?) -> Storage? {
        guard let parameter else { return nil }
        if let ofLibrary, ofLibrary.shape == shape { return ofLibrary.storage }
        ofLibrary = nil
        let storage = reorder(parameter.weight(.float32, keeps: false))
        ofLibrary = (shape, storage)
        // What was read for it would wait in the pool for a weight of the same size.
        if shape.weight.count >= 1 << 22 { StoragePool.current.trim() }
        return storage
    }
}
