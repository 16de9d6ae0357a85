import Engine
import Foundation

/// What a sampling leaves behind: the pictures, the states on the way, as files.
struct SampleOutput {
    private var states: [Tensor] = []
    private var times: [Float] = []
    private var last: Tensor
    private let wantsStates: Bool
    private let range: ClosedRange<Float>

    init(_ run: SamplingRun, wantsStates: Bool) {
        self.wantsStates = wantsStates
        last = run.state
        range = run.range
        add(run)
    }

    mutating func add(_ run: SamplingRun) {
        last = run.state
        guard wantsStates else { return }
        states.append(run.state)
        times.append(Float(run.time))
    }

    /// A PNG with the recipe inside, or a GIF of the denoising.
    func writePicture(to path: String, recipe: PictureRecipe, arrange: ([Picture]) -> Picture) throws {
        if path.lowercased().hasSuffix(".gif") {
            let frames = states.map { arrange($0.pictures(range: range)) }
            let comment = try recipe.chunks()[RecipeChunk.studio]
            try GIF.write(frames, delays: GIF.delays(frames.count), comment: comment, to: path)
        } else {
            try PNG.write(arrange(last.pictures(range: range)), text: try recipe.chunks(), to: path)
        }
    }

    /// `images` [N, C, H, W]; with the trajectory also `trajectory` [steps + 1, N, C, H, W] and `timesteps`.
    func writeTensors(to path: String, keepTrajectory: Bool) throws {
        var tensors = [("images", last.channelsFirst())]
        if keepTrajectory {
            let shape = last.channelsFirst().shape
            let all = states.flatMap { $0.channelsFirst().array }
            tensors.append(("trajectory", Tensor(all, Shape([states.count] + shape.dimensions))))
            tensors.append(("timesteps", Tensor(times.dropLast(), [times.count - 1])))
        }
        try Safetensors.write(tensors, metadata: [:], to: path)
    }
}
