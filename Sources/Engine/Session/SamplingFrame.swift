/// One moment of a sampling as it is looked at: all of its pictures in one grid.
public struct SamplingFrame: Sendable, Equatable, Codable {
    /// Evaluations of the network until then.
    public var step: Int
    /// Evaluations in all, as far as is known then: another sampler may need more or fewer.
    public var totalSteps: Int
    /// The time of the state: 0…1 for flow, the timestep for DDPM.
    public var time: Double
    /// The noise in the state: the standard deviation that it adds.
    public var sigma: Double
    /// The guidance scale in force in the step that led here.
    public var guidance: Double
    /// The state x_t, noise around mid-grey.
    public var state: StoredPicture
    /// The clean estimate; like the two below there is none before the first step.
    public var estimate: StoredPicture?
    /// What the network said, guidance included.
    public var prediction: StoredPicture?
    /// The conditional prediction minus the unconditional one, mid-grey for none; nil where nothing was guided.
    public var difference: StoredPicture?
    /// The magnitude that is white or black in ``difference``, the largest there is.
    public var differenceScale: Double?
    /// The size of one of the pictures.
    public var tile: Size

    public struct Size: Sendable, Equatable, Codable {
        public var width: Int
        public var height: Int

        public init(width: Int, height: Int) { (self.width, self.height) = (width, height) }
    }

    public init(
        step: Int, totalSteps: Int, time: Double, sigma: Double, guidance: Double, state: StoredPicture,
        estimate: StoredPicture? = nil, prediction: StoredPicture? = nil, difference: StoredPicture? = nil,
        differenceScale: Double? = nil, tile: Size
    ) {
        (self.step, self.totalSteps) = (step, totalSteps)
        (self.time, self.sigma, self.guidance) = (time, sigma, guidance)
        (self.state, self.estimate, self.prediction) = (state, estimate, prediction)
        (self.difference, self.differenceScale) = (difference, differenceScale)
        self.tile = tile
    }
}

extension SamplingFrame {
    /// The moment `run` is at, its pictures kept where `memory` says.
    init(_ run: SamplingRun, _ memory: TrajectoryMemory) {
        let level = run.level
        let noise = Float(2 * level.noise)
        // Noise is shown around mid-grey: its ±2 would otherwise be clipped to black and white.
        func grid(_ tensor: Tensor, _ range: ClosedRange<Float>) -> StoredPicture {
            StoredPicture(PictureGrid.compose(tensor.pictures(range: range), columns: run.request.edit.columns), memory)
        }
        let state = grid(run.state, -noise...(Float(level.signal) + noise))
        let scale = run.output?.difference.map { $0.array.reduce(0) { max($0, abs($1)) } }
        let difference = run.output?.difference.flatMap { tensor in
            scale.map { grid(tensor, -max($0, .leastNormalMagnitude)...max($0, .leastNormalMagnitude)) }
        }
        self.init(
            step: run.step, totalSteps: run.totalSteps, time: run.time, sigma: level.noise, guidance: run.guidance,
            state: state,
            estimate: run.estimate.map { grid($0, run.range) },
            prediction: run.output.map { grid($0.value, run.predictionType.shownRange(of: run.range)) },
            difference: difference, differenceScale: scale.map(Double.init),
            tile: Size(width: run.state.shape[2], height: run.state.shape[1]))
    }
}

extension PredictionType {
    /// The values that are black and white: those of a clean image, or two standard deviations of noise.
    fileprivate func shownRange(of clean: ClosedRange<Float>) -> ClosedRange<Float> { self == .clean ? clean : -2...2 }
}
