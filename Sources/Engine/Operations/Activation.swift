import Kernels

/// An activation that another operation may do in the same pass.
public enum Activation: String, Sendable, Codable, CaseIterable {
    case none
    /// Exact GELU; see ``gelu(_:)``.
    case gelu
    /// See ``silu(_:)``.
    case silu

    var kernelFunction: Int32 {
        switch self {
        case .none: Int32(KERNELS_IDENTITY)
        case .gelu: Int32(KERNELS_GELU)
        case .silu: Int32(KERNELS_SILU)
        }
    }

    /// The activation of `x`, element by element.
    func apply(_ x: Tensor) -> Tensor {
        switch self {
        case .none: x
        case .gelu: Engine.gelu(x)
        case .silu: Engine.silu(x)
        }
    }
}
