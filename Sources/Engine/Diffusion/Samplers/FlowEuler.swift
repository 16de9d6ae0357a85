/// Euler's method on the flow `dx/dt = v(x, t)` from t = 0 (noise) to 1 (image) (Lipman et al., 2023; Liu et al., 2023).
///
/// The network predicts the velocity `v = x_1 − x_0`; `x ← x + v / N`. The clean estimate is where the present velocity leads:
/// `x + (1 − t) v`.
public struct FlowEuler: Sampler {
    public static let name = "flow-euler"
    public let times: [Double]

    public init(steps: Int) {
        precondition(steps >= 1, "a sampler takes at least one step")
        times = (0..<steps).map { Double($0) / Double(steps) }
    }

    public func step(_ index: Int, _ x: Tensor, generator: inout Generator, predict: Prediction) -> SamplerStep {
        let t = times[index]
        let v = predict(x, t)
        return SamplerStep(state: mix(1, x, 1 / Double(times.count), v), estimate: mix(1, x, 1 - t, v))
    }
}
