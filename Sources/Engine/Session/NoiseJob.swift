import Foundation

/// A comparison of ways to take noise away, as the engine's thread goes through it.
final class NoiseJob: Job {
    private let request: NoiseRequest
    private var comparison: NoiseComparison
    private let model: OpenedModel?
    /// Whether the model is one in training, whose weights are kept nowhere.
    private let isInTraining: Bool

    /// - Throws: ``EngineFailure`` where the model cannot do what is asked.
    init(_ request: NoiseRequest, model: OpenedModel?, isInTraining: Bool, snapshot: inout EngineSnapshot) throws {
        comparison = try request.comparison(by: model)
        (self.request, self.model, self.isInTraining) = (request, model, isInTraining)
        if let model { snapshot.model = model.summary }
        snapshot.noise = NoiseStatus(request, comparison)
    }

    var activity: EngineSnapshot.Activity { .denoising }
    var isFinished: Bool { comparison.isFinished }

    func advance(_ snapshot: inout EngineSnapshot) throws -> [EngineEvent] {
        comparison.advance()
        snapshot.noise = NoiseStatus(request, comparison)
        return []
    }

    func end(_ snapshot: inout EngineSnapshot) -> [EngineEvent] { [] }

    /// Writes the rows with their names and the recipe, the noised picture in a file beside it.
    ///
    /// - Returns: the command that makes the same file again, nil where the weights are kept nowhere.
    /// - Throws: ``EngineFailure`` where it is not finished or cannot be written.
    func save(to path: String) throws -> String? {
        guard isFinished else {
            throw EngineFailure("the comparison is not finished", hint: "let it go on to its end")
        }
        let image = (path as NSString).deletingPathExtension + "-image.png"
        try PNG.write(request.picture, to: image)
        let precision = model.map { Precision(of: $0.computeType) } ?? .auto
        let words =
            request.words(image: image, loaded: model?.name, precision: precision)
            + ["--labels", "--output \(shellQuoted(path))"]
        let command = words.joined(separator: " ")
        let denoising = try model.map { model in
            NoiseRecipe.Denoising(request, by: try model.record(of: request.asked), precision: precision)
        }
        let recipe = NoiseRecipe(
            comparison, of: request, denoising: denoising, command: command)
        try PNG.write(
            request.labels(of: comparison).draw(comparison.pictures), text: try recipe.chunks(), to: path)
        return isInTraining ? nil : command
    }
}

/// A comparison of ways to take noise away, as far as it has come.
public struct NoiseStatus: Sendable, Equatable, Codable {
    public struct Row: Sendable, Equatable, Codable {
        /// Nil is the noisy picture itself.
        public var method: NoiseComparison.Method?
        /// One for each state.
        public var pictures: [Picture]
        /// The peak signal-to-noise ratio against the picture, in dB; infinite where nothing differs.
        public var decibels: [Double]

        public init(method: NoiseComparison.Method?, pictures: [Picture], decibels: [Double]) {
            (self.method, self.pictures, self.decibels) = (method, pictures, decibels)
        }
    }

    public var request: NoiseRequest
    public var states: [ForwardProcess.State]
    public var rows: [Row]
    /// The share of the work that is done.
    public var share: Double

    public init(request: NoiseRequest, states: [ForwardProcess.State], rows: [Row], share: Double) {
        (self.request, self.states, self.rows, self.share) = (request, states, rows, share)
    }

    init(_ request: NoiseRequest, _ comparison: NoiseComparison) {
        let rows = comparison.rows.map { row in
            Row(
                method: row.method,
                pictures: row.images.flatMap { $0.pictures(range: comparison.process.range) },
                decibels: row.decibels)
        }
        self.init(request: request, states: comparison.states, rows: rows, share: comparison.share)
    }
}
