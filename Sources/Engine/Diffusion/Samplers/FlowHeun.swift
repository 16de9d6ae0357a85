/// Heun's method on the flow: ``Heun`` on the flow's path.
public struct FlowHeun: FlowSampler {
    public static let name = "flow-heun"
    public let method: Heun

    public init(steps: Int) { self.init(SigmaPath(flowSteps: steps)) }

    public init(_ path: SigmaPath) { method = Heun(path) }
}
