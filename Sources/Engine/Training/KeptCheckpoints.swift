import Foundation

/// A checkpoint that is there to be returned to.
public struct KeptCheckpoint: Codable, Sendable, Equatable {
    public var step: Int
    /// The epoch (from 1) that ended with it; nil in the middle of one.
    public var epoch: Int?
    /// The loss on held-out images at this step, where it was measured.
    public var validationLoss: Double?
}

/// The checkpoints in a run's folder: the last two, the best, and one an epoch up to a limit.
public struct KeptCheckpoints: Sendable {
    /// Epochs' ends that a run keeps unless it is told another number. A checkpoint is three times the weights, four with an average: 25
    /// or 33 MB at hidden 64, four times that at 128.
    public static let usualEpochLimit = 5
    private static let newestKept = 2

    let folder: RunFolder

    public init(_ folder: RunFolder) { self.folder = folder }

    private var indexPath: String { folder.checkpointsPath + "/index.json" }

    public func path(step: Int) -> String {
        "\(folder.checkpointsPath)/step-\(String(format: "%08d", step)).safetensors"
    }

    /// What is there, by step. A checkpoint the index does not know (a crash came between) is one without an epoch.
    public func all() -> [KeptCheckpoint] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.checkpointsPath)) ?? []
        let known = Dictionary(
            ((try? JSON.decode([KeptCheckpoint].self, from: indexPath)) ?? []).map { ($0.step, $0) },
            uniquingKeysWith: { $1 })
        return names.compactMap { name -> KeptCheckpoint? in
            guard name.hasPrefix("step-"), name.hasSuffix(".safetensors"),
                let step = Int(name.dropFirst(5).dropLast(12))
            else { return nil }
            return known[step] ?? KeptCheckpoint(step: step)
        }.sorted { $0.step < $1.step }
    }

    public var newest: KeptCheckpoint? { all().last }

    /// The one with the least loss on held-out images.
    public var best: KeptCheckpoint? {
        all().filter { $0.validationLoss != nil }.min { ($0.validationLoss ?? 0) < ($1.validationLoss ?? 0) }
    }

    /// Notes a checkpoint that was just written, and removes those that need not be kept any more.
    func add(_ checkpoint: KeptCheckpoint, epochLimit: Int = usualEpochLimit) throws {
        let everything = all().filter { $0.step != checkpoint.step } + [checkpoint]
        let kept = Self.kept(everything, epochLimit: epochLimit)
        try AtomicFile.write(try JSON.encode(kept), to: indexPath)
        for old in everything where !kept.contains(old) {
            try? FileManager.default.removeItem(atPath: path(step: old.step))
        }
    }

    /// Those of `checkpoints` (by step) that stay: the newest two, the best, and at most `epochLimit` epochs' ends, the first and the
    /// last of them always. When there are more, the one that leaves the smallest gap goes.
    static func kept(_ checkpoints: [KeptCheckpoint], epochLimit: Int = usualEpochLimit) -> [KeptCheckpoint] {
        let best = checkpoints.filter { $0.validationLoss != nil }.min {
            ($0.validationLoss ?? 0) < ($1.validationLoss ?? 0)
        }
        var epochs = checkpoints.filter { $0.epoch != nil }.map(\.step)
        while epochs.count > epochLimit {
            guard epochs.count > 2, epochLimit > 1 else {
                epochs = Array(epochs.suffix(epochLimit))
                break
            }
            let gaps = (1..<epochs.count - 1).map { epochs[$0 + 1] - epochs[$0 - 1] }
            let least = gaps.indices.min { gaps[$0] < gaps[$1] } ?? 0
            epochs.remove(at: least + 1)
        }
        let steps = Set(epochs + checkpoints.suffix(newestKept).map(\.step) + [best?.step].compactMap { $0 })
        return checkpoints.filter { steps.contains($0.step) }
    }

    /// Removes the checkpoints after `step`.
    func drop(after step: Int) {
        for checkpoint in all() where checkpoint.step > step {
            try? FileManager.default.removeItem(atPath: path(step: checkpoint.step))
        }
    }
}
