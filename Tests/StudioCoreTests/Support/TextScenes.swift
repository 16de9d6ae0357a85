import Engine

@testable import StudioCore

extension Scenes {
    /// A pipeline that reads text, one that enlarges, one that knows classes, and one that cannot be opened.
    static let pipelines: [SavedModel] = {
        func facts(_ name: String, _ kind: String, _ subject: ModelFacts.Subject, side: Int) -> ModelFacts {
            ModelFacts(
                name: name, title: "pipeline \(kind)", subject: subject, side: side, channels: 3,
                samplers: ["ddpm", "ddim", "euler", "fast27"], samplersOnTheWay: ["ddpm", "ddim", "euler"],
                mostSteps: 1000,
                denoising: [.oneStep, .iterative])
        }
        var large = facts("IF-II-L-v1.0", "IFSuperResolutionPipeline", .prompts, side: 256)
        (large.enlarges, large.denoising) = (true, [])
        var classes = facts("imagenet-32", "DDIMPipeline", .classes(["0", "1", "2"]), side: 32)
        classes.knowsNothing = false
        var latent = SavedModel(folder: "/models/sd", facts: facts("sd", "", .nothing, side: 28))
        latent.trouble = EngineFailure(
            "this kind of pipeline cannot be opened", found: "StableDiffusionPipeline", place: "/models/sd")
        return [
            SavedModel(folder: "/models/IF-I-M-v1.0", facts: facts("IF-I-M-v1.0", "IFPipeline", .prompts, side: 64)),
            SavedModel(folder: "/models/IF-II-L-v1.0", facts: large),
            SavedModel(folder: "/models/imagenet-32", facts: classes), latent,
        ]
    }()

    /// With a text-to-image pipeline chosen, and nothing going.
    static func text(
        _ width: Int, _ height: Int, _ workspace: Workspace = .generate, prompt: String = "", unicode: Bool = true
    ) -> StudioModel {
        var model = StudioModel(
            startup(width, height, graphics: .quadrants, models: models + pipelines, unicode: unicode))
        model.chosenModel = pipelines[0].folder
        model.adoptSampledModel()
        model.prompts.main.insert(prompt)
        _ = model.show(workspace)
        return model
    }

    /// Types `text`, a key a character.
    static func write(_ model: inout StudioModel, _ text: String) {
        for character in text { press(&model, .character(character)) }
    }
}
