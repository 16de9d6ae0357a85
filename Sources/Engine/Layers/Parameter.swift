/// A trainable array: float32 always in training, whatever type the network computes in.
///
/// On its own a parameter owns its memory; once a ``ParameterStore`` holds it, value and gradient are windows on the store's. A parameter
/// of a saved network may stay in its file, mapped, until it is first used.
public final class Parameter {
    public let shape: Shape
    private var held: Tensor?
    private var origin: Origin
    /// The weight as inference convolves with it, for a parameter that is in a file.
    private var convolutionWeight: ConvolutionWeight?
    /// dLoss/d`value`, the sum over what has been back-propagated since the store last zeroed it; nil outside training.
    public internal(set) var gradient: Tensor?

    private enum Origin {
        /// Only in memory.
        case memory
        /// Not drawn yet.
        case initial(InitialValue)
        /// In a file that nothing changes.
        case file(StoredTensor)
    }

    public init(_ value: Tensor) {
        precondition(value.elementType == .float32, "parameters are float32, not \(value.elementType)")
        shape = value.shape
        held = value
        origin = .memory
    }

    /// A parameter without numbers yet: they are drawn by ``Module/initialize(_:)`` or bound to a file's.
    init(_ shape: Shape, _ initial: InitialValue) {
        self.shape = shape
        origin = .initial(initial)
    }

    /// The numbers, float32.
    public internal(set) var value: Tensor {
        get {
            if let held, held.elementType == .float32 { return held }
            guard case .file(let stored) = origin else {
                preconditionFailure("a parameter \(shape) is used before it was initialized")
            }
            let value = stored.tensor()
            held = value
            return value
        }
        set {
            precondition(newValue.shape == shape, "a parameter \(shape) cannot become \(newValue.shape)")
            (held, convolutionWeight) = (newValue, nil)
            origin = .memory
        }
    }

    /// Draws the first numbers.
    func initialize(_ generator: inout Generator) {
        if case .initial(let rule) = origin { value = rule.tensor(shape, &generator) }
    }

    /// Takes `tensor`'s place in the network; it is read when it is first used.
    func bind(_ tensor: StoredTensor) {
        precondition(tensor.shape == shape, "a parameter \(shape) cannot be bound to \(tensor.name) \(tensor.shape)")
        (held, convolutionWeight) = (nil, nil)
        origin = .file(tensor)
    }

    /// The file's tensor, where this parameter is one's.
    var stored: StoredTensor? {
        if case .file(let stored) = origin { stored } else { nil }
    }

    /// The numbers for inference: a file's matrices in `type`, kept from the first use on where that is wanted; everything else float32.
    func weight(_ type: ElementType, keeps: Bool) -> Tensor {
        guard let stored else { return value }
        let type = shape.rank < 2 ? .float32 : type
        if let held, held.elementType == type { return held }
        let tensor = stored.tensor(type)
        if keeps { held = tensor }
        return tensor
    }

    /// The parameter as a convolution's weight that is kept, where it is in a file; elsewhere it may change.
    var keptConvolutionWeight: ConvolutionWeight? {
        guard stored != nil else { return nil }
        let weight = convolutionWeight ?? ConvolutionWeight(of: self)
        convolutionWeight = weight
        return weight
    }

    /// What its numbers take in memory now, in bytes; before the first use of one in a file nothing.
    var heldBytes: Int {
        (held.map { $0.count * $0.elementType.byteCount } ?? 0) + (convolutionWeight?.heldBytes ?? 0)
    }

    /// Adds to the gradient, in the store's memory.
    func accumulate(_ more: Tensor) {
        guard let gradient else { return }
        gradient.add(more.convertedStorage(to: .float32))
    }
}

/// What a parameter's first numbers are.
enum InitialValue {
    case constant(Float)
    /// PyTorch's default for linear maps and convolutions: uniform in ±1/√`fanIn`.
    case uniform(fanIn: Int)
    /// Normal with this deviation.
    case normal(Float)

    func tensor(_ shape: Shape, _ generator: inout Generator) -> Tensor {
        switch self {
        case .constant(let value): return Tensor(repeating: value, shape)
        case .uniform(let fanIn): return Initialization.weight(shape, fanIn: fanIn, &generator)
        case .normal(let deviation): return scaleAdd(generator.normal(shape), deviation, 0)
        }
    }
}
