import Foundation

/// UniPC of second order, B(h) = e^{−h} − 1, predicting x_0 (Zhao et al., 2023, algorithms 1 and 2): each evaluation first corrects the
/// step that led to it, then predicts the next.
public struct UniPC: PathSampler {
    public static let name = "unipc"
    private static let order = 2
    public let path: SolverPath

    public init(_ path: SolverPath) { self.path = path }

    public func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        let index = state.step
        let estimate = path.estimate(state.x, index, predict)
        let corrected =
            state.origin.map { correct(from: $0, to: index, estimate, earlier: state.earlier) } ?? state.x
        let earlier = [estimate] + state.earlier.prefix(1)
        var next = advanced(state, to: self.predict(corrected, index, earlier), estimate: estimate)
        next.earlier = earlier
        next.origin = corrected
        return next
    }

    /// The order of the step from level `index` with so many estimates at hand: lower at both ends, wherever the first one is.
    private func order(_ index: Int, _ estimates: Int) -> Int { min(Self.order, path.times.count - index, estimates) }

    /// `x′ = s′/s x − a′ (e^{−h} − 1) (m_0 + D_1 / 2)`, D_1 = (m_1 − m_0) / r.
    private func predict(_ x: Tensor, _ index: Int, _ earlier: [Tensor]) -> Tensor {
        guard order(index, earlier.count) == 2 else {
            return path.firstOrder(x, earlier[0], from: index, to: index + 1)
        }
        let ratio = -path.width(index - 1, index) / path.width(index, index + 1)
        return path.firstOrder(
            x, mix(1 - 0.5 / ratio, earlier[0], 0.5 / ratio, earlier[1]), from: index, to: index + 1)
    }

    /// The step to level `index` again, knowing the estimate there.
    private func correct(from x: Tensor, to index: Int, _ estimate: Tensor, earlier: [Tensor]) -> Tensor {
        let start = index - 1
        let change = mix(1, estimate, -1, earlier[0])
        guard order(start, earlier.count) == 2 else {
            return path.firstOrder(x, mix(1, earlier[0], 0.5, change), from: start, to: index)
        }
        // Two weights that make the quadrature exact for polynomials up to the first degree in λ.
        let width = path.width(start, index)
        let ratio = -path.width(start - 1, start) / width
        let decay = path.decay(start, index)
        let phi1 = decay / -width - 1
        let phi2 = phi1 / -width - 0.5
        let (b1, b2) = (phi1 / decay, 2 * phi2 / decay)
        let old = (b1 - b2) / (1 - ratio)
        let new = b1 - old
        let slope = mix(1 / ratio, earlier[1], -1 / ratio, earlier[0])
        let combined = mix(1, mix(1, earlier[0], old, slope), new, change)
        return path.firstOrder(x, combined, from: start, to: index)
    }
}
