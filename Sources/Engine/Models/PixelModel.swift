import Foundation

/// A pipeline of one network that makes pictures like those it learned from, or of a class of them (diffusers' `DDPMPipeline` and
/// `DDIMPipeline`).
struct PixelModel {
    let name: String
    let pipeline: PipelineFolder
    let network: UNet2D
    let scheduler: SchedulerConfiguration
    let computeType: ElementType
    /// How many classes it knows; 0 for none.
    let classes: Int

    /// - Throws: ``EngineFailure`` where the folder is no such pipeline, or its weights do not fit its configuration.
    init(_ pipeline: PipelineFolder, precision: Precision) throws {
        self.pipeline = pipeline
        name = SavedModel.name(of: URL(fileURLWithPath: pipeline.path).standardizedFileURL.path)
        network = try pipeline.unet()
        scheduler = try pipeline.scheduler()
        computeType = precision.elementType
        classes = if case .labels(let count) = network.plan.conditioning { count } else { 0 }
    }
}
