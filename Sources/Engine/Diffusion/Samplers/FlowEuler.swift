/// Euler's method on the flow `dx/dt = u(x, t)` from t = 0 (noise) to 1 (image) (Lipman et al., 2023; Liu et al., 2023): ``Euler`` on the
/// flow's path. The network predicts the velocity `u = x_1 − x_0`; in n equal steps `x ← x + u / n`.
public struct FlowEuler: FlowSampler {
    public static let name = "flow-euler"
    public let method: Euler

    public init(steps: Int) { self.init(SigmaPath(flowSteps: steps)) }

    public init(_ path: SigmaPath) { method = Euler(path) }
}
