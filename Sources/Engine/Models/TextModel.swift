import Foundation

/// A text-to-image pipeline ready to be sampled: the first stage's network with what the text encoder said of the prompts.
public struct TextModel {
    public let name: String
    let pipeline: PipelineFolder
    let network: UNet2DConditionModel
    let scheduler: SchedulerConfiguration
    let computeType: ElementType
    /// Where precomputed embeddings come from; nil asks the pipeline's text encoder.
    private let precomputed: PromptEmbeddings?
    private let cleansPrompts: Bool

    /// - Parameters:
    ///   - embeddings: a file of precomputed embeddings (`.pth`, `.safetensors`); nil asks the pipeline's text encoder.
    ///   - cleansPrompts: whether prompts are cleaned as IF's captions were.
    /// - Throws: ``EngineFailure`` where the folder is no such pipeline, or its weights do not fit its configuration.
    public init(
        folder: String, precision: Precision = .auto, embeddings: String? = nil, cleansPrompts: Bool = true
    ) throws {
        pipeline = try PipelineFolder(folder)
        guard !pipeline.index.kind.isSecondStage else {
            throw EngineFailure(
                "this pipeline enlarges pictures; it makes none from a prompt alone", expected: "a first stage",
                found: pipeline.index.kind.rawValue, place: folder, hint: "give the folder of the first stage")
        }
        name = SavedModel.name(of: URL(fileURLWithPath: folder).standardizedFileURL.path)
        network = try pipeline.unet()
        scheduler = try pipeline.scheduler()
        computeType = precision.elementType
        precomputed = try embeddings.map { try PromptEmbeddings(path: $0) }
        self.cleansPrompts = cleansPrompts
    }

    /// Whether `folder` holds a pipeline rather than a model trained here.
    public static func exists(at folder: String) -> Bool { PipelineFolder.exists(at: folder) }

    /// The samplers that can use it, the pipeline's own first; last IF's tables of timesteps.
    static let samplers =
        [
            DDPM.name, DDIM.name, Euler.name, EulerAncestral.name, Heun.name, DPMSolverMultistep.name,
            DPMSolverMultistep.karrasName, UniPC.name,
        ] + StepTable.allCases.map(\.rawValue)

    /// What the encoder said of `prompts`, `[1, 77, E]` by prompt.
    func embeddings(of prompts: [String]) throws -> [String: Tensor] {
        guard let precomputed else {
            return try PromptEncoder(pipeline, cleans: cleansPrompts).embeddings(of: prompts)
        }
        let width = network.plan.encoderWidth ?? network.plan.mid.textWidth
        let pairs = try Set(prompts).map { ($0, try precomputed.embedding(of: $0, width: width)) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    func sampler(_ name: String?, steps: Int) throws -> any Sampler {
        let name = name ?? Self.samplers[0]
        if let table = StepTable(rawValue: name) {
            return try scheduler.sampler(at: table, place: pipeline.path)
        }
        let classes = [
            DDPM.name: "DDPMScheduler", DDIM.name: "DDIMScheduler", Euler.name: "EulerDiscreteScheduler",
            EulerAncestral.name: "EulerAncestralDiscreteScheduler", Heun.name: "HeunDiscreteScheduler",
            DPMSolverMultistep.name: "DPMSolverMultistepScheduler",
            DPMSolverMultistep.karrasName: "DPMSolverMultistepScheduler", UniPC.name: "UniPCMultistepScheduler",
        ]
        guard let className = classes[name] else {
            throw EngineFailure(
                "this model cannot use the sampler \(name)", expected: Self.samplers.joined(separator: ", "),
                found: name, hint: "leave --sampler out to take the usual one")
        }
        var configuration = scheduler
        configuration.use_karras_sigmas = name == DPMSolverMultistep.karrasName
        return try configuration.sampler(className, steps: steps, place: pipeline.path)
    }
}

extension SampledModel {
    /// - Throws: ``EngineFailure`` where a prompt cannot be encoded.
    init(_ model: TextModel, for request: SamplingRequest) throws {
        let negative = request.negativePrompt ?? ""
        let embeddings = try model.embeddings(of: request.prompts + [negative])
        name = model.name
        network = try TextDenoiser(
            network: model.network, scheduler: model.scheduler, embeddings: embeddings, unconditional: negative,
            computeType: model.computeType, place: model.pipeline.path)
        (side, channels) = (model.network.plan.sampleSize, model.network.plan.inChannels)
        (title, isStepwise) = ("a picture of a prompt", true)
        (usualSampler, lastTime) = (TextModel.samplers[0], 0)
        sampler = { name, steps, eta in
            guard eta == 0 else {
                throw EngineFailure(
                    "a pipeline takes its sampler's randomness from its own settings", expected: "no --eta",
                    found: "\(eta)", place: model.name)
            }
            return try model.sampler(name, steps: steps)
        }
        takingOver = { name, _, _, _ in
            throw EngineFailure(
                "a pipeline keeps the sampler it begins with", found: "a change to \(name)", place: model.name)
        }
        validate = { request in
            let changesClass = request.changes.contains {
                if case .guidance = $0.change { false } else { true }
            }
            guard request.classes.isEmpty, request.negativeClass == nil, !changesClass else {
                throw EngineFailure(
                    "this model has no classes", expected: "--prompt", found: "--class", place: model.name)
            }
            guard !request.prompts.isEmpty else {
                throw EngineFailure("this model needs a prompt", expected: "--prompt TEXT", place: model.name)
            }
            try request.validateNumbers()
        }
        diagnosis = { model.network.brokenWeights(place: model.pipeline.path + "/unet") }
    }
}
