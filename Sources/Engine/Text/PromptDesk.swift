import Foundation
import Synchronization

/// What can be asked about prompts while they are written. It is answered on a thread of its own: the engine's may be busy with a step.
public enum PromptCommand: Sendable, Equatable, Codable {
    /// How many tokens a prompt has; a question asked later takes the place of this one.
    case count(PromptQuestion)
    /// The prompts in a file of embeddings.
    case list(path: String)
}

public struct PromptQuestion: Sendable, Equatable, Codable {
    public var text: String
    /// The pipeline's folder, and what reads its prompts.
    public var model: String
    public var reader: TextReader

    public init(text: String, model: String, reader: TextReader) {
        (self.text, self.model, self.reader) = (text, model, reader)
    }
}

/// What is told about prompts.
public enum PromptEvent: Sendable, Equatable, Codable {
    case counted(PromptCount)
    /// Nothing can be said of this, for the reason told.
    case unreadable(PromptQuestion, reason: String)
    case listed(path: String, prompts: [String])
}

public struct PromptCount: Sendable, Equatable, Codable {
    public var question: PromptQuestion
    /// What the text with its end has, and what is read at most; of one that changes from step to step the form with most.
    public var tokens: Int
    public var most: Int
    /// How many characters are read; nil where all are.
    public var read: Int?

    public init(question: PromptQuestion, tokens: Int, most: Int, read: Int? = nil) {
        (self.question, self.tokens, self.most, self.read) = (question, tokens, most, read)
    }
}

/// Counts tokens and lists prompts, on a thread that begins with the first question and ends with the program.
final class PromptDesk: Sendable {
    private struct State {
        var commands: [PromptCommand] = []
        var hasBegun = false
        var isEnding = false
    }

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)
    private let tell: @Sendable ([EngineEvent]) -> Void

    init(tell: @escaping @Sendable ([EngineEvent]) -> Void) { self.tell = tell }

    func send(_ command: PromptCommand) {
        let begins = state.withLock { state in
            if case .count = command {
                state.commands.removeAll { if case .count = $0 { true } else { false } }
            }
            state.commands.append(command)
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
        if begins { begin() }
        arrival.signal()
    }

    func finish() {
        state.withLock { $0.isEnding = true }
        arrival.signal()
    }

    private func begin() {
        let thread = Thread { [self] in
            lowerPriority(by: 5)
            var counter = TokenCounter()
            while let command = take() { tell([.prompt(answer(command, &counter))].compactMap(\.self)) }
        }
        thread.name = "prompts"
        thread.stackSize = 8 << 20
        thread.start()
    }

    private func take() -> PromptCommand? {
        while true {
            let (command, isEnding) = state.withLock { state in
                (state.commands.isEmpty ? nil : state.commands.removeFirst(), state.isEnding)
            }
            if isEnding { return nil }
            if let command { return command }
            arrival.wait()
        }
    }

    private func answer(_ command: PromptCommand, _ counter: inout TokenCounter) -> PromptEvent {
        switch command {
        case .count(let question):
            do { return .counted(try counter.count(question)) } catch {
                return .unreadable(question, reason: (error as? EngineFailure)?.sentence ?? "\(error)")
            }
        case .list(let path):
            // What is wrong with the file is told when it is used.
            return .listed(path: path, prompts: (try? PromptEmbeddings(path: path).prompts) ?? [])
        }
    }
}

/// The tokens of prompts by a tokenizer, which stays open.
private struct TokenCounter {
    private var last: (folder: String, encoder: PromptEncoder)?

    mutating func count(_ question: PromptQuestion) throws -> PromptCount {
        let encoder = try encoder(question)
        func tokens(_ text: String) -> Int {
            PromptScript(text).forms.map { form in
                encoder.tokens(of: PromptScript(form).pieces(at: 0, of: 1).text).wanted
            }.max() ?? 0
        }
        var count = PromptCount(question: question, tokens: tokens(question.text), most: Tokenizer.length)
        guard count.tokens > count.most else { return count }
        // More characters never have fewer tokens by more than a word: the longest beginning that fits is found by halves.
        let characters = Array(question.text)
        var (fits, tooMany) = (0, characters.count)
        while tooMany - fits > 1 {
            let middle = (fits + tooMany) / 2
            if tokens(String(characters[..<middle])) <= count.most { fits = middle } else { tooMany = middle }
        }
        count.read = fits
        return count
    }

    private mutating func encoder(_ question: PromptQuestion) throws -> PromptEncoder {
        let folder = if case .encoder(let folder) = question.reader { folder } else { question.model }
        if let last, last.folder == folder { return last.encoder }
        let encoder = try PromptEncoder(try PipelineFolder(ModelCatalogue.folder(of: folder)))
        last = (folder, encoder)
        return encoder
    }
}
