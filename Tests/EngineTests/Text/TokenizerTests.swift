import Foundation
import Testing

@testable import Engine

@Suite struct TokenizerTests {
    private func tokenizer() throws -> Tokenizer {
        try Tokenizer(path: Fixtures.path("text/if_tiny/stage1/tokenizer/spiece.model"))
    }

    @Test func aPromptIsEndedAndFilledUp() throws {
        let prompt = try tokenizer().prompt("a photo of a dog")
        #expect(prompt.tokens.count == 77)
        #expect(prompt.tokens[prompt.length - 1] == 1)
        #expect(prompt.tokens[prompt.length...].allSatisfy { $0 == 0 })
        #expect(prompt.wanted == prompt.length && prompt.cut.isEmpty)
        let empty = try tokenizer().prompt("")
        #expect(empty.length == 1 && empty.tokens[0] == 1)
    }

    @Test func aLongPromptIsCutAndTheRestIsTold() throws {
        let text = Array(repeating: "a photo of a dog", count: 30).joined(separator: " ")
        let tokenizer = try tokenizer()
        let prompt = tokenizer.prompt(text)
        #expect(prompt.length == 77 && prompt.tokens[76] == 1)
        #expect(prompt.wanted == tokenizer.encode(text).count + 1)
        #expect(!prompt.cut.isEmpty && text.hasSuffix(prompt.cut))
    }

    /// Bytes that no vocabulary has, text that is longer in its normal form, control characters: tokens all the same.
    @Test(arguments: ["\u{0}\u{1}\u{7}", "ﷺ ﷺ ﷺ", String(repeating: "日本", count: 200), "🙂\u{202E}abc", "\r\n\t"])
    func anyTextBecomesTokens(_ text: String) throws {
        let tokenizer = try tokenizer()
        let prompt = tokenizer.prompt(text)
        #expect(prompt.tokens.count == 77)
        #expect(prompt.tokens.allSatisfy { (0..<tokenizer.vocabularySize).contains($0) })
    }

    @Test func whatIsNoModelIsRefused() throws {
        try Fixtures.withTemporaryFolder { folder in
            let path = folder + "/spiece.model"
            let whole = try Data(
                contentsOf: URL(fileURLWithPath: Fixtures.path("text/if_tiny/stage1/tokenizer/spiece.model")))
            let broken = [Data(), Data("not a model".utf8), whole.prefix(1000), Data(count: 4096)]
            for data in broken {
                try data.write(to: URL(fileURLWithPath: path))
                #expect(throws: EngineFailure.self) { _ = try Tokenizer(path: path) }
            }
            #expect(throws: EngineFailure.self) { _ = try Tokenizer(path: folder + "/none") }
            try Data("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n".utf8)
                .write(to: URL(fileURLWithPath: path))
            let failure = #expect(throws: EngineFailure.self) { _ = try Tokenizer(path: path) }
            #expect(failure?.hint == "run git lfs pull in that folder")
        }
    }
}
