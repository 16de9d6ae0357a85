/// A whole seeded run through both stages as the pipelines make it: one generator for all noise, guidance by the batch.
///
/// A run feeds every evaluation's rounding to the next one, and with random weights it grows: PyTorch in another memory layout, or on
/// another processor, ends the reference run 0.1 % (first stage) and 20 % (second) from its own numbers. A picture further off than the
/// tolerance fails; that line also tells how far this engine's own run moves when each evaluation is off by as much as the single ones were
/// found to be (`s1.y`, `s2.y`): root mean squares, which a wrong step would leave far above.
struct TextRunVerification {
    private let settings: TextModelVerification.Settings
    private let expected: SafetensorsFile
    private let first: Stage
    private let second: Stage
    private let noising: NoiseSchedule

    /// Disturbed runs, and how many times their largest distance the picture may be off.
    private static let disturbedRuns = 3
    private static let allowance = 3.0

    private struct Stage {
        let network: UNet2D
        let scheduler: SchedulerConfiguration
        let guidance: Double
        /// What a number of an evaluation is off by, over the largest: a sixth of the worst, typically.
        let evaluationError: Double
        let path: String

        init(_ path: String, guidance: Double, worstError: Double) throws {
            let pipeline = try PipelineFolder(path)
            (network, scheduler) = (try pipeline.unet(), try pipeline.scheduler())
            (self.guidance, self.path) = (guidance, path)
            evaluationError = min(worstError, Verification.Tolerance.output) / 6
        }
    }

    /// - Parameter errors: what one evaluation of each stage was off by.
    init(
        folder: String, expected: SafetensorsFile, settings: TextModelVerification.Settings,
        errors: (first: Double, second: Double)
    ) throws {
        (self.expected, self.settings) = (expected, settings)
        first = try Stage(folder + "/stage1", guidance: settings.run.guidance, worstError: errors.first)
        second = try Stage(folder + "/stage2", guidance: settings.run.stage2.guidance, worstError: errors.second)
        noising = try PipelineFolder(folder + "/stage2").scheduler("image_noising_scheduler").schedule(folder)
    }

    func verify(_ check: (VerificationLine) -> Void) throws {
        let found = try run(disturbance: nil)
        var disturbed: [[String: Tensor]]?
        for (name, tolerance) in [
            ("run.x_start", Verification.Tolerance.generator), ("run.image", Verification.Tolerance.run),
            ("run.low", Verification.Tolerance.run), ("run.upscaled", Verification.Tolerance.run),
        ] {
            let wanted = try expected.tensor(name).array
            let picture = found[name]?.channelsFirst().array ?? []
            let error = Verification.relativeError(picture, wanted)
            guard error > tolerance, name != "run.x_start" else {
                check(VerificationLine("if_tiny/\(name)", error: error, tolerance: tolerance))
                continue
            }
            if disturbed == nil { disturbed = try (0..<Self.disturbedRuns).map { try run(disturbance: UInt64($0)) } }
            let drift = disturbed.map { runs in
                runs.map { Self.distance($0[name]?.channelsFirst().array ?? [], picture) }.max() ?? 0
            }
            check(line(name, Self.distance(picture, wanted), drift ?? 0, error))
        }
    }

    private func line(_ name: String, _ distance: Double, _ drift: Double, _ error: Double) -> VerificationLine {
        VerificationLine(
            "if_tiny/\(name)", error: error, tolerance: Verification.Tolerance.run,
            note: String(
                format: "root mean square %.1e; evaluations off by %.0e drift by %.1e", distance,
                first.evaluationError, drift), isWithinDrift: distance <= Self.allowance * drift)
    }

    /// The root mean square of the difference over that of `expected`.
    private static func distance(_ found: [Float], _ expected: [Float]) -> Double {
        guard found.count == expected.count else { return .infinity }
        let square = zip(found, expected).reduce(0.0) {
            $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
        }
        return (square / expected.reduce(0.0) { $0 + Double($1) * Double($1) }).squareRoot()
    }

    /// The run's pictures by their names.
    ///
    /// - Parameter disturbance: the seed of what every evaluation is off by; nil for none.
    private func run(disturbance: UInt64?) throws -> [String: Tensor] {
        var generator = Generator(seed: settings.run.seed)
        var disturbance = disturbance.map(Generator.init)
        let embeddings = try embeddings()
        let start = generator.noise(shape(first))
        let text = PipelineDenoiser.Conditioning.text(PromptBook(known: embeddings))
        let denoiser = try PipelineDenoiser(
            network: first.network, scheduler: first.scheduler, conditioning: text, place: first.path)
        let image = try sample(first, denoiser, start, &generator, &disturbance)
        let noise = generator.noise(shape(second))
        let low = LowResolution(
            image, side: second.network.plan.sampleSize, level: settings.run.stage2.noise_level, schedule: noising
        ).noised(&generator)
        let upscaler = try PipelineDenoiser(
            network: second.network, scheduler: second.scheduler, conditioning: text, lowResolution: low,
            place: second.path)
        let upscaled = try sample(second, upscaler, noise, &generator, &disturbance)
        return ["run.x_start": start, "run.image": image, "run.low": low.image, "run.upscaled": upscaled]
    }

    private func shape(_ stage: Stage) -> Shape {
        [1, stage.network.plan.sampleSize, stage.network.plan.sampleSize, 3]
    }

    private func embeddings() throws -> [String: Tensor] {
        let all = try expected.tensor("embeddings")
        let pairs = settings.prompts.enumerated().map { ($1, all.rows($0..<$0 + 1)) }
        return Dictionary(pairs) { first, _ in first }
    }

    private func sample(
        _ stage: Stage, _ network: PipelineDenoiser, _ start: Tensor, _ generator: inout Generator,
        _ disturbance: inout Generator?
    ) throws -> Tensor {
        let sampler = try stage.scheduler.sampler(
            stage.scheduler._class_name ?? "", steps: settings.run.steps, place: stage.path)
        let guided = GuidedNetwork(
            network: network, weak: nil, composition: Composition([.prompt(settings.run.prompt)]),
            negative: .prompt(settings.run.negative), guidance: Guidance(scale: stage.guidance))
        var momentum: [Tensor] = []
        var state = SamplerState(x: start)
        while state.step < sampler.times.count {
            state = sampler.step(state, generator: &generator) { x, time in
                let said = guided.predict(x, time: time, progress: 0, momentum: &momentum)
                return Self.disturbed(said, stage, &disturbance)
            }
        }
        return state.x
    }

    /// What is said with every number off by up to the stage's error; guidance adds up the errors of both predictions.
    private static func disturbed(
        _ output: NetworkOutput, _ stage: Stage, _ generator: inout Generator?
    ) -> NetworkOutput {
        guard var random = generator else { return output }
        defer { generator = random }
        func off(_ x: Tensor, _ factor: Double) -> Tensor {
            let size = Double(x.array.reduce(0) { max($0, abs($1)) }) * stage.evaluationError * factor
            return mix(1, x, size, scaleAdd(random.uniform(x.shape), 2, -1))
        }
        var result = output
        result.value = off(output.value, stage.guidance.magnitude)
        result.variance = output.variance.map { off($0, 1) }
        return result
    }
}
