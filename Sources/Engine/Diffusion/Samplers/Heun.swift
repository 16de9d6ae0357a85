/// Heun's method in σ (Karras et al., 2022, algorithm 1): an Euler step, then the same step again with the mean of the slopes at both
/// ends. The last step, to σ = 0, is Euler's. n steps are 2n − 1 evaluations, each a step of its own here.
public struct Heun: Sampler {
    public static let name = "heun"
    private let path: SigmaPath

    public init(_ path: SigmaPath) { self.path = path }

    /// Evaluation 2i is at σ_i, evaluation 2i + 1 at σ_{i+1}, on the Euler step's result.
    public var times: [Double] { evaluations.map { path.times[$0] } }
    public var levels: [NoiseLevel] { (evaluations + [path.times.count]).map(path.level) }
    public var initialScale: Double { path.initialScale }

    private var evaluations: [Int] { (0..<2 * path.times.count - 1).map { ($0 + 1) / 2 } }

    public var isMemoryless: Bool { false }
    public func evaluation(ofStep step: Int) -> Int { 2 * step }

    public func step(_ state: SamplerState, generator: inout Generator, predict: Prediction) -> SamplerState {
        let index = (state.step + 1) / 2
        let estimate = path.estimate(state.x, index, predict)
        let slope = path.slope(state.x, estimate, index)
        guard let origin = state.origin, let first = state.slope else {
            let x = mix(1, state.x, path.sigmas[index + 1] - path.sigmas[index], slope)
            var next = advanced(state, to: x, estimate: estimate)
            if state.step < 2 * path.times.count - 2 { (next.origin, next.slope) = (state.x, slope) }
            return next
        }
        let width = path.sigmas[index] - path.sigmas[index - 1]
        var next = advanced(state, to: mix(1, origin, width, mix(0.5, first, 0.5, slope)), estimate: estimate)
        (next.origin, next.slope) = (nil, nil)
        return next
    }
}
