import Engine

/// What the Noise lab asks for beside the picture.
public struct NoiseChoices: Sendable, Equatable {
    /// The strongest noise, and how many strengths there are from none to that.
    public var most = 1.0
    public var columns = 6
    /// The Gaussian's size in pixels, odd, and its standard deviation.
    public var kernel = 5
    public var blur = 1.0
    /// What the model is told is in the picture; nil tells it nothing.
    public var told: Int?
    /// The column looked at.
    public var column = 0

    /// The strengths, evenly spaced, in ten thousandths.
    var sigmas: [Double] {
        (0..<columns).map { (most * Double($0) / Double(columns - 1) * 1e4).rounded() / 1e4 }
    }
}

extension StudioModel {
    var isDenoising: Bool { engine.activity == .denoising }

    /// What the sampled model can do about noise.
    private var noiseMethods: [NoiseComparison.Method] { [.gaussian] + (sampledModel?.facts.denoising ?? []) }

    /// What `s` asks for in the Noise lab.
    var noiseRequest: NoiseRequest {
        let methods = noiseMethods
        let usesModel = methods.contains(where: \.needsModel)
        let blur = (try? GaussianBlur(kernel: noise.kernel, sigma: noise.blur)) ?? .usual
        var request = NoiseRequest(
            takenDrawing, places: noise.sigmas.map { .sigma($0) }, methods: methods, blur: blur,
            model: usesModel ? savedModel?.folder : nil, label: usesModel ? noise.told : nil,
            guidance: sampling.guidance, steps: min(sampling.steps, sampledFacts.mostSteps ?? .max),
            seed: sampling.seed)
        if usesModel, readsText {
            (request.prompt, request.negativePrompt) = (prompts.wanted.first, prompts.unwanted)
            request.reader = prompts.reader
        }
        return request
    }

    var noiseObstacle: String? {
        if let awaitedObstacle { return awaitedObstacle }
        if let trouble = sampledModel?.trouble { return trouble.sentence }
        if readsText, noiseMethods.count > 1, let sampleObstacle { return sampleObstacle }
        if !sampledFacts.knowsNothing, noise.told == nil {
            return "this model needs a class: say what is in the picture"
        }
        return drawing.editor.raster.isEmpty
            ? "there is nothing to put noise on: draw something, PageDown takes a test image, o reads a PNG" : nil
    }

    var savedNoiseObstacle: String? {
        guard engine.noise != nil else { return "there is nothing to save yet: s makes the comparison" }
        return isDenoising ? "the comparison is not finished" : nil
    }

    /// Looks at another column of the comparison, as near as there is one.
    mutating func selectNoise(column: Int) {
        noise.column = min(max(0, column), max(0, (engine.noise?.states.count ?? noise.columns) - 1))
    }
}

/// The parameters of the Noise lab.
extension FieldID {
    var noiseField: Field {
        switch self {
        case .noiseMost:
            Field(
                title: "noise up to", help: "The standard deviation of the strongest noise, beside a picture in 0…1.",
                domain: { _ in .number(0.1...20, isWhole: false, stepping: .adding(0.1, shifted: 1)) },
                get: { $0.noise.most }, set: { $0.noise.most = $1 }, write: { Format.fixed($0, 1...3) })
        case .noiseColumns:
            Field(
                title: "in columns", help: "How many strengths, from none to the strongest.",
                domain: { _ in .number(2...16, isWhole: true, stepping: .adding(1, shifted: 5)) },
                get: { Double($0.noise.columns) }, set: { $0.noise.columns = Int($1) })
        case .told:
            Field(
                title: "told it is", help: "What the model is told is in the picture.",
                domain: { .choice(["nothing"] + $0.classNames) }, get: { Double(($0.noise.told ?? -1) + 1) },
                set: { $0.noise.told = $1 == 0 ? nil : Int($1) - 1 },
                obstacle: { $0.classNames.isEmpty ? "this model has no classes" : nil })
        case .noiseKernel:
            Self.kernelField(help: "The Gaussian's size in pixels, odd.", \.noise.kernel)
        default: Self.blurField(help: "The Gaussian's standard deviation in pixels.", \.noise.blur)
        }
    }
}
