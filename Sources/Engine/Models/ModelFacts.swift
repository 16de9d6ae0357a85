import Foundation

/// What a model makes pictures of and how, as its folder says before any weight is read.
public struct ModelFacts: Sendable, Equatable, Codable {
    /// What it can be asked for.
    public enum Subject: Sendable, Equatable, Codable {
        /// Nothing: it makes what it has seen, of any kind.
        case nothing
        /// What its classes are called.
        case classes([String])
        case prompts
    }

    public var name: String
    /// What it was trained for, or what kind of pipeline it is, for people.
    public var title: String
    public var subject: Subject
    /// Whether it knows the dropped condition, so that guidance needs no class to lead away from.
    public var knowsNothing = true
    /// Width and height of a picture, and its channels.
    public var side: Int
    public var channels: Int
    /// The samplers it can use, the usual one first, and those that can take over on the way.
    public var samplers: [String]
    public var samplersOnTheWay: [String]
    /// The most steps of a sampling; nil where there is no limit of its own.
    public var mostSteps: Int?
    /// How it takes noise away.
    public var denoising: [NoiseComparison.Method]
    /// Whether it makes large pictures of small ones, and none without.
    public var enlarges = false
    /// Whether its folder has what reads its prompts.
    public var hasEncoder = false
    /// The data set it learned; nil where nothing says.
    public var data: String?
    /// Optimizer steps behind the weights; nil where nothing says.
    public var step: Int?

    public init(
        name: String, title: String, subject: Subject, knowsNothing: Bool = true, side: Int, channels: Int,
        samplers: [String], samplersOnTheWay: [String], mostSteps: Int? = nil,
        denoising: [NoiseComparison.Method], enlarges: Bool = false, data: String? = nil, step: Int? = nil
    ) {
        (self.name, self.title, self.subject, self.knowsNothing) = (name, title, subject, knowsNothing)
        (self.side, self.channels, self.samplers, self.samplersOnTheWay) = (side, channels, samplers, samplersOnTheWay)
        (self.mostSteps, self.denoising, self.enlarges) = (mostSteps, denoising, enlarges)
        (self.data, self.step) = (data, step)
    }

    public var classNames: [String] { if case .classes(let names) = subject { names } else { [] } }
    public var readsText: Bool { subject == .prompts }
}

extension ModelFacts {
    public init(_ card: ModelCard) {
        let objective = card.objective
        self.init(
            name: card.name, title: objective.title,
            subject: card.configuration.classes > 0 ? .classes(card.classNames) : .nothing, side: DigitUNet.side,
            channels: DigitUNet.channels, samplers: objective.samplers, samplersOnTheWay: objective.samplers,
            mostSteps: objective.mostSteps, denoising: objective.denoising, data: card.data, step: card.step)
    }

    /// The pipeline in `folder`.
    ///
    /// - Throws: ``EngineFailure`` where it is none, or of a kind that cannot be opened.
    init(pipeline: PipelineFolder) throws {
        let plan = try pipeline.unetPlan()
        let scheduler = try pipeline.scheduler()
        _ = try scheduler.schedule(pipeline.path)
        let kind = pipeline.index.kind
        let subject: Subject =
            switch plan.conditioning {
            case _ where kind.readsText: .prompts
            case .labels(let count): .classes((0..<count).map(String.init))
            default: .nothing
            }
        let others = SchedulerConfiguration.samplerNames.filter { $0 != scheduler.usualSampler }
        let samplers = [scheduler.usualSampler] + others
        self.init(
            name: SavedModel.name(of: URL(fileURLWithPath: pipeline.path).standardizedFileURL.path),
            title: "pipeline \(kind.rawValue)", subject: subject, side: plan.sampleSize,
            channels: kind.isSecondStage ? plan.inChannels / 2 : plan.inChannels, samplers: samplers,
            samplersOnTheWay: samplers.filter { StepTable(rawValue: $0) == nil }, mostSteps: scheduler.trainTimesteps,
            denoising: kind.isSecondStage ? [] : [.oneStep, .iterative], enlarges: kind.isSecondStage)
        if case .classes = subject { knowsNothing = false }
        hasEncoder = (try? pipeline.textEncoderWeights()) != nil
    }
}

extension Objective {
    /// The ways in which a network trained for it takes noise away.
    var denoising: [NoiseComparison.Method] {
        switch self {
        case .denoisePureNoise: []
        case .denoise: [.oneStep]
        case .ddpm, .flow: [.oneStep, .iterative]
        }
    }
}
