import Engine
import Foundation
import VirtualTerminal

/// The gallery with ten thousand pictures, measured from outside.
extension WindowBenchmark {
    private static let pictures = 10_000
    private static let pages = 150

    /// From the key to the first page with every thumbnail: the first time, when no file was read before, and later; then from page to
    /// page, each one wholly drawn. 33 ms are 30 frames a second.
    func gallery(_ home: String) throws -> [Figure] {
        let folder = home + "/studio/pictures"
        try Self.makePictures(in: folder)
        let first = try opening(home) { program in
            // What all files say is in the index then.
            guard program.wait(until: { _ in FileManager.default.fileExists(atPath: folder + "/.gallery/index") })
            else {
                throw EngineFailure("the gallery keeps no index", place: folder)
            }
        }
        var times: [Double] = []
        for _ in 0..<5 { times.append(try opening(home) { _ in }) }
        var pages: [Double] = []
        times.append(try opening(home) { pages = try paging($0) })
        return [
            Figure("window.gallery.first-open", first, "ms"),
            Figure("window.gallery.open.median", times.percentile(50), "ms"),
            Figure("window.gallery.open.slowest", times.percentile(100), "ms"),
            Figure("window.gallery.page.p50", pages.percentile(50), "ms"),
            Figure("window.gallery.page.p99", pages.percentile(99), "ms"),
        ]
    }

    private func opening(_ home: String, then body: (TerminalProgram) throws -> Void) throws -> Double {
        let program = try open(home)
        defer { close(program) }
        try require(program, "its first frame") { $0.row(Self.height - 1).contains("help") }
        let started = ContinuousClock.now
        program.type("7")
        try require(program, "ten thousand pictures") { $0.text.contains(" of 10,000") && !$0.text.contains("○") }
        let time = started.duration(to: .now).seconds * 1000
        try body(program)
        // Back, so that the next one begins elsewhere.
        program.type("1")
        try require(program, "Train") { !$0.text.contains(" of 10,000") }
        return time
    }

    private func paging(_ program: TerminalProgram) throws -> [Double] {
        func place() -> String {
            program.terminal.text.split(separator: "\n").first { $0.contains(" of 10,000") }.map(String.init) ?? ""
        }
        return try (0..<Self.pages).map { press in
            _ = program.wait(seconds: Double(press % 7) * 0.007 + 0.02) { _ in false }
            let before = place()
            let started = ContinuousClock.now
            program.type("\u{1B}[6~")
            try require(program, "the next page") { _ in place() != before && !program.terminal.text.contains("○") }
            return started.duration(to: .now).seconds * 1000
        }
    }

    /// Grids of sixteen digits and single ones, each with a recipe, in twenty kinds.
    private static func makePictures(in folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var generator = Generator(seed: 3)
        let kinds = try (0..<20).map { kind -> Data in
            let side = kind % 2 == 0 ? 118 : 28
            let pixels = generator.normal([side * side]).array.map { UInt8(min(255, max(0, 128 + 50 * $0))) }
            var request = SamplingRequest()
            request.classes = [kind % 10]
            request.seed = UInt64(kind)
            let recipe = PictureRecipe(
                request, changes: [], sampler: request.sampler, model: .init(name: "digits", weights: nil, step: kind),
                weak: nil, precision: .f32, size: (28, 28), program: Program.name, command: "studio sample")
            let path = folder + "/kind.png"
            try PNG.write(
                Picture(width: side, height: side, channels: 1, pixels: pixels), text: try recipe.chunks(), to: path)
            defer { try? FileManager.default.removeItem(atPath: path) }
            return FileManager.default.contents(atPath: path) ?? Data()
        }
        for index in 0..<pictures {
            try kinds[index % kinds.count].write(to: URL(fileURLWithPath: "\(folder)/made-\(index + 1).png"))
        }
    }
}
