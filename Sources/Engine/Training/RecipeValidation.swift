extension Recipe {
    /// Checks every value against its range.
    ///
    /// - Throws: ``EngineFailure`` naming the first that is out of it.
    public func validate() throws {
        try check((1...100_000).contains(epochs), "epochs", "1…100000", "\(epochs)")
        // Eight digits: a checkpoint's name holds its step.
        try check(steps.map { (1...99_999_999).contains($0) } ?? true, "steps", "1…99999999", "\(steps ?? 0)")
        try check(model.hidden >= 1 && model.hidden <= 1024, "hidden", "1…1024", "\(model.hidden)")
        try check(model.classes >= 0 && model.classes <= 1000, "classes", "0…1000", "\(model.classes)")
        let rate = optimizer.learningRate
        try check(rate > 0 && rate.isFinite, "learning_rate", "above 0", "\(rate)")
        try check((0..<1).contains(optimizer.beta1), "beta1", "0 to below 1", "\(optimizer.beta1)")
        try check((0..<1).contains(optimizer.beta2), "beta2", "0 to below 1", "\(optimizer.beta2)")
        try check(optimizer.epsilon > 0, "epsilon", "above 0", "\(optimizer.epsilon)")
        try check(
            optimizer.weightDecay >= 0 && optimizer.weightDecay < 1, "weight_decay", "0 to below 1",
            "\(optimizer.weightDecay)")
        try check(warmup >= 0 && warmup <= 1_000_000, "warmup", "0…1000000", "\(warmup)")
        try check(batch >= 1 && batch <= 65536, "batch", "1…65536", "\(batch)")
        try check(seed <= Int64.max, "seed", "0…\(Int64.max)", "\(seed)")
        try check((0...1).contains(conditionDropout), "condition_dropout", "0…1", "\(conditionDropout)")
        try check(clip.map { $0 > 0 && $0.isFinite } ?? true, "clip", "above 0", "\(clip ?? 0)")
        try check(ema.map { (0..<1).contains($0) } ?? true, "ema", "0 to below 1", "\(ema ?? 0)")
        try check(
            model.timeConditioned == objective.usesTime, "time", "\(objective.usesTime) for \(objective.title)",
            "\(model.timeConditioned)")
        switch objective {
        case .denoise(let sigma): try check(sigma > 0 && sigma.isFinite, "sigma", "above 0", "\(sigma)")
        case .ddpm(let timesteps, let start, let end):
            try check(timesteps >= 1 && timesteps <= 100_000, "timesteps", "1…100000", "\(timesteps)")
            try check(start > 0 && start < 1, "beta_start", "between 0 and 1", "\(start)")
            try check(end >= start && end < 1, "beta_end", "beta_start to below 1", "\(end)")
        case .flow, .denoisePureNoise: break
        }
    }

    private func check(_ holds: Bool, _ key: String, _ expected: String, _ found: String) throws {
        guard holds else {
            throw EngineFailure("\(key) is out of range", expected: expected, found: found, place: "recipe \(name)")
        }
    }
}
