/// The samplers that can use a pipeline's network, by the names they have here.
extension SchedulerConfiguration {
    private static let classes: KeyValuePairs = [
        DDPM.name: "DDPMScheduler", DDIM.name: "DDIMScheduler", Euler.name: "EulerDiscreteScheduler",
        EulerAncestral.name: "EulerAncestralDiscreteScheduler", Heun.name: "HeunDiscreteScheduler",
        DPMSolverMultistep.name: "DPMSolverMultistepScheduler",
        DPMSolverMultistep.karrasName: "DPMSolverMultistepScheduler", UniPC.name: "UniPCMultistepScheduler",
    ]

    /// The samplers' names; last IF's tables of timesteps.
    static let samplerNames = classes.map(\.key) + StepTable.allCases.map(\.rawValue)

    /// The sampler that the pipeline was saved with; DDPM where that is not one of ``samplerNames``.
    var usualSampler: String {
        let names = Self.classes.filter { $0.value == _class_name }.map(\.key)
        return (use_karras_sigmas == true ? names.last : names.first) ?? DDPM.name
    }

    /// The sampler called `name`, or the usual one, with `steps` steps; a table of timesteps has its own number.
    ///
    /// - Throws: ``EngineFailure`` where there is none of that name, or a number is out of range.
    func sampler(named name: String?, steps: Int, eta: Double = 0, place: String) throws -> any Sampler {
        let name = name ?? usualSampler
        if let table = StepTable(rawValue: name) { return try sampler(at: table, place: place) }
        guard let className = Self.classes.first(where: { $0.key == name })?.value else { throw Self.unknown(name) }
        var configuration = self
        configuration.use_karras_sigmas = name == DPMSolverMultistep.karrasName
        return try configuration.sampler(className, steps: steps, eta: eta, place: place)
    }

    /// `before` up to evaluation `index`, then the sampler called `name` along the times that remain.
    ///
    /// - Throws: ``EngineFailure`` where there is none of that name.
    func sampler(
        named name: String, eta: Double, after before: any Sampler, at index: Int, place: String
    ) throws -> any Sampler {
        try requireOnTheWay(name)
        let after = try schedule(place).sampler(
            name, eta: eta, along: before.timesFrom(index), prediction: prediction, variance: variance(place),
            thresholding: name == DDPM.name || name == DDIM.name || thresholding == true ? thresholdingRule : .none)
        return ContinuedSampler(before, until: index, then: after)
    }

    /// - Throws: ``EngineFailure`` where no sampler called `name` can take over from another.
    func requireOnTheWay(_ name: String) throws {
        guard Self.samplerNames.contains(name) else { throw Self.unknown(name) }
        guard StepTable(rawValue: name) == nil else {
            throw EngineFailure(
                "a table of timesteps cannot take over on the way",
                expected: Self.classes.map(\.key).joined(separator: ", "),
                found: name, hint: "name it as --sampler")
        }
    }

    private static func unknown(_ name: String) -> EngineFailure {
        EngineFailure(
            "this model cannot use the sampler \(name)", expected: samplerNames.joined(separator: ", "), found: name,
            hint: "leave --sampler out to take the usual one")
    }
}
