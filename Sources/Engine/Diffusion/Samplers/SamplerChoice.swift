extension Objective {
    /// The samplers that can use a network trained for this objective, the usual one first.
    public var samplers: [String] {
        switch self {
        case .flow: [FlowEuler.name]
        case .ddpm: [DDPM.name, DDIM.name]
        case .denoise, .denoisePureNoise: [OneStep.name]
        }
    }

    /// The most steps a sampler can take; nil where there is no limit.
    public var mostSteps: Int? {
        switch self {
        case .flow: nil
        case .ddpm(let timesteps, _, _): timesteps
        case .denoise, .denoisePureNoise: 1
        }
    }

    /// The sampler called `name` with `steps` steps.
    ///
    /// - Throws: ``EngineFailure`` where the objective has no such sampler or the number of steps is out of range.
    func sampler(_ name: String?, steps: Int) throws -> any Sampler {
        let name = name ?? samplers[0]
        guard samplers.contains(name) else {
            throw EngineFailure(
                "this model cannot use the sampler \(name)", expected: samplers.joined(separator: " or "), found: name,
                hint: "it was trained for \(title); leave --sampler out to take the usual one")
        }
        guard steps >= 1, steps <= mostSteps ?? .max else {
            throw EngineFailure(
                "the number of steps is out of range", expected: mostSteps.map { "1…\($0)" } ?? "1 or more",
                found: String(steps), place: "--steps")
        }
        switch self {
        case .flow: return FlowEuler(steps: steps)
        case .ddpm(let timesteps, let start, let end):
            let schedule = NoiseSchedule(linear: timesteps, betaStart: start, betaEnd: end)
            return name == DDIM.name
                ? DDIM(schedule: schedule, steps: steps) : DDPM(schedule: schedule, steps: steps)
        case .denoise, .denoisePureNoise: return OneStep()
        }
    }

    /// What the network predicts, for people.
    public var title: String {
        switch self {
        case .flow: "flow matching"
        case .ddpm: "DDPM noise prediction"
        case .denoise: "one-step denoising"
        case .denoisePureNoise: "one-step denoising of pure noise"
        }
    }
}
