import ArgumentParser
import Engine
import Foundation
import StudioCore
import VirtualTerminal

/// `studio bench window`
struct BenchWindowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "window",
        abstract: "Measure the window: first frame, keys while training, idling, drawing, ten thousand pictures.")

    @Option(help: "Key presses to time.") var keys = 400
    @Flag(help: "One JSON object a line.") var json = false

    func run() throws {
        for figure in try WindowBenchmark(keys: max(10, keys)).figures() { try tell(figure) }
    }

    private func tell(_ figure: Figure) throws {
        if json { return try writeJSON(figure) }
        try writeOutput(figure.name.padded(to: 38) + fixed(figure.value, 2) + " " + figure.unit)
    }
}

/// The window measured from outside, in a pseudo-terminal, and its drawing from inside.
struct WindowBenchmark {
    private static let width = 200
    static let height = 60
    private static let personality = Personality(deviceAttributes: "62;22", hasTrueColor: true)
    let keys: Int

    func figures() throws -> [Figure] {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("studio-bench-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: home) }
        return try firstFrame(home) + idle(home) + keysWhileTraining(home) + [fullRedraw()] + scrubbing()
            + [bytesOfPictures()] + gallery(home)
    }

    func open(_ home: String) throws -> TerminalProgram {
        var environment = ProcessInfo.processInfo.environment
        // The person's models and runs are neither seen nor touched.
        environment["XDG_DATA_HOME"] = home
        environment["TERM"] = "xterm-256color"
        environment["LANG"] = "C.UTF-8"
        for name in ["LC_ALL", "NO_COLOR", "GOMP_SPINCOUNT"] { environment[name] = nil }
        let path = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return try TerminalProgram(
            path, ["--no-tour"], environment: environment, width: Self.width, height: Self.height,
            personality: Self.personality)
    }

    func require(_ program: TerminalProgram, _ what: String, until condition: (VirtualTerminal) -> Bool) throws {
        guard program.wait(until: condition) else {
            throw EngineFailure("the window does not show \(what)", found: program.terminal.row(0))
        }
    }

    func close(_ program: TerminalProgram) {
        program.type("\u{3}")
        program.pump(milliseconds: 50)
        program.type("y")
        _ = program.waitForEnd()
    }

    /// From starting the program to its whole first frame, of eleven starts.
    private func firstFrame(_ home: String) throws -> [Figure] {
        var times: [Double] = []
        for _ in 0..<11 {
            let started = ContinuousClock.now
            let program = try open(home)
            try require(program, "its first frame") { $0.row(Self.height - 1).contains("help") }
            times.append(started.duration(to: .now).seconds * 1000)
            close(program)
        }
        return [
            Figure("window.first-frame.median", times.percentile(50), "ms"),
            Figure("window.first-frame.slowest", times.percentile(100), "ms"),
        ]
    }

    /// Processor time and memory of an open window in which nothing happens, once what fades has faded.
    private func idle(_ home: String) throws -> [Figure] {
        let program = try open(home)
        defer { close(program) }
        try require(program, "its first frame") { $0.row(Self.height - 1).contains("help") }
        _ = program.wait(seconds: 12) { _ in false }
        let before = try Self.processorSeconds(program.process)
        _ = program.wait(seconds: 5) { _ in false }
        let used = try Self.processorSeconds(program.process) - before
        return [
            Figure("window.idle.processor", used / 5 * 100, "%"),
            Figure("window.idle.memory", try Self.memory(program.process), "MB"),
        ]
    }

    /// From a key to what it changes on the screen, while the engine trains with every core.
    private func keysWhileTraining(_ home: String) throws -> [Figure] {
        let program = try open(home)
        defer { close(program) }
        try require(program, "its first frame") { $0.row(Self.height - 1).contains("help") }
        program.type("t")
        try require(program, "a loss") { $0.text.contains("img/s") }
        // A parameter that changes: a few cells. Help that opens and closes: half a screen, with the pictures below it sent anew.
        program.type("2")
        try require(program, "the parameters of sampling") { $0.text.contains("‹ 5.0 ›") }
        let row = (0..<Self.height).first { program.terminal.row($0).contains("‹ 5.0 ›") } ?? 0
        let small = try time(program, "another guidance", "+", "-") { $0.row(row).contains("‹ 5.5 ›") }
        let large = try time(program, "help", "?", "q", Self.showsHelp)
        return percentiles("window.key", small) + percentiles("window.help", large)
    }

    /// Milliseconds from each of `keys` presses, in turn of `on` and `off`, to the screen on which `isOn` is, or is no longer, so.
    private func time(
        _ program: TerminalProgram, _ what: String, _ on: String, _ off: String, _ isOn: (VirtualTerminal) -> Bool
    ) throws -> [Double] {
        try (0..<keys).map { press in
            // A time of its own for each, so that all phases of a step are met.
            _ = program.wait(seconds: Double(press % 17) * 0.007 + 0.02) { _ in false }
            let turnsOn = press % 2 == 0
            let started = ContinuousClock.now
            program.type(turnsOn ? on : off)
            try require(program, what) { isOn($0) == turnsOn }
            return started.duration(to: .now).seconds * 1000
        }
    }

    private func percentiles(_ name: String, _ times: [Double]) -> [Figure] {
        [
            Figure("\(name).p50", times.percentile(50), "ms"), Figure("\(name).p99", times.percentile(99), "ms"),
        ]
    }

    /// The status line of the open help names its keys.
    private static func showsHelp(_ terminal: VirtualTerminal) -> Bool { terminal.row(height - 1).contains("close") }

    /// View and bytes of a whole screen of 200×60, as after a resize.
    private func fullRedraw() -> Figure {
        let model = sampled(steps: 8, TrajectoryMemory())
        var times: [Double] = []
        for _ in 0..<40 {
            let started = ContinuousClock.now
            let bytes = ScreenDifference.bytes(from: nil, to: view(model), capabilities: TerminalCapabilities())
            times.append(started.duration(to: .now).seconds * 1000)
            precondition(!bytes.isEmpty, "a whole screen is not nothing")
        }
        return Figure("window.full-redraw", times.percentile(50), "ms")
    }

    /// From a key that scrubs to the bytes for the terminal, at 300 steps of 40 digits with everything shown, kept in memory and on disk.
    private func scrubbing() -> [Figure] {
        [("window.scrub", TrajectoryMemory()), ("window.scrub-from-disk", TrajectoryMemory(limit: 0))].flatMap {
            name, memory in
            var model = sampled(steps: 300, memory)
            model.parts = .all
            var shown = view(model)
            let times = (0..<600).map { press in
                let started = ContinuousClock.now
                _ = update(&model, .key(.character(press < 300 ? "[" : "]")))
                let next = view(model)
                let bytes = ScreenDifference.bytes(from: shown, to: next, capabilities: TerminalCapabilities())
                let time = started.duration(to: .now).seconds * 1000
                precondition(press == 300 || !bytes.isEmpty, "scrubbing shows something else")
                shown = next
                return time
            }
            return percentiles(name, times)
        }
    }

    /// What sixteen digits forming in half blocks take of a slow line: ten frames a second, each a step of fifty from noise to picture.
    private func bytesOfPictures() -> Figure {
        let capabilities = TerminalCapabilities(graphics: .halfBlocks)
        let (tiles, side, steps) = (4, 28, 50)
        var generator = Generator(seed: 0)
        let noise = generator.normal([tiles * tiles * side * side]).array
        var shown: Screen?
        var bytes: [Int] = []
        for step in 0...steps {
            let t = Float(step) / Float(steps)
            let pixels = noise.indices.map { index in
                // A ring in each tile, as a flow's straight path leads to it.
                let (x, y) = (Float(index % (tiles * side) % side) - 13.5, Float(index / (tiles * side) % side) - 13.5)
                let ring = max(0, 1 - abs((x * x + y * y).squareRoot() - 8) / 2)
                return UInt8(min(1, max(0, (1 - t) * noise[index] + t * ring)) * 255)
            }
            let picture = Picture(width: tiles * side, height: tiles * side, channels: 1, pixels: pixels)
            var screen = Screen(width: tiles * side, height: tiles * side / 2)
            PictureRenderer.draw(
                picture, in: Rect(x: 0, y: 0, width: screen.width, height: screen.height), on: &screen,
                capabilities: capabilities)
            if let shown {
                bytes.append(ScreenDifference.bytes(from: shown, to: screen, capabilities: capabilities).count)
            }
            shown = screen
        }
        return Figure("window.bytes.16-digits", Double(bytes.reduce(0, +)) / Double(bytes.count) * 10 / 1000, "KB/s")
    }

    /// A window that shows a sampling of 40 digits, every state another, after `steps` steps.
    private func sampled(steps: Int, _ memory: TrajectoryMemory) -> StudioModel {
        var snapshot = EngineSnapshot()
        snapshot.activity = .sampling
        var request = SamplingRequest()
        request.steps = steps
        snapshot.sampling = SamplingStatus(request: request, time: 0, guidance: 5)
        var model = StudioModel(Startup(width: Self.width, height: Self.height))
        model.workspace = .generate
        _ = update(&model, .engine(snapshot, [.samplingStarted(request)]))
        for step in 0...steps {
            func part(_ shift: Int) -> StoredPicture {
                let pixels = (0..<208 * 178).map { UInt8(($0 * 31 + step * 7 + shift) % 251) }
                return StoredPicture(Picture(width: 208, height: 178, channels: 1, pixels: pixels), memory)
            }
            let time = Double(step) / Double(steps)
            let frame = SamplingFrame(
                step: step, totalSteps: steps, time: time, sigma: 1 - time, guidance: 5, state: part(0),
                estimate: part(1),
                prediction: part(2), difference: part(3), differenceScale: 1, tile: .init(width: 28, height: 28))
            _ = update(&model, .engine(snapshot, [.frame(branch: 0, frame)]))
        }
        return model
    }

    /// User and system time of a process so far.
    private static func processorSeconds(_ process: pid_t) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        // After the name in parentheses: state first, user time twelfth, system time thirteenth, in ticks.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
            throw EngineFailure("the processor time cannot be read", place: "/proc/\(process)/stat")
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func memory(_ process: pid_t) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (line.split(separator: " ").dropFirst().first.flatMap { Double($0.filter(\.isNumber)) } ?? 0) / 1024
    }
}
