import Foundation
import Testing

@testable import Engine

@Suite struct CaptionTests {
    /// What diffusers' IF pipeline makes of captions (Tests/Fixtures/text/captions.json, written by make_text.py there).
    @Test func captionsAreCleanedAsThePipelineDoes() throws {
        let data = try #require(FileManager.default.contents(atPath: Fixtures.path("text/captions.json")))
        let cases = try JSONDecoder().decode([[String]].self, from: data)
        #expect(cases.count > 50)
        for pair in cases { #expect(Caption.cleaned(pair[0]) == pair[1], "\(pair[0])") }
    }

    @Test func aPlainCaptionIsOnlyLowered() {
        #expect(Caption.plain("  A Photo of a DOG: 10x20 &amp;\n") == "a photo of a dog: 10x20 &amp;")
    }

    @Test(arguments: ["%", "%4", "%zz", "&", "&#", "&#x;", "&#99999999;", "<", "<!--", "<a", "<script>", "\u{1B}["])
    func halfOfAnythingIsLeftOrDropped(_ text: String) {
        #expect(Caption.cleaned("a cat \(text)").hasPrefix("a cat"))
        #expect(Caption.cleaned(text).utf8.count < 20)
    }
}
