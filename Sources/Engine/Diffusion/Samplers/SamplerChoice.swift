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
    /// - Parameter eta: DDIM's randomness, 0…1; no other sampler has any use for it.
    /// - Throws: ``EngineFailure`` where the objective has no such sampler, or the number of steps or η is out of range.
    func sampler(_ name: String?, steps: Int, eta: Double = 0) throws -> any Sampler {
        let name = name ?? samplers[0]
        try require(name)
        guard steps >= 1, steps <= mostSteps ?? .max else {
            throw EngineFailure(
                "the number of steps is out of range", expected: mostSteps.map { "1…\($0)" } ?? "1 or more",
                found: String(steps), place: "--steps")
        }
        switch self {
        case .flow: return name == FlowHeun.name ? FlowHeun(steps: steps) : FlowEuler(steps: steps)
        case .ddpm(let timesteps, let start, let end):
            let schedule = NoiseSchedule(linear: timesteps, betaStart: start, betaEnd: end)
            return schedule.sampler(name, steps: steps, eta: eta)
        case .denoise, .denoisePureNoise: return OneStep()
        }
    }

    /// - Throws: ``EngineFailure`` where no sampler called `name` can use such a network, with those that can.
    func require(_ name: String) throws {
        guard samplers.contains(name) else {
            throw EngineFailure(
                "this model cannot use the sampler \(name)", expected: samplers.joined(separator: " or "), found: name,
                hint: "it was trained for \(title); leave --sampler out to take the usual one")
        }
    }

    /// The time of a finished picture, in a sampler's counting.
    var lastTime: Double { if case .flow = self { 1 } else { 0 } }

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
    fileprivate func sampler(_ name: String, steps: Int, eta: Double) -> any Sampler {
        let last = Double(timesteps - 1)
        switch name {
        case DDIM.name, DDPM.name: return sampler(name, eta: eta, along: strided(steps).map(Double.init))
        case DPMSolverMultistep.karrasName:
            let sigmas = SigmaSpacing.karras.sigmas(steps, of: self) ?? []
            return DPMSolverMultistep(SolverPath(sigmas: sigmas, times: sigmas.map(timestep)))
        case DPMSolverMultistep.name, UniPC.name:
            let times = TimestepSpacing.linspace.timestepsWithoutLast(steps, of: timesteps).map(Double.init)
            return sampler(name, eta: eta, along: times)
        default:
            return sampler(
                name, eta: eta, along: steps > 1 ? evenlySpaced(from: last, to: 0, count: steps) : [last])
        }
    }

    /// The sampler called `name` at `times`, falling timesteps with fractions; those that know whole ones take the nearest, and Karras' σ
    /// run from the first to the smallest in as many steps.
    ///
    /// - Parameters:
    ///   - prediction: what the network says.
    ///   - variance: of the steps of ``DDPM``.
    ///   - thresholding: what is done to clean estimates; samplers that walk along σ leave them alone.
    func sampler(
        _ name: String, eta: Double, along times: [Double], prediction: PredictionType = .noise,
        variance: DDPM.Variance = .fixedSmall, thresholding: Thresholding = .none
    ) -> any Sampler {
        let whole = times.map { Int($0.rounded()) }.reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
        let path = SigmaPath(schedule: self, timesteps: times, prediction: prediction)
        func solver(_ sigmas: [Double], _ times: [Double]) -> SolverPath {
            SolverPath(sigmas: sigmas, times: times, prediction: prediction, thresholding: thresholding)
        }
        switch name {
        case DDIM.name:
            return DDIM(
                schedule: self, timesteps: whole, eta: eta, prediction: prediction, thresholding: thresholding)
        case Euler.name: return Euler(path)
        case EulerAncestral.name: return EulerAncestral(path)
        case Heun.name: return Heun(path)
        case DPMSolverMultistep.name: return DPMSolverMultistep(solver(times.map(sigma), times))
        case DPMSolverMultistep.karrasName:
            let sigmas = SigmaSpacing.karras(times.count, from: sigma(at: times[0]), to: sigma(at: 0))
            return DPMSolverMultistep(solver(sigmas, sigmas.map(timestep)))
        case UniPC.name: return UniPC(solver(times.map(sigma), times))
        default:
            return DDPM(
                schedule: self, timesteps: whole, prediction: prediction, variance: variance,
                thresholding: thresholding)
        }
    }
}
