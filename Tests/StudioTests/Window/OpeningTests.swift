import Glibc
import Testing
import VirtualTerminal

extension WindowTests {
    /// Where no window can be opened, one clear sentence says why; where one can, it opens.
    @Suite struct OpeningTests {
        private func expectRefusal(_ words: String, _ environment: [String: String], shell: String? = nil) throws {
            let studio = try StudioWindow(environment: environment, shell: shell)
            studio.expectEnd(.exited(1))
            let lines = studio.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
                !$0.isEmpty
            }
            let text = lines.joined(separator: " ")
            #expect(text.hasPrefix("studio: error: ") && text.contains(words) && text.contains("hint: "), "\(text)")
        }

        @Test func aTerminalWithoutNameIsRefused() throws {
            try expectRefusal("(expected its name, found none) in TERM", ["TERM": ""])
        }

        @Test func anUnknownTerminalIsRefused() throws {
            try expectRefusal("found nowhere", ["TERM": "nowhere"])
        }

        @Test func aDumbTerminalIsRefused() throws {
            try expectRefusal("whose cursor moves (found dumb)", ["TERM": "dumb"])
        }

        @Test func anOutputThatIsNoTerminalIsRefused() throws {
            try expectRefusal("found standard output that is not one", [:], shell: "\"$STUDIO\" > \"$HOME/output\"")
        }

        @Test func anInputThatIsNoTerminalIsRefused() throws {
            try expectRefusal("found standard input that is not one", [:], shell: "\"$STUDIO\" < /dev/null")
        }

        @Test func anUnknownThemeIsAnError() throws {
            let studio = try StudioWindow(["--theme", "plaid"])
            studio.expectEnd(.exited(1))
            #expect(studio.text.contains("there is no theme plaid"))
        }

        @Test func anUnknownModelIsAnError() throws {
            let studio = try StudioWindow(["--model", "nobody"])
            studio.expectEnd(.exited(1))
            #expect(studio.text.contains("there is no model nobody"))
        }

        @Test func anUnknownGraphicsChoiceIsWrongUsage() throws {
            let studio = try StudioWindow(["--graphics", "crayon"])
            studio.expectEnd(.exited(2))
            #expect(studio.text.contains("crayon"))
        }

        @Test func theWindowOpensAndQuitsWithTheTerminalAsItWas() throws {
            let studio = try StudioWindow()
            studio.expect("1 Train", "quit")
            #expect(studio.program.terminal.isAlternateScreen)
            #expect(!studio.program.terminal.isCursorShown)
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        @Test func aSilentTerminalGetsTheWindowToo() throws {
            let studio = try StudioWindow(personality: Personality(deviceAttributes: nil))
            studio.expect("1 Train", "quit")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        @Test(arguments: ["en_US.ISO-8859-1", "C"])
        func aTerminalWithoutUTF8GetsASCII(_ locale: String) throws {
            let studio = try StudioWindow(environment: ["LANG": locale, "LC_ALL": "C"])
            studio.expect("1 Train", "quit")
            let isPlain = studio.text.unicodeScalars.allSatisfy(\.isASCII)
            #expect(isPlain, "\(studio.text)")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        @Test func answersThatComeLateAreNotKeys() throws {
            let studio = try StudioWindow(personality: Personality(deviceAttributes: nil))
            studio.expect("1 Train", "quit")
            // Each holds letters that are keys by themselves.
            let late = [
                "[?62;4;22c", "[6;16;8t", "P1$r0;48:2::1:2:3m\u{1B}\\", "_Gi=31;OKq\u{1B}\\", "P>|quark(1)\u{1B}\\",
                "[?1;0;256S",
            ]
            for answer in late { studio.program.type("\u{1B}" + answer) }
            studio.program.type("?")
            studio.expect("help") { $0.text.contains("Esc") }
            #expect(studio.program.ending == nil)
            studio.program.type("\u{1B}")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }

        @Test func keysTypedBeforeTheWindowOpensCount() throws {
            let studio = try StudioWindow()
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }
    }
}
