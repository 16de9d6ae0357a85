import ArgumentParser
import Engine
import Foundation

/// The person pressed Ctrl-C; what was finished is kept.
struct Interrupted: Error {}

/// Wrong usage that only shows when the command runs; before that it is a `ValidationError`.
struct WrongUsage: Error {
    let failure: EngineFailure

    init(_ failure: EngineFailure) { self.failure = failure }

    /// `failure`, with the recipe's key in it named as the option it was given by.
    init(option failure: EngineFailure) {
        var failure = failure
        let key = failure.what.prefix { $0 != " " }
        failure.what = "--" + key.replacingOccurrences(of: "_", with: "-") + failure.what.dropFirst(key.count)
        failure.place = nil
        self.failure = failure
    }
}

extension ValidationError {
    /// A value that an option cannot take, in the words every other error has.
    init(_ option: String, expected: String, found: String) {
        self.init(EngineFailure("\(option) has a wrong value", expected: expected, found: found).sentence)
    }
}

extension StudioCommand {
    /// Tells what ended the command and gives the exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
    static func report(_ error: any Error) -> Int32 {
        switch error {
        case let failure as EngineFailure:
            complain(failure)
            return 1
        case let usage as WrongUsage:
            complain(usage.failure)
            return 2
        case is Interrupted: return 130
        default: return reportParsing(error)
        }
    }

    static func complain(_ failure: EngineFailure) {
        writeError("studio: error: \(harmless(failure.sentence))\n")
        if let hint = failure.hint { writeError("hint: \(harmless(hint))\n") }
    }

    /// What was found in a file may hold anything; only its lines are kept.
    private static func harmless(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).harmless }
            .joined(separator: "\n")
    }

    /// What the argument parser throws: help that was asked for, a plain exit status, or wrong usage.
    private static func reportParsing(_ error: any Error) -> Int32 {
        let code = exitCode(for: error)
        let text = fullMessage(for: error)
        if code.isSuccess {
            do {
                try writeOutput(text)
                return 0
            } catch { return report(error) }
        }
        if code != .validationFailure {
            if !text.isEmpty { complain(EngineFailure(text)) }
            return code.rawValue
        }
        // The parser's full text names the command's help in its last line: See 'studio train --help' for more information.
        var help = text.split(separator: "\n").last?.split(separator: "'").dropFirst().first.map(String.init)
        // The window is the command where none is named, but whoever mistypes one wants to see them all.
        if help == "studio window --help", !CommandLine.arguments.contains("window") { help = "studio --help" }
        var sentence = message(for: error).split(separator: "\n").joined(separator: " ")
        sentence = sentence.prefix(1).lowercased() + sentence.dropFirst()
        if sentence.hasSuffix(".") { sentence.removeLast() }
        complain(EngineFailure(sentence, hint: help.map { "\($0) shows how it is used" }))
        return 2
    }
}
