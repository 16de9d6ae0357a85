import ArgumentParser
import Engine
import Foundation

/// `studio verify DIR`
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Hold the engine against reference numbers of PyTorch and diffusers.")

    @Argument(help: "A folder of reference numbers.") var folder: String
    @Flag(help: "One JSON object a line.") var json = false

    private struct Record: Encodable {
        var name: String
        var error: Double?
        var tolerance: Double
        var passed: Bool
        var note: String?
    }

    func run() throws {
        var failures = 0
        var total = 0
        var unwritten: (any Error)?
        _ = try Verification.run(folder: folder) { line in
            total += 1
            if !line.passed { failures += 1 }
            do {
                try json ? writeJSON(record(line)) : writeOutput(text(line))
            } catch { unwritten = error }
        }
        if let unwritten { throw unwritten }
        writeError("\(total - failures) passed, \(failures) failed\n")
        if failures > 0 { throw ExitCode(1) }
    }

    private func record(_ line: VerificationLine) -> Record {
        // JSON has no infinity.
        let error = line.error.flatMap { $0.isFinite ? $0 : nil }
        return Record(name: line.name, error: error, tolerance: line.tolerance, passed: line.passed, note: line.note)
    }

    private func text(_ line: VerificationLine) -> String {
        let error = line.error.map { String(format: "%.2e", $0) } ?? "–"
        return line.name.padded(to: 58) + error.padded(to: 11) + String(format: "%.0e", line.tolerance).padded(to: 8)
            + (line.passed ? "pass" : "FAIL") + (line.note.map { "  (\($0))" } ?? "")
    }
}
