import Foundation

/// The run's log: one JSON object a line, appended as the run goes.
struct RunLog {
    private struct Line: Codable {
        var step: Int
        var epoch: Int
        var loss: Float
        var learning_rate: Double
        var gradient_norm: Double?
    }

    private let path: String
    private let handle: FileHandle
    private let encoder = JSONEncoder()

    /// Opens the log at `path`; lines of steps after `last` are dropped, since a resumed run makes them anew.
    init(path: String, keepingStepsUpTo last: Int) throws {
        self.path = path
        let kept = Self.lines(path: path).filter { $0.step <= last }
        let encoder = encoder
        encoder.outputFormatting = .sortedKeys
        let text = try kept.map { try encoder.encode($0) + Data("\n".utf8) }.reduce(Data(), +)
        try AtomicFile.write(text, to: path)
        guard let handle = FileHandle(forWritingAtPath: path) else {
            throw EngineFailure("the run's log cannot be written", place: path)
        }
        self.handle = handle
        try handle.seekToEnd()
    }

    func append(_ step: TrainingStep) throws {
        let line = Line(
            step: step.step, epoch: step.epoch, loss: step.loss, learning_rate: step.learningRate,
            gradient_norm: step.gradientNorm)
        do {
            try handle.write(contentsOf: encoder.encode(line) + Data("\n".utf8))
        } catch {
            throw EngineFailure("the run's log cannot be written", found: error.localizedDescription, place: path)
        }
    }

    func synchronize() throws { try? handle.synchronize() }

    /// The lines of the log at `path` that can be read; a line cut short by a crash is left out.
    private static func lines(path: String) -> [Line] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        let decoder = JSONDecoder()
        return data.split(separator: UInt8(ascii: "\n")).compactMap { try? decoder.decode(Line.self, from: Data($0)) }
    }
}
