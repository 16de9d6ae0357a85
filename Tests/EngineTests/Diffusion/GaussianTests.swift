import Foundation
import Testing

@testable import Engine

/// Data that is one Gaussian has an analytic best prediction, so where a sampler must arrive is known: at that Gaussian.
@Suite struct GaussianTests {
    private static let mean = 0.3
    private static let deviation = 0.4
    private static let count = 6000
    private static let objective = Objective.ddpm(timesteps: 1000, betaStart: 1e-4, betaEnd: 0.02)

    /// E[x_0 | x] for `x = a x_0 + s ε`: `m + a v / (a² v + s²) (x − a m)`, v the data's variance.
    private static func clean(_ x: Tensor, _ level: NoiseLevel) -> Tensor {
        let (a, s, v) = (level.signal, level.noise, deviation * deviation)
        let gain = a * v / (a * a * v + s * s)
        return mix(gain, x, mean * (1 - gain * a), Tensor(repeating: 1, x.shape))
    }

    private static func arrival(_ sampler: any Sampler, output: (Tensor, Double) -> Tensor) -> (Double, Double) {
        var generator = Generator(seed: 5)
        let noise = generator.normal([count, 1])
        var state = SamplerState(x: mix(sampler.initialScale, noise, 0, noise))
        for _ in sampler.times {
            state = sampler.step(state, generator: &generator) { NetworkOutput(output($0, $1)) }
        }
        let values = state.x.array.map(Double.init)
        let mean = values.reduce(0, +) / Double(count)
        return (mean, (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)).squareRoot())
    }

    /// Six thousand samples know their mean to 0.005 and their deviation to 1 %; the rest is the method's own error.
    @Test(arguments: objective.samplers) func everySamplerArrivesAtTheDataSDistribution(_ name: String) throws {
        let schedule = NoiseSchedule(linear: 1000, betaStart: 1e-4, betaEnd: 0.02)
        let sampler = try Self.objective.sampler(name, steps: 250)
        let (mean, deviation) = Self.arrival(sampler) { x, time in
            let level = NoiseLevel.variancePreserving(sigma: schedule.sigma(at: time))
            return PredictionType.noise(ofClean: Self.clean(x, level), at: x, level)
        }
        #expect(abs(mean - Self.mean) < 0.02, "mean \(mean)")
        #expect(abs(deviation / Self.deviation - 1) < 0.05, "deviation \(deviation)")
    }

    @Test(arguments: Objective.flow.samplers) func everyFlowArrivesAtTheDataSDistribution(_ name: String) throws {
        let (mean, deviation) = Self.arrival(try Objective.flow.sampler(name, steps: 100)) { x, time in
            let level = NoiseLevel(signal: time, noise: 1 - time)
            let image = Self.clean(x, level)
            return mix(1, image, -1, PredictionType.noise(ofClean: image, at: x, level))
        }
        #expect(abs(mean - Self.mean) < 0.02, "mean \(mean)")
        #expect(abs(deviation / Self.deviation - 1) < 0.05, "deviation \(deviation)")
    }

    /// The step's order shows: at few steps the second-order methods are much nearer than Euler.
    @Test func secondOrderMethodsNeedFewerSteps() throws {
        func error(_ name: String, _ steps: Int) throws -> Double {
            let (_, deviation) = Self.arrival(try Objective.flow.sampler(name, steps: steps)) { x, time in
                let level = NoiseLevel(signal: time, noise: 1 - time)
                let image = Self.clean(x, level)
                return mix(1, image, -1, PredictionType.noise(ofClean: image, at: x, level))
            }
            let (_, exact) = Self.arrival(try Objective.flow.sampler(name, steps: 400)) { x, time in
                let level = NoiseLevel(signal: time, noise: 1 - time)
                let image = Self.clean(x, level)
                return mix(1, image, -1, PredictionType.noise(ofClean: image, at: x, level))
            }
            return abs(deviation - exact)
        }
        #expect(try error(FlowHeun.name, 8) < error(FlowEuler.name, 16) / 2)
    }
}
