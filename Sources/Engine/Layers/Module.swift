/// A trainable array: float32 always, whatever type the network computes in.
///
/// On its own a parameter owns its memory; once a ``ParameterStore`` holds it, value and gradient are windows on the store's.
public final class Parameter {
    public internal(set) var value: Tensor
    /// dLoss/d`value`, the sum over what has been back-propagated since the store last zeroed it; nil outside training.
    public internal(set) var gradient: Tensor?

    public init(_ value: Tensor) {
        precondition(value.elementType == .float32, "parameters are float32, not \(value.elementType)")
        self.value = value
    }

    /// Adds to the gradient, in the store's memory.
    func accumulate(_ more: Tensor) {
        guard let gradient else { return }
        gradient.add(more.convertedStorage(to: .float32))
    }
}

/// State that training changes but no gradient reaches, such as running statistics.
public final class Buffer {
    public internal(set) var value: Tensor

    public init(_ value: Tensor) { self.value = value }
}

/// One named array of a module, as it appears in a checkpoint.
public enum ModuleEntry {
    case parameter(String, Parameter)
    case buffer(String, Buffer)

    public var name: String {
        switch self {
        case .parameter(let name, _), .buffer(let name, _): name
        }
    }

    public var value: Tensor {
        switch self {
        case .parameter(_, let parameter): parameter.value
        case .buffer(_, let buffer): buffer.value
        }
    }

    func prefixed(_ prefix: String) -> ModuleEntry {
        switch self {
        case .parameter(let name, let parameter): .parameter("\(prefix).\(name)", parameter)
        case .buffer(let name, let buffer): .buffer("\(prefix).\(name)", buffer)
        }
    }
}

/// A part of a network: lists its arrays in order, by the names in the checkpoint.
public protocol Module {
    var entries: [ModuleEntry] { get }
}

extension Module {
    /// The arrays of `self` as part `name` of a larger module.
    func named(_ name: String) -> [ModuleEntry] { entries.map { $0.prefixed(name) } }

    public var parameters: [(name: String, parameter: Parameter)] {
        entries.compactMap { entry in
            if case .parameter(let name, let parameter) = entry { (name, parameter) } else { nil }
        }
    }

    public var buffers: [(name: String, buffer: Buffer)] {
        entries.compactMap { entry in
            if case .buffer(let name, let buffer) = entry { (name, buffer) } else { nil }
        }
    }

    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.parameter.value.count } }
}

/// How a network is evaluated.
public struct Pass {
    /// Where operations are recorded; nil in inference.
    public let tape: Tape?
    /// The storage type of activations.
    public let computeType: ElementType

    /// Batch statistics, gradients recorded.
    public static func training(_ tape: Tape, computeType: ElementType = .float32) -> Pass {
        Pass(tape: tape, computeType: computeType)
    }

    /// Running statistics, nothing recorded.
    public static func inference(computeType: ElementType = .float32) -> Pass {
        Pass(tape: nil, computeType: computeType)
    }

    /// The parameter's value; in training its gradient flows into the parameter.
    func callAsFunction(_ parameter: Parameter) -> Tensor {
        tape?.variable(parameter.value, sink: parameter.accumulate) ?? parameter.value
    }
}
