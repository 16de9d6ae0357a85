import Kernels

/// How a tensor's elements are stored; arithmetic is in float32 whatever the storage.
public enum ElementType: String, Hashable, Sendable, Codable {
    case float32
    case bfloat16

    public var byteCount: Int {
        switch self {
        case .float32: 4
        case .bfloat16: 2
        }
    }

    /// The kernels' name of this type.
    package var kernelType: Int32 {
        switch self {
        case .float32: Int32(KERNELS_FLOAT32)
        case .bfloat16: Int32(KERNELS_BFLOAT16)
        }
    }
}
