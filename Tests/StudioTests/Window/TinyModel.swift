import Foundation
import Testing
import VirtualTerminal

/// What keys do before a test can begin.
extension StudioWindow {
    /// Goes down `count` fields and types a value there.
    func set(_ field: String, to value: String, downwards count: Int, sourceLocation: SourceLocation = #_sourceLocation)
    {
        program.type(String(repeating: "\u{1B}[B", count: count))
        expect("▸\(field)", sourceLocation: sourceLocation)
        program.type("\r" + value + "\r")
        expect("\(field) is set", sourceLocation: sourceLocation) { terminal in
            let digits = value.filter(\.isNumber)
            return terminal.text.split(separator: "\n").contains { line in
                line.contains("▸\(field)") && line.filter(\.isNumber).contains(digits) && line.contains("‹")
            }
        }
    }

    /// In Train, sets the recipe to a network small enough for a test that takes so many steps.
    func chooseTinyNetwork(steps: Int, sourceLocation: SourceLocation = #_sourceLocation) {
        expect("▸learning rate", sourceLocation: sourceLocation)
        set("batch", to: "5", downwards: 2, sourceLocation: sourceLocation)
        set("steps", to: "\(steps)", downwards: 2, sourceLocation: sourceLocation)
        set("hidden", to: "2", downwards: 1, sourceLocation: sourceLocation)
    }

    /// Trains such a network to its end, and takes the word of it away.
    func trainTinyModel(steps: Int = 3, sourceLocation: SourceLocation = #_sourceLocation) {
        chooseTinyNetwork(steps: steps, sourceLocation: sourceLocation)
        program.type("t")
        expect("is trained: \(steps) steps", sourceLocation: sourceLocation)
        // A second Escape would do something else: the first one's work is waited for.
        program.type("\u{1B}")
        expect("the notice goes", sourceLocation: sourceLocation) { !$0.text.contains("is trained: \(steps) steps") }
    }

    /// The pictures saved so far, without those that they were made from.
    var savedPictures: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: home.data + "/pictures")) ?? []
        // A file that is being written has another name until it is whole.
        let whole = all.filter { $0.hasSuffix(".png") || $0.hasSuffix(".gif") }
        return whole.filter { !$0.hasSuffix("-image.png") && !$0.hasSuffix("-mask.png") }.sorted()
    }

    /// Types `key`, which saves a picture, and returns the new file's path.
    func save(_ key: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        let before = savedPictures
        program.type(key)
        expect("a new file", sourceLocation: sourceLocation) { _ in self.savedPictures.count > before.count }
        let name = try #require(savedPictures.first { !before.contains($0) }, sourceLocation: sourceLocation)
        return home.data + "/pictures/" + name
    }

    /// The picture at `path` is made again, to the byte, by the command inside it, which begins with `start` and has `words`.
    func expectRemade(
        _ path: String, _ start: String, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let data = try #require(FileManager.default.contents(atPath: path), sourceLocation: sourceLocation)
        let shell = StudioProgram(folder: home.path)
        let inspected = try shell("inspect", path, "--command")
        #expect(inspected.status == 0, "\(inspected.errors)", sourceLocation: sourceLocation)
        let command = inspected.output.trimmingCharacters(in: .newlines)
        #expect(command.hasPrefix(start), "\(command)", sourceLocation: sourceLocation)
        #expect(words.allSatisfy(command.contains), "\(command)", sourceLocation: sourceLocation)
        try FileManager.default.removeItem(atPath: path)
        let again = try shell.shell("$STUDIO" + command.dropFirst("studio".count))
        #expect(again.status == 0, "\(again.errors)", sourceLocation: sourceLocation)
        #expect(FileManager.default.contents(atPath: path) == data, sourceLocation: sourceLocation)
    }
}
