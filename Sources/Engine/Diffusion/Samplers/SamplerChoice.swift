extension Objective {
    /// The samplers that can use a network trained for this objective, the usual one first.
    public var samplers: [String] {
        switch self {
        case .flow: [FlowEuler.name, FlowHeun.name]
        case .ddpm:
            [
                DDPM.name, DDIM.name, Euler.name, EulerAncestral.name, Heun.name, DPMSolverMultistep.name,
                DPMSolverMultistep.karrasName, UniPC.name,
            ]
        case .denoise, .denoisePureNoise: [OneStep.name]
        }
    }

    /// The one for a quick look in few steps.
    var previewSampler: String {
        switch self {
        case .flow: FlowEuler.name
        case .ddpm: DDIM.name
        case .denoise, .denoisePureNoise: OneStep.name
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
        case .flow: return name == FlowHeun.name ? FlowHeun(steps: steps) : FlowEuler(steps: steps)
        case .ddpm(let timesteps, let start, let end):
            let schedule = NoiseSchedule(linear: timesteps, betaStart: start, betaEnd: end)
            return schedule.sampler(name, steps: steps)
        case .denoise, .denoisePureNoise: return OneStep()
        }
    }

    /// What a sampler's time is divided by for the network, which is given 0…1.
    var timeUnit: Double {
        if case .ddpm(let timesteps, _, _) = self { Double(timesteps) } else { 1 }
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

extension NoiseSchedule {
    /// The sampler called `name` for a network that predicts noise, its steps spread over the whole schedule.
    fileprivate func sampler(_ name: String, steps: Int) -> any Sampler {
        let last = Double(timesteps - 1)
        var sigmaPath: SigmaPath {
            SigmaPath(schedule: self, timesteps: steps > 1 ? evenlySpaced(from: last, to: 0, count: steps) : [last])
        }
        var solverPath: SolverPath {
            let times = TimestepSpacing.linspace.timestepsWithoutLast(steps, of: timesteps).map(Double.init)
            return SolverPath(sigmas: times.map(sigma), times: times)
        }
        switch name {
        case DDIM.name: return DDIM(schedule: self, timesteps: strided(steps))
        case Euler.name: return Euler(sigmaPath)
        case EulerAncestral.name: return EulerAncestral(sigmaPath)
        case Heun.name: return Heun(sigmaPath)
        case DPMSolverMultistep.name: return DPMSolverMultistep(solverPath)
        case DPMSolverMultistep.karrasName:
            let sigmas = SigmaSpacing.karras.sigmas(steps, of: self) ?? []
            return DPMSolverMultistep(SolverPath(sigmas: sigmas, times: sigmas.map(timestep)))
        case UniPC.name: return UniPC(solverPath)
        default: return DDPM(schedule: self, timesteps: strided(steps))
        }
    }
}
