import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// The real executable, run in a folder of its own with a home of its own: nothing of the person's is seen or touched.
struct StudioProgram {
    /// What a run left behind.
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String

        var lines: [Substring] { output.split(separator: "\n") }

        /// Standard output read as one JSON object a line.
        var records: [[String: Any]] {
            lines.compactMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        }
    }

    let folder: String

    /// The program beside the test bundle.
    static var executable: String {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return (tests as NSString).deletingLastPathComponent + "/studio"
    }

    /// A file beside the tests.
    static func fixture(_ name: String, file: String = #filePath) -> String {
        (file.range(of: "/Tests/").map { String(file[..<$0.upperBound]) } ?? "") + "Fixtures/" + name
    }

    /// Calls `body` with the program in a fresh folder that holds a small set in `bars`, and removes the folder afterwards.
    static func inFreshFolder<R>(_ body: (StudioProgram) throws -> R) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("studio-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try MadeFiles.writeBars(to: folder + "/bars")
        return try body(StudioProgram(folder: folder))
    }

    /// A process ready to be run: its streams go to files, so that neither side waits for the other.
    func process(_ command: String, _ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ["HOME": folder, "PATH": "/usr/bin:/bin", "STUDIO": Self.executable, "LANG": "C.UTF-8"]
        process.standardInput = FileHandle.nullDevice
        for name in ["stdout", "stderr"] { try write("", to: name) }
        process.standardOutput = FileHandle(forWritingAtPath: path("stdout"))
        process.standardError = FileHandle(forWritingAtPath: path("stderr"))
        return process
    }

    /// Runs `studio` with these arguments to its end.
    func callAsFunction(_ arguments: String...) throws -> Outcome { try run(arguments) }

    func run(_ arguments: [String]) throws -> Outcome {
        let process = try process(Self.executable, arguments)
        try process.run()
        return outcome(process)
    }

    /// Runs a line of the shell, in which `$STUDIO` is the program.
    func shell(_ line: String) throws -> Outcome {
        let process = try process("/bin/sh", ["-c", line])
        try process.run()
        return outcome(process)
    }

    /// Waits for the process and gathers what it wrote.
    func outcome(_ process: Process) -> Outcome {
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: text("stdout"), errors: text("stderr"))
    }

    func path(_ name: String) -> String { folder + "/" + name }
    func data(_ name: String) -> Data? { FileManager.default.contents(atPath: path(name)) }
    func text(_ name: String) -> String { data(name).map { String(decoding: $0, as: UTF8.self) } ?? "" }
    func names(in name: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path(name))) ?? []).sorted()
    }
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }

    /// The arguments of a training small enough for a test.
    static func training(_ recipe: String = "digits-flow-class", steps: Int = 4, output: String = "run") -> [String] {
        [
            "train", recipe, "--data", "bars", "--hidden", "4", "--batch", "5", "--steps", "\(steps)", "--threads", "2",
            "--output", output,
        ]
    }

    /// A program with a trained model in `run`.
    static func withModel<R>(
        _ recipe: String = "digits-flow-class", _ body: (StudioProgram) throws -> R
    ) throws -> R {
        try inFreshFolder { studio in
            let trained = try studio.run(training(recipe))
            guard trained.status == 0 else { throw Trouble(text: trained.errors) }
            return try body(studio)
        }
    }

    struct Trouble: Error {
        let text: String
    }
}
