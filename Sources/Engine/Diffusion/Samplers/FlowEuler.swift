/// Euler's method on the flow `dx/dt = u(x, t)` from t = 0 (noise) to 1 (image) (Lipman et al., 2023; Liu et al., 2023): ``Euler`` on the
/// flow's path. The network predicts the velocity `u = x_1 − x_0`; in n equal steps `x ← x + u / n`.
public struct FlowEuler: Sampler {
    public static let name = "flow-euler"
    private let method: Euler

    public init(steps: Int) { self.init(SigmaPath(flowSteps: steps)) }

    public init(_ path: SigmaPath) { method = Euler(path) }

    public var times: [Double] { method.times }
    public var levels: [NoiseLevel] { method.levels }

    public func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        method.step(state, generator: &generator, predict: predict)
    }
}
