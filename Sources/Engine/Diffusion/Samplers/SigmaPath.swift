/// The way of the solvers that step in σ: `x = x_0 + σ ε` (variance exploding), or the flow's `x = (1 − σ) x_0 + σ ε`. In both
/// `dx/dσ = (x − x̂_0) / σ`, so one solver serves both.
public struct SigmaPath: SamplerPath, Equatable {
    enum Space: Sendable {
        case varianceExploding, flow
    }

    /// σ before each step, falling, and last 0.
    let sigmas: [Double]
    public let times: [Double]
    let space: Space
    let prediction: PredictionType

    /// A variance-preserving schedule seen as exploding, at `timesteps` (fractions of a timestep allowed).
    public init(schedule: NoiseSchedule, timesteps: [Double], prediction: PredictionType = .noise) {
        times = timesteps
        sigmas = timesteps.map(schedule.sigma) + [0]
        space = .varianceExploding
        self.prediction = prediction
    }

    /// The same at chosen σ, such as Karras'.
    public init(schedule: NoiseSchedule, sigmas: [Double], prediction: PredictionType = .noise) {
        times = sigmas.map(schedule.timestep)
        self.sigmas = sigmas + [0]
        space = .varianceExploding
        self.prediction = prediction
    }

    /// The flow at `sigmas`, falling from 1; the network is given the time 1 − σ.
    public init(flowSigmas sigmas: [Double]) {
        times = sigmas.map { 1 - $0 }
        self.sigmas = sigmas + [0]
        space = .flow
        prediction = .flow
    }

    /// The course's flow: t = 0, 1/n, …, in `steps` equal steps.
    public init(flowSteps steps: Int) {
        precondition(steps >= 1, "a sampler takes at least one step")
        let times = (0..<steps).map { Double($0) / Double(steps) }
        self.init(times: times, sigmas: times.map { 1 - $0 } + [0], space: .flow, prediction: .flow)
    }

    private init(times: [Double], sigmas: [Double], space: Space, prediction: PredictionType) {
        (self.times, self.sigmas, self.space, self.prediction) = (times, sigmas, space, prediction)
    }

    public var levels: [NoiseLevel] { sigmas.indices.map(level) }

    func level(_ index: Int) -> NoiseLevel {
        NoiseLevel(signal: space == .flow ? 1 - sigmas[index] : 1, noise: sigmas[index])
    }

    public var initialScale: Double { sigmas[0] }

    /// x̂_0 for the state `x` at σ number `index`. A network of a variance-preserving schedule is shown `x / √(σ² + 1)`.
    func estimate(_ x: Tensor, _ index: Int, _ predict: Prediction) -> Tensor {
        guard space == .varianceExploding else {
            return prediction.clean(predict(x, times[index]).value, at: x, level(index))
        }
        let level = NoiseLevel.variancePreserving(sigma: sigmas[index])
        let shown = mix(level.signal, x, 0, x)
        return prediction.clean(predict(shown, times[index]).value, at: shown, level)
    }

    /// dx/dσ at σ number `index`.
    func slope(_ x: Tensor, _ estimate: Tensor, _ index: Int) -> Tensor {
        mix(1 / sigmas[index], x, -1 / sigmas[index], estimate)
    }
}
