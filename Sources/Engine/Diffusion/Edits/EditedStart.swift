/// Where a sampling starts, as its edit asks: the first state, the generator behind it, and what is put back on the way.
struct EditedStart {
    let state: SamplerState
    let generator: Generator
    let network: any ConditionedNetwork
    let inpainting: Inpainting?
    let waiting: WaitingStarts?

    /// - Throws: ``EngineFailure`` where the edit does not fit the sampler or the model's pictures.
    init(_ request: SamplingRequest, sampler: any Sampler, model: SampledModel) throws {
        let side = model.side
        var generator = Generator(seed: request.seed)
        let starts = try Self.starts(request)
        let rounds = (request.count + starts.count - 1) / starts.count
        let noise = generator.noise([rounds, side, side, model.channels])
        guard request.edit == .none || model.isStepwise else { throw Self.notStepwise(model) }
        var x = mix(sampler.initialScale, noise, 0, noise)
        var inpainting: Inpainting?
        var waiting: WaitingStarts?
        var first = 0
        switch request.edit {
        case .none, .anagram, .hybrid: break
        case .interpolate(let seed):
            let between = Self.interpolated(noise, seed: seed)
            x = mix(sampler.initialScale, between, 0, between)
        case .imageToImage(let picture, _):
            let evaluations = (0..<request.count).map { sampler.evaluation(ofStep: starts[$0 % starts.count]) }
            let rows = WaitingStarts(
                image: try Self.image(picture, model), noise: noise, evaluations: evaluations,
                round: starts.count)
            first = evaluations.min() ?? 0
            x = rows.noised(to: sampler.levels[first])
            if starts.count > 1 { waiting = rows }
        case .inpaint(let picture, let mask, let resampling):
            inpainting = Inpainting(
                original: try Self.image(picture, model), mask: try Inpainting.values(of: mask, side: side),
                resampling: try Self.checked(resampling, sampler))
        }
        var state = SamplerState(x: x)
        state.step = first
        self.state = state
        network = model.network.begun(&generator) ?? model.network
        self.generator = generator
        self.inpainting = inpainting
        self.waiting = waiting
    }

    /// The step each picture in turn starts at.
    private static func starts(_ request: SamplingRequest) throws -> [Int] {
        guard case .imageToImage(_, let start) = request.edit else { return [0] }
        return try start.firstSteps(of: request.stepCount)
    }

    private static func notStepwise(_ model: SampledModel) -> EngineFailure {
        EngineFailure(
            "this model makes its picture in one step, so there is nothing to edit on the way",
            expected: "a flow or DDPM model", found: model.title, hint: "choose another --model")
    }

    /// The noise of `other`'s seed at the last picture, the request's at the first, spherically between.
    private static func interpolated(_ noise: Tensor, seed: UInt64) -> Tensor {
        var generator = Generator(seed: seed)
        let N = noise.shape[0]
        let other = generator.noise(noise.shape).rows(0..<1)
        let first = noise.rows(0..<1)
        return stacked((0..<N).map { sphericallyInterpolated(first, other, N > 1 ? Double($0) / Double(N - 1) : 0.5) })
    }

    /// The picture as the model has its images, `[1, side, side, C]`.
    private static func image(_ picture: Picture, _ model: SampledModel) throws -> Tensor {
        let (side, range) = (model.side, model.network.range)
        guard picture.width == side, picture.height == side, picture.channels == model.channels else {
            throw EngineFailure(
                "the picture does not fit the model",
                expected: "\(side)×\(side) \(model.channels == 1 ? "grey" : "colour")",
                found: "\(picture.width)×\(picture.height)\(picture.channels == 1 ? "" : " colour")",
                hint: "fit it first (PictureFitting)")
        }
        let width = range.upperBound - range.lowerBound
        return Tensor(
            picture.pixels.map { range.lowerBound + width * Float($0) / 255 }, [1, side, side, model.channels])
    }

    private static func checked(_ resampling: Int, _ sampler: any Sampler) throws -> Int {
        guard (1...100).contains(resampling) else {
            throw EngineFailure("the resampling is out of range", expected: "1…100", found: "\(resampling)")
        }
        try Inpainting.check(resampling: resampling, sampler, named: type(of: sampler).name)
        return resampling
    }
}
