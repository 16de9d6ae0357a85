import Foundation

/// A training run on disk:
///
/// ```
/// run.json                          the format's version, the parent, how far it is
/// recipe.toml                       the recipe as used
/// log.jsonl                         a line a step, change, measurement: ``LogEntry``
/// checkpoints/step-00000600.safetensors   everything a bit-for-bit resume needs; index.json says which are epochs' ends
/// samples/step-00000600.png, …-ema.png    pictures from fixed seeds, from the raw and the averaged weights
/// config.json, model.safetensors    the newest weights, ready to be sampled: the average where one is kept
/// raw-model.safetensors             then also the weights themselves
/// lock                              held by the process that trains
/// ```
public struct RunFolder: Sendable, Equatable, Codable {
    public let path: String

    public init(_ path: String) { self.path = path }

    public var name: String { (path as NSString).lastPathComponent }
    public var logPath: String { path + "/log.jsonl" }
    public var samplesPath: String { path + "/samples" }
    var recordPath: String { path + "/run.json" }
    var recipePath: String { path + "/recipe.toml" }
    var checkpointsPath: String { path + "/checkpoints" }
    var lockPath: String { path + "/lock" }

    /// What a run may have put into its folder; nothing else there is ever removed.
    static let contents = [
        "run.json", "recipe.toml", "log.jsonl", "lock", "checkpoints", "samples", ModelFolder.cardName,
        ModelFolder.weightsName, ModelFolder.rawWeightsName,
    ]

    public var isRun: Bool { FileManager.default.fileExists(atPath: recordPath) }

    /// - Throws: ``EngineFailure`` where there is no run, or one that a newer studio wrote.
    public func record() throws -> RunRecord {
        guard isRun else {
            throw EngineFailure(
                "there is no run", expected: "run.json", place: path,
                hint: "studio runs list shows the runs that are here")
        }
        struct Version: Decodable { var version: Int }
        let version = try JSON.decode(Version.self, from: recordPath).version
        guard (1...RunRecord.newestVersion).contains(version) else {
            throw EngineFailure(
                "the run is of a newer version", expected: "at most \(RunRecord.newestVersion)", found: "\(version)",
                place: recordPath, hint: "use the studio that wrote it, or a newer one")
        }
        return try JSON.decode(RunRecord.self, from: recordPath)
    }

    /// The recipe as used.
    public func recipe() throws -> Recipe {
        _ = try record()
        guard let data = FileManager.default.contents(atPath: recipePath) else {
            throw EngineFailure("the run's recipe cannot be read", place: recipePath)
        }
        return try Recipe(toml: String(decoding: data, as: UTF8.self), file: recipePath)
    }
}

/// What `run.json` says.
public struct RunRecord: Codable, Sendable, Equatable {
    static let newestVersion = 1

    public var version = Self.newestVersion
    /// The checkpoint this run branched from.
    public var parent: RunPoint?
    /// Steps at the last save, whether they were all, and the seconds spent on them.
    public var step = 0
    /// Steps and epochs in all, as planned then.
    public var totalSteps = 0
    public var totalEpochs = 0
    public var finished = false
    public var seconds = 0.0
}
