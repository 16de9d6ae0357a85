import Foundation

/// What a run came to, for lists and comparisons.
public struct RunSummary: Sendable, Equatable, Codable {
    public enum State: Sendable, Equatable, Codable {
        /// A process works on it.
        case training(process: Int32)
        /// It can go on.
        case stopped
        case finished
    }

    public let folder: RunFolder
    public let recipe: Recipe
    public let record: RunRecord
    public let state: State
    /// Steps in the log.
    public let step: Int
    public let epoch: Int
    /// The loss averaged over the last fifty steps or so.
    public let loss: Double?
    public let validationLoss: Double?
    public let best: MeasuredLoss?
    public let changes: [SteeredChange]
    public let checkpoints: [KeptCheckpoint]
    public let sampleSteps: [Int]

    public static func == (a: RunSummary, b: RunSummary) -> Bool {
        a.folder == b.folder && a.record == b.record && a.step == b.step && a.state == b.state
    }

    public var stateText: String {
        switch state {
        case .training(let process): "training, process \(process)"
        case .stopped: "stopped"
        case .finished: "finished"
        }
    }

    /// The bytes its files take.
    public var byteCount: Int {
        let files = FileManager.default
        let names = files.enumerator(atPath: folder.path)?.allObjects.compactMap { $0 as? String } ?? []
        return names.reduce(0) { sum, name in
            let attributes = try? files.attributesOfItem(atPath: folder.path + "/" + name)
            guard attributes?[.type] as? FileAttributeType == .typeRegular else { return sum }
            return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
        }
    }
}

extension RunSummary {
    /// - Throws: ``EngineFailure`` where the folder holds no run, or a damaged or newer one.
    public init(of folder: RunFolder) throws {
        let record = try folder.record()
        let history = try RunHistory(of: folder)
        let process = RunLock.holder(of: folder)
        self.init(
            folder: folder, recipe: try folder.recipe(), record: record,
            state: process.map { .training(process: $0) } ?? (record.finished ? .finished : .stopped),
            step: history.steps.last?.step ?? 0, epoch: history.steps.last?.epoch ?? 0,
            loss: history.smoothedLosses().last, validationLoss: history.validations.last?.loss, best: history.best,
            changes: history.changes, checkpoints: KeptCheckpoints(folder).all(),
            sampleSteps: SampleStore(folder).steps())
    }
}

extension RunFolder {
    /// Removes the run; what else somebody put into its folder stays, and the folder with it.
    ///
    /// - Throws: ``EngineFailure`` where a process works on it, or a file cannot be removed.
    public func delete() throws {
        _ = try record()
        if let process = RunLock.holder(of: self) {
            throw EngineFailure(
                "the run is being trained", found: "process \(process)", place: path, hint: "end that process first")
        }
        // The record last: until then it can be seen and deleted again.
        for name in Self.contents.reversed() {
            let file = path + "/" + name
            guard FileManager.default.fileExists(atPath: file) else { continue }
            do {
                try FileManager.default.removeItem(atPath: file)
            } catch {
                throw EngineFailure("the run cannot be removed", found: error.localizedDescription, place: file)
            }
        }
        if (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty == true {
            try? FileManager.default.removeItem(atPath: path)
        }
    }
}
