import CSentencePiece
import Foundation

/// A SentencePiece model (`spiece.model`): text to tokens as T5 was trained on them.
final class Tokenizer {
    /// Positions of a prompt: IF's text encoder never saw more.
    static let length = 77

    private let handle: OpaquePointer
    private let end: Int
    private let padding: Int
    let vocabularySize: Int

    /// - Throws: ``EngineFailure`` where the file cannot be read or is no such model.
    init(path: String) throws {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw EngineFailure("the tokenizer cannot be read", expected: "a file spiece.model", place: path)
        }
        try GitPointer.refuse(data, place: path)
        var message = [CChar](repeating: 0, count: 256)
        let opened = data.withUnsafeBytes { tokenizer_open($0.baseAddress, $0.count, &message, message.count) }
        guard let opened, tokenizer_size(opened) > 0 else {
            if let opened { tokenizer_close(opened) }
            let reason = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw EngineFailure(
                "this is no SentencePiece model", found: reason.isEmpty ? "no tokens" : reason, place: path,
                hint: "the file may be cut short or damaged")
        }
        handle = opened
        vocabularySize = Int(tokenizer_size(handle))
        // What T5's vocabularies have, where a model does not say.
        end = tokenizer_end(handle) >= 0 ? Int(tokenizer_end(handle)) : 1
        padding = tokenizer_padding(handle) >= 0 ? Int(tokenizer_padding(handle)) : 0
    }

    deinit { tokenizer_close(handle) }

    /// A prompt as the text encoder takes it.
    struct Prompt: Equatable {
        /// ``length`` of them: the text, its end, padding.
        var tokens: [Int]
        /// How many are not padding.
        var length: Int
        /// How many the whole text with its end has: more than ``Tokenizer/length`` where it was cut.
        var wanted: Int
        /// What was cut off.
        var cut: String
    }

    /// `text` cut to ``length`` tokens, the last one its end, and filled up.
    func prompt(_ text: String) -> Prompt {
        let all = encode(text)
        let kept = all.prefix(Self.length - 1) + [end]
        let fill = [Int](repeating: padding, count: Self.length - kept.count)
        return Prompt(
            tokens: kept + fill, length: kept.count, wanted: all.count + 1,
            cut: decode(Array(all.dropFirst(Self.length - 1))))
    }

    /// The tokens of `text`, without its end.
    func encode(_ text: String) -> [Int] {
        let bytes = Array(text.utf8).map { CChar(bitPattern: $0) }
        // A character is a token or more only by way of its normal form; one more call fetches what did not fit.
        var tokens = [Int32](repeating: 0, count: bytes.count + 16)
        var count = tokenizer_encode(handle, bytes, bytes.count, &tokens, tokens.count)
        if count > tokens.count {
            tokens = [Int32](repeating: 0, count: count)
            count = tokenizer_encode(handle, bytes, bytes.count, &tokens, tokens.count)
        }
        return tokens.prefix(max(count, 0)).map(Int.init)
    }

    /// Whether `token` begins a word.
    func beginsWord(_ token: Int) -> Bool { tokenizer_begins_word(handle, Int32(token)) == 1 }

    private func decode(_ tokens: [Int]) -> String {
        guard !tokens.isEmpty else { return "" }
        let numbers = tokens.map(Int32.init)
        var text = [CChar](repeating: 0, count: 64)
        var count = tokenizer_decode(handle, numbers, numbers.count, &text, text.count)
        if count > text.count {
            text = [CChar](repeating: 0, count: count)
            count = tokenizer_decode(handle, numbers, numbers.count, &text, text.count)
        }
        return String(decoding: text.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
