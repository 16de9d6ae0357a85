import Foundation

/// A scheduler's configuration in diffusers' words (`scheduler_config.json`): which sampler, on which schedule.
///
/// Absent keys mean diffusers' defaults, which differ between its classes.
public struct SchedulerConfiguration: Decodable, Sendable {
    var _class_name: String?
    var num_train_timesteps: Int?
    var beta_start: Double?
    var beta_end: Double?
    var beta_schedule: String?
    var prediction_type: PredictionType?
    var variance_type: String?
    var clip_sample: Bool?
    var clip_sample_range: Double?
    var thresholding: Bool?
    var dynamic_thresholding_ratio: Double?
    var sample_max_value: Double?
    var timestep_spacing: TimestepSpacing?
    var steps_offset: Int?
    var lambda_min_clipped: Double?
    var use_karras_sigmas: Bool?
    var use_exponential_sigmas: Bool?
    var original_inference_steps: Int?
    var timestep_scaling: Double?
    var shift: Double?
    var trained_betas: [Double]?
    var rescale_betas_zero_snr: Bool?
    var set_alpha_to_one: Bool?

    var trainTimesteps: Int { num_train_timesteps ?? 1000 }

    /// The sampler diffusers calls `className` with `steps` steps.
    ///
    /// - Parameter eta: DDIM's randomness, 0…1; other samplers have no use for it.
    /// - Throws: ``EngineFailure`` where the class or a value is not known here, or the number of steps is out of range.
    public func sampler(_ className: String, steps: Int, eta: Double = 0, place: String) throws -> any Sampler {
        guard steps >= 1, steps <= trainTimesteps else {
            throw EngineFailure(
                "the number of steps is out of range", expected: "1…\(trainTimesteps)", found: "\(steps)", place: place)
        }
        switch className {
        case "FlowMatchEulerDiscreteScheduler": return FlowEuler(SigmaPath(flowSigmas: flowSigmas(steps)))
        case "FlowMatchHeunDiscreteScheduler": return FlowHeun(SigmaPath(flowSigmas: flowSigmas(steps)))
        default: return try sampler(className, steps: steps, eta: eta, on: schedule(place), place: place)
        }
    }

    /// Ancestral sampling at the timesteps of `table`.
    func sampler(at table: StepTable, place: String) throws -> any Sampler {
        guard trainTimesteps >= 1000 else {
            throw EngineFailure(
                "this schedule is too short for \(table.rawValue)", expected: "1000 timesteps",
                found: "\(trainTimesteps)", place: place)
        }
        return DDPM(
            schedule: try schedule(place), timesteps: table.timesteps(of: trainTimesteps), prediction: prediction,
            variance: try variance(place), thresholding: thresholdingRule)
    }

    private func sampler(
        _ className: String, steps: Int, eta: Double, on schedule: NoiseSchedule, place: String
    ) throws -> any Sampler {
        let timesteps = (timestep_spacing ?? .leading).timesteps(steps, of: trainTimesteps, offset: steps_offset ?? 0)
        switch className {
        case "DDPMScheduler":
            return DDPM(
                schedule: schedule, timesteps: timesteps, prediction: prediction, variance: try variance(place),
                thresholding: thresholdingRule)
        case "DDIMScheduler":
            return DDIM(
                schedule: schedule, timesteps: timesteps, eta: eta, prediction: prediction,
                thresholding: thresholdingRule)
        case "EulerDiscreteScheduler": return Euler(sigmaPath(steps, schedule))
        case "EulerAncestralDiscreteScheduler": return EulerAncestral(sigmaPath(steps, schedule))
        case "HeunDiscreteScheduler": return Heun(sigmaPath(steps, schedule))
        case "DPMSolverMultistepScheduler": return DPMSolverMultistep(solverPath(steps, schedule))
        case "UniPCMultistepScheduler": return UniPC(solverPath(steps, schedule))
        case "LCMScheduler":
            let original = original_inference_steps ?? 50
            guard steps <= original else {
                throw EngineFailure(
                    "the number of steps is out of range", expected: "1…\(original)", found: "\(steps)", place: place)
            }
            return LCM(
                schedule: schedule, steps: steps, originalSteps: original, scaling: timestep_scaling ?? 10,
                prediction: prediction)
        default:
            throw EngineFailure(
                "the scheduler is not known", expected: Self.classNames.joined(separator: ", "), found: className,
                place: place)
        }
    }

    /// The classes of diffusers that ``sampler(_:steps:eta:place:)`` knows.
    public static let classNames = [
        "DDPMScheduler", "DDIMScheduler", "EulerDiscreteScheduler", "EulerAncestralDiscreteScheduler",
        "HeunDiscreteScheduler", "DPMSolverMultistepScheduler", "UniPCMultistepScheduler", "LCMScheduler",
        "FlowMatchEulerDiscreteScheduler", "FlowMatchHeunDiscreteScheduler",
    ]

    /// The schedule of ᾱ.
    public func schedule(_ place: String) throws -> NoiseSchedule {
        guard (1...1 << 20).contains(trainTimesteps) else {
            throw EngineFailure(
                "the schedule's length is out of range", expected: "1…\(1 << 20)", found: "\(trainTimesteps)",
                place: place)
        }
        // What would be a schedule of its own, in silence.
        let strange = [
            ("trained_betas", trained_betas != nil), ("rescale_betas_zero_snr", rescale_betas_zero_snr == true),
            ("set_alpha_to_one", set_alpha_to_one == false),
        ].first { $0.1 }
        if let strange {
            throw EngineFailure(
                "the noise schedule is not known", expected: "\(strange.0) as diffusers has it unless told",
                found: "another value", place: place)
        }
        let (start, end) = (beta_start ?? 1e-4, beta_end ?? 0.02)
        switch beta_schedule ?? "linear" {
        case "linear": return NoiseSchedule(linear: trainTimesteps, betaStart: start, betaEnd: end)
        case "scaled_linear": return NoiseSchedule(scaledLinear: trainTimesteps, betaStart: start, betaEnd: end)
        case "squaredcos_cap_v2": return NoiseSchedule(squaredCosine: trainTimesteps)
        case let other:
            throw EngineFailure(
                "the noise schedule is not known", expected: "linear, scaled_linear or squaredcos_cap_v2",
                found: other, place: place)
        }
    }

    /// What the network of this schedule says.
    var prediction: PredictionType { prediction_type ?? .noise }

    func variance(_ place: String) throws -> DDPM.Variance {
        let name = variance_type ?? DDPM.Variance.fixedSmall.rawValue
        guard let variance = DDPM.Variance(rawValue: name) else {
            throw EngineFailure(
                "the variance type is not known", expected: "fixed_small, fixed_large or learned_range", found: name,
                place: place)
        }
        return variance
    }

    var thresholdingRule: Thresholding {
        if thresholding == true {
            return .dynamic(ratio: dynamic_thresholding_ratio ?? 0.995, ceiling: sample_max_value ?? 1)
        }
        return clip_sample ?? true ? .clip(range: clip_sample_range ?? 1) : .none
    }

    private var sigmaSpacing: SigmaSpacing {
        use_karras_sigmas == true ? .karras : use_exponential_sigmas == true ? .exponential : .timesteps
    }

    private func sigmaPath(_ steps: Int, _ schedule: NoiseSchedule) -> SigmaPath {
        if let sigmas = sigmaSpacing.sigmas(steps, of: schedule) {
            return SigmaPath(schedule: schedule, sigmas: sigmas, prediction: prediction)
        }
        let spacing = timestep_spacing ?? .linspace
        // These samplers visit fractions of a timestep where the spacing asks for them.
        let timesteps =
            spacing == .linspace
            ? (steps > 1
                ? evenlySpaced(from: Double(trainTimesteps - 1), to: 0, count: steps) : [Double(trainTimesteps - 1)])
            : spacing.timesteps(steps, of: trainTimesteps, offset: steps_offset ?? 0).map(Double.init)
        return SigmaPath(schedule: schedule, timesteps: timesteps, prediction: prediction)
    }

    private func solverPath(_ steps: Int, _ schedule: NoiseSchedule) -> SolverPath {
        // A clean estimate that is only clipped is left alone by diffusers' solvers.
        let rule: Thresholding = thresholding == true ? thresholdingRule : .none
        if let sigmas = sigmaSpacing.sigmas(steps, of: schedule) {
            let times = sigmas.map(schedule.timestep).map {
                beta_schedule == "squaredcos_cap_v2" ? $0.rounded(.down) : $0.rounded(.toNearestOrEven)
            }
            return SolverPath(sigmas: sigmas, times: times, prediction: prediction, thresholding: rule)
        }
        let last = lambda_min_clipped.map(schedule.timesteps(withLambdaAtLeast:)) ?? trainTimesteps
        let times = (timestep_spacing ?? .linspace).timestepsWithoutLast(steps, of: last, offset: steps_offset ?? 0)
            .map(Double.init)
        return SolverPath(
            sigmas: times.map(schedule.sigma), times: times, prediction: prediction, thresholding: rule)
    }

    /// From 1 to 1/T, shifted as `s σ / (1 + (s − 1) σ)`.
    private func flowSigmas(_ steps: Int) -> [Double] {
        let shift = shift ?? 1
        let smallest = 1 / Double(trainTimesteps)
        func shifted(_ sigma: Double) -> Double { shift * sigma / (1 + (shift - 1) * sigma) }
        // The end points are shifted ones already, and are shifted once more with the rest.
        return evenlySpaced(from: shifted(1), to: shifted(smallest), count: steps).map(shifted)
    }
}
