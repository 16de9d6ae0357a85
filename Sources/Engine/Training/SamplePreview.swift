/// The small set of pictures drawn again and again while a model trains, always from the same seed, so that what changes is the model.
enum SamplePreview {
    static let seed: UInt64 = 180
    static let guidance = 5.0
    private static let steps = 10

    /// One picture a class (ten where there are none), in few steps; denoisers show what they make of held-out images.
    static func picture(of model: LoadedModel, images: ImageSet) throws -> Picture {
        if case .denoise(let sigma) = model.card.objective { return denoised(model, images, sigma) }
        let classes = model.card.configuration.classes
        let request = SamplingRequest(
            classes: Array(0..<classes), count: classes > 0 ? classes : 10,
            steps: min(steps * (model.card.objective == .flow ? 1 : 2), model.card.objective.mostSteps ?? .max),
            sampler: model.card.objective.previewSampler, guidance: guidance, seed: seed)
        let run = try SamplingRun(request, model: model)
        while !run.isFinished { run.advance() }
        return PictureGrid.compose(run.state.pictures(range: 0...1))
    }

    /// Three rows: clean, noisy, denoised.
    private static func denoised(_ model: LoadedModel, _ images: ImageSet, _ sigma: Double) -> Picture {
        var generator = Generator(seed: seed)
        let clean = images.test.tensor(at: Array(0..<min(8, images.test.count)))
        let noisy = mix(1, clean, sigma, generator.normal(clean.shape))
        let result = model.network(noisy, .inference(computeType: model.computeType))
        let rows = [clean, noisy, result].flatMap { $0.pictures(range: 0...1) }
        return PictureGrid.compose(rows, columns: clean.shape[0])
    }
}
