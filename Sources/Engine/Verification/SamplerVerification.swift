import Foundation

extension Verification {
    private struct SamplerFile: Decodable {
        var function: String
        var seed: UInt64
        var shape: [Int]
        var cases: [SamplerCase]
    }

    private struct SamplerCase: Decodable {
        var name: String
        var `class`: String
        var config: SchedulerConfiguration
        var steps: Int
        var noise_seed: UInt64
        var timesteps: [Double]
        var x: [[Float]]

        /// DDIM's η, which is an argument of the step there and stands only in the name.
        var eta: Double {
            name.split(separator: "-").first { $0.hasPrefix("eta") }.flatMap { Double($0.dropFirst(3)) } ?? 0
        }
    }

    /// The function that stands in for a network.
    private static let knownFunction = "model(x, t) = 0.7*sin(3*x + 5*t/1000) + 0.1*x"

    /// diffusers' samplers: the timesteps, and every state of a run.
    static func verifySamplers(path: String, _ check: (VerificationLine) -> Void) throws {
        let file = try JSON.decode(SamplerFile.self, from: path)
        guard file.function == knownFunction else {
            throw EngineFailure(
                "the function is not known", expected: knownFunction, found: file.function, place: path)
        }
        for entry in file.cases {
            let sampler = try entry.config.sampler(entry.class, steps: entry.steps, eta: entry.eta, place: path)
            let (times, states) = run(sampler, entry, shape: file.shape, seed: file.seed)
            let name = "samplers/\(entry.name)"
            check(
                VerificationLine(
                    "\(name).timesteps", error: relativeError(times, entry.timesteps.map { Float($0) }),
                    tolerance: Tolerance.generator))
            check(
                VerificationLine(
                    name, error: relativeError(states, entry.x.flatMap { $0 }), tolerance: Tolerance.sampler))
        }
    }

    /// The times the function was asked for, and every state one after the other.
    private static func run(
        _ sampler: any Sampler, _ entry: SamplerCase, shape: [Int], seed: UInt64
    ) -> (times: [Float], states: [Float]) {
        let trainTimesteps = Double(entry.config.num_train_timesteps ?? 1000)
        let isFlow = sampler is FlowEuler || sampler is FlowHeun
        var generator = Generator(seed: seed)
        var noise = Generator(seed: entry.noise_seed)
        let start = generator.noise(Shape(shape).channelsLast)
        var state = SamplerState(x: mix(sampler.initialScale, start, 0, start))
        var states = state.x.channelsFirst().array
        var times: [Float] = []
        while state.step < sampler.times.count {
            state = sampler.step(state, generator: &noise) { x, time in
                // diffusers' flow counts σ T and predicts from image to noise.
                let t = isFlow ? (1 - time) * trainTimesteps : time
                times.append(Float(t))
                let sign: Double = isFlow ? -1 : 1
                let output = x.array.map { Float(sign * (0.7 * sin(3 * Double($0) + 5 * t / 1000) + 0.1 * Double($0))) }
                return NetworkOutput(
                    Tensor(output, x.shape), variance: Tensor(x.array.map { tanh($0) }, x.shape))
            }
            states += state.x.channelsFirst().array
        }
        return (times, states)
    }
}

extension Shape {
    /// PyTorch's `[N, C, H, W]` as `[N, H, W, C]`.
    fileprivate var channelsLast: Shape { [self[0], self[2], self[3], self[1]] }
}
