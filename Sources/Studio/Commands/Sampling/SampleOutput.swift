import Engine
import Foundation

/// What a sampling leaves behind: the pictures, the states on the way, as files.
struct SampleOutput {
    private var states: [Tensor] = []
    private var times: [Float] = []
    /// What is written below each state of an animation.
    private var captions: [String] = []
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
        captions.append(
            "step \(run.step)/\(run.totalSteps)  t \(short(run.time))  guidance \(short(run.guidance))")
    }

    /// A PNG with the recipe inside, or a GIF of the denoising.
    ///
    /// - Parameter labels: what is written below each picture; nil writes nothing anywhere.
    func writePicture(to path: String, recipe: PictureRecipe, edit: Edit, labels: [String]?) throws {
        func arranged(_ state: Tensor) -> Picture {
            edit.arrange(state.pictures(range: range), labels: labels ?? [])
        }
        if path.lowercased().hasSuffix(".gif") {
            let frames = states.map(arranged).captioned(labels == nil ? [] : captions, left: 2)
            let comment = try recipe.chunks()[RecipeChunk.studio]
            try GIF.write(frames, delays: GIF.delays(frames.count), comment: comment, to: path)
        } else {
            try PNG.write(arranged(last), text: try recipe.chunks(), to: path)
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

    private func short(_ value: Double) -> String { value == value.rounded() ? fixed(value, 0) : fixed(value, 2) }
}
