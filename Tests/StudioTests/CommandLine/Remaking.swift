import Foundation
import Testing

extension StudioProgram {
    /// Runs the command, then the one that its picture holds, and expects the same bytes.
    ///
    /// - Returns: the picture's file.
    @discardableResult func expectRemade(
        _ common: [String] = [], _ arguments: [String], output: String = "a.png"
    ) throws -> Data {
        let outcome = try run(arguments + common + ["--output", output])
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
        let made = try #require(data(output))
        let inspected = try self("inspect", output, "--command")
        #expect(inspected.status == 0, "\(inspected.errors)")
        try FileManager.default.removeItem(atPath: path(output))
        let command = inspected.output.trimmingCharacters(in: .newlines)
        #expect(command.hasPrefix("studio \(arguments[0]) "))
        let again = try shell("$STUDIO" + command.dropFirst("studio".count))
        #expect(again.status == 0, "\(command): \(again.errors)")
        #expect(data(output) == made, "\(command)")
        return made
    }
}
