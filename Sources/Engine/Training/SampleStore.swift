import Foundation

/// Fixed-seed samples of one moment of a run.
public struct SampleSet: Sendable, Equatable, Codable {
    /// Steps done then.
    public var step: Int
    /// From the weights as they were, and from their average where one was kept.
    public var raw: Picture
    public var averaged: Picture?
}

/// The samples kept in a run's folder.
public struct SampleStore: Sendable {
    let folder: RunFolder

    public init(_ folder: RunFolder) { self.folder = folder }

    private func path(_ step: Int, averaged: Bool) -> String {
        "\(folder.samplesPath)/step-\(String(format: "%08d", step))\(averaged ? "-ema" : "").png"
    }

    func save(_ set: SampleSet) throws {
        try Folder.make(folder.samplesPath)
        try PNG.write(set.raw, text: ["studio.step": "\(set.step)"], to: path(set.step, averaged: false))
        if let averaged = set.averaged {
            try PNG.write(averaged, text: ["studio.step": "\(set.step)"], to: path(set.step, averaged: true))
        }
    }

    /// The steps at which samples were kept, in order.
    public func steps() -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.samplesPath)) ?? []
        return names.filter { $0.hasPrefix("step-") && $0.hasSuffix(".png") && !$0.hasSuffix("-ema.png") }
            .compactMap { Int($0.dropFirst(5).dropLast(4)) }.sorted()
    }

    /// - Throws: ``EngineFailure`` where a picture is missing or damaged.
    public func load(step: Int) throws -> SampleSet {
        let averaged = path(step, averaged: true)
        return SampleSet(
            step: step, raw: try PNG.read(path(step, averaged: false)),
            averaged: FileManager.default.fileExists(atPath: averaged) ? try PNG.read(averaged) : nil)
    }

    /// Removes the samples after `step`.
    func drop(after last: Int) {
        for step in steps() where step > last {
            for averaged in [false, true] {
                try? FileManager.default.removeItem(atPath: path(step, averaged: averaged))
            }
        }
    }

    /// Copies the samples up to `last` from another run.
    func copy(from other: SampleStore, upTo last: Int) throws {
        for step in other.steps() where step <= last { try save(try other.load(step: step)) }
    }
}
