/// A value of a pickle: what a saved dictionary of tensors is made of, and nothing else.
///
/// Containers and tensors are held by number in the ``Unpickler``, so that a value that contains itself, or contains a million others one inside the
/// other, costs nothing to hold and to let go.
enum PickleValue {
    case none
    case bool(Bool)
    case int(Int)
    case float(Double)
    case string(String)
    case bytes
    case list(Int)
    case tuple(Int)
    case dictionary(Int)
    case name(PickleName)
    case storage(TorchStorage)
    case tensor(Int)

    /// For messages.
    var kind: String {
        switch self {
        case .none: "None"
        case .bool: "a truth value"
        case .int, .float: "a number"
        case .string: "text"
        case .bytes: "bytes"
        case .list: "a list"
        case .tuple: "a tuple"
        case .dictionary: "a dictionary"
        case .name(let name): name.rawValue
        case .storage: "a storage"
        case .tensor: "a tensor"
        }
    }
}

/// The names of Python a pickle may mention. They are never looked up, only recognised.
enum PickleName: String, CaseIterable {
    case tensor = "torch._utils._rebuild_tensor_v2"
    case orderedDictionary = "collections.OrderedDict"
    case float = "torch.FloatStorage"
    case half = "torch.HalfStorage"
    case brainFloat = "torch.BFloat16Storage"
    case double = "torch.DoubleStorage"
    case long = "torch.LongStorage"
    case int = "torch.IntStorage"
    case byte = "torch.ByteStorage"

    /// How a storage of this name holds its numbers.
    var storedType: StoredType? {
        switch self {
        case .tensor, .orderedDictionary: nil
        case .float: .F32
        case .half: .F16
        case .brainFloat: .BF16
        case .double: .F64
        case .long: .I64
        case .int: .I32
        case .byte: .U8
        }
    }
}

/// A run of numbers that tensors look at: one part of the file.
struct TorchStorage {
    var type: StoredType
    /// The part's name, such as `0`.
    var key: String
    /// In elements.
    var count: Int
}
