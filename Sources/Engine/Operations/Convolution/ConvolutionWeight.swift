/// A convolution's weight, `[O, I, k, k]`, and beside it what the method of computing made of it, kept as long as this is: for one
/// training step, or for all of inference.
///
/// One object serves one direction of one convolution: the same method is asked every time.
final class ConvolutionWeight {
    let plain: Tensor
    private var prepared: Tensor?

    init(_ plain: Tensor) {
        precondition(plain.elementType == .float32, "weights are float32, not \(plain.elementType)")
        self.plain = plain.detached
    }

    func packed(_ prepare: (Tensor) -> Tensor) -> Tensor {
        if let prepared { return prepared }
        let result = prepare(plain)
        prepared = result
        return result
    }
}
