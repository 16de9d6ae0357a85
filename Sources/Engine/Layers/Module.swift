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

    public var shape: Shape {
        switch self {
        case .parameter(_, let parameter): parameter.shape
        case .buffer(_, let buffer): buffer.value.shape
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

    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.parameter.shape.count } }

    /// Draws the first numbers of all parameters that have none, in order.
    func initialize(_ generator: inout Generator) {
        for (_, parameter) in parameters { parameter.initialize(&generator) }
    }
}

extension Optional where Wrapped: Module {
    /// The arrays of a part that may be left out.
    func named(_ name: String) -> [ModuleEntry] { map { $0.named(name) } ?? [] }
}

extension Array where Element: Module {
    /// The arrays of the parts of a list, named `name.0`, `name.1`, ….
    func named(_ name: String) -> [ModuleEntry] { enumerated().flatMap { $1.named("\(name).\($0)") } }
}

/// How a network is evaluated.
public struct Pass {
    /// Where operations are recorded; nil in inference.
    public let tape: Tape?
    /// The storage type of activations.
    public let computeType: ElementType
    /// Whether weights that are in a file stay in memory once they were used; a network that is evaluated once lets them go.
    public let keepsWeights: Bool

    /// Batch statistics, gradients recorded.
    public static func training(_ tape: Tape, computeType: ElementType = .float32) -> Pass {
        Pass(tape: tape, computeType: computeType, keepsWeights: true)
    }

    /// Running statistics, nothing recorded.
    public static func inference(computeType: ElementType = .float32, keepsWeights: Bool = true) -> Pass {
        Pass(tape: nil, computeType: computeType, keepsWeights: keepsWeights)
    }

    /// The parameter's value; in training its gradient flows into the parameter.
    func callAsFunction(_ parameter: Parameter) -> Tensor {
        tape?.variable(parameter.value, sink: parameter.accumulate)
            ?? parameter.weight(computeType, keeps: keepsWeights)
    }

    /// The parameter's value as ``callAsFunction(_:)`` gives it, but float32 always: convolutions take no other weights.
    func float32(_ parameter: Parameter) -> Tensor {
        tape == nil ? parameter.value : self(parameter)
    }
}
