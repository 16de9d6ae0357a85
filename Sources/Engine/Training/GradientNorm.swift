import Kernels

extension ParameterStore {
    /// The Euclidean norm of all gradients together, `√Σ g²`.
    func gradientNorm() -> Double {
        kernels_sum_of_squares(gradients.floats, gradients.count).squareRoot()
    }

    /// What gradients of norm `norm` are multiplied by so that it is at most `limit`: `min(1, limit / (norm + 10⁻⁶))`, as in
    /// PyTorch's `clip_grad_norm_`.
    static func clipFactor(norm: Double, limit: Double) -> Double { min(1, limit / (norm + 1e-6)) }
}
