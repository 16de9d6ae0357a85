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
        case .name: "a name of Python"
        case .storage: "a storage"
        case .tensor: "a tensor"
        }
    }
}

/// The names of Python a pickle may mention. They are never looked up, only recognised.
enum PickleName {
    /// What makes a tensor of a storage.
    case tensor
    case orderedDictionary
    /// A storage of such numbers.
    case storage(StoredType)

    /// - Parameter text: module and name.
    init?(_ text: String) {
        if let type = Self.storages[text] {
            self = .storage(type)
        } else if text == "torch._utils._rebuild_tensor_v2" {
            self = .tensor
        } else if text == "collections.OrderedDict" {
            self = .orderedDictionary
        } else {
            return nil
        }
    }

    private static let storages: [String: StoredType] = [
        "torch.FloatStorage": .F32, "torch.HalfStorage": .F16, "torch.BFloat16Storage": .BF16,
        "torch.DoubleStorage": .F64, "torch.LongStorage": .I64, "torch.IntStorage": .I32, "torch.ByteStorage": .U8,
    ]
}

/// A run of numbers that tensors look at: one part of the file.
struct TorchStorage {
    var type: StoredType
    /// The part's name, such as `0`.
    var key: String
    /// In elements.
    var count: Int
}
