/// The small set of pictures drawn again and again while a model trains, always from the same seed, so that what changes is the model.
struct SamplePreview {
    static let seed: UInt64 = 180
    static let guidance = 5.0
    private static let steps = 10

    let images: ImageSet
    /// The average of the training set: what asking for images from pure noise must come to.
    private let mean: Picture?

    init(images: ImageSet, objective: Objective) {
        self.images = images
        mean = objective == .denoisePureNoise ? images.train.meanPicture : nil
    }

    /// One picture a class (ten where there are none), in few steps; a denoiser shows what it makes of held-out images at many noise
    /// levels, and of pure noise beside the mean of the training set.
    func picture(of model: LoadedModel) throws -> Picture {
        switch model.card.objective {
        case .denoise: DenoisingPicture.draw(model, images: images.test)
        case .denoisePureNoise: PictureGrid.compose(try samples(of: model, count: 9) + [mean].compactMap { $0 })
        case .ddpm, .flow: PictureGrid.compose(try samples(of: model, count: 10))
        }
    }

    private func samples(of model: LoadedModel, count: Int) throws -> [Picture] {
        let objective = model.card.objective
        let classes = model.card.configuration.classes
        let request = SamplingRequest(
            classes: Array(0..<classes), count: classes > 0 ? classes : count,
            steps: min(Self.steps * (objective == .flow ? 1 : 2), objective.mostSteps ?? .max),
            sampler: objective.previewSampler, guidance: Self.guidance, seed: Self.seed)
        let run = try SamplingRun(request, model: model)
        while !run.isFinished { run.advance() }
        return run.state.pictures(range: 0...1)
    }
}

extension ImageSplit {
    /// The mean of all images.
    var meanPicture: Picture {
        let size = rows * columns
        var sums = [Int](repeating: 0, count: size)
        images.withUnsafeBufferPointer { pixels in
            sums.withUnsafeMutableBufferPointer { sums in
                for index in 0..<count {
                    for i in 0..<size { sums[i] += Int(pixels[index * size + i]) }
                }
            }
        }
        return Picture(
            width: columns, height: rows, channels: 1, pixels: sums.map { UInt8(($0 + count / 2) / max(count, 1)) })
    }
}
