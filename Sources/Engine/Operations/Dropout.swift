/// Each element becomes 0 with `probability`, and `x / (1 − probability)` otherwise (Srivastava et al., 2014).
///
/// `probability` is 0…1. Which elements go is drawn from `generator` in memory order, one 64-bit number each, exactly as
/// PyTorch's `dropout` draws them on the CPU; 0 draws nothing. For inference, leave it out.
public func dropout(_ x: Tensor, probability: Double, generator: inout Generator) -> Tensor {
    precondition((0...1).contains(probability), "a dropout probability is 0…1, not \(probability)")
    guard probability > 0 else { return x }
    let kept = 1 - probability
    let factor = probability < 1 ? Float(1 / kept) : 0
    let mask = Tensor(uninitialized: x.shape)
    mask.withMutableFloats { mask in
        for index in mask.indices { mask[index] = generator.bernoulli(kept) ? factor : 0 }
    }
    let stored = mask.convertedStorage(to: x.elementType)
    return x * stored
}

extension Generator {
    /// Whether a number in [0, 1) with 53 random bits is below `probability`: `torch.bernoulli` of one element.
    fileprivate mutating func bernoulli(_ probability: Double) -> Bool {
        Double(doubleWord() & ((1 << 53) - 1)) * 0x1p-53 < probability
    }
}
