import Foundation
import Glibc
import Testing
import VirtualTerminal

extension WindowTests {
    /// Every way out leaves the terminal as it was.
    @Suite struct EndingTests {
        @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
        func aSignalEndsTheProgramInOrder(_ signal: Int32) throws {
            let studio = try StudioWindow()
            studio.expect("quit")
            studio.program.send(signal: signal)
            studio.expectEnd(.exited(130))
        }

        @Test(arguments: [SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGFPE, SIGTRAP])
        func aCrashRestoresTheTerminal(_ signal: Int32) throws {
            let studio = try StudioWindow(environment: ["SWIFT_BACKTRACE": "enable=no"])
            studio.expect("quit")
            studio.program.send(signal: signal)
            studio.expectEnd(.killed(signal: signal))
        }

        /// What a library writes to the error output lands in the log and not on the window; a crash's last words are seen after it.
        @Test func strayWordsDoNotReachTheWindow() throws {
            let studio = try StudioWindow(environment: ["SWIFT_BACKTRACE": "enable=no"])
            studio.expect("quit")
            let errors = try #require(FileHandle(forWritingAtPath: "/proc/\(studio.program.process)/fd/2"))
            errors.write(Data("the library is worried\n".utf8))
            studio.program.type("e")
            studio.expect("Messages", "the library is worried")
            studio.program.type("\u{1B}[C")
            studio.expect("details are left out") { !$0.text.contains("the library is worried") }
            studio.program.send(signal: SIGABRT)
            studio.expectEnd(.killed(signal: SIGABRT))
            #expect(studio.text.contains("the library is worried"))
        }

        @Test func suspendingGivesTheTerminalBackAndGoesOn() throws {
            // A shell with job control, as a person has one.
            let studio = try StudioWindow(
                environment: ["PS1": "prompt> "],
                shell:
                    "set -m; \"$STUDIO\" --no-tour; echo stopped with $?; read answer; fg > /dev/null; echo ended with $?"
            )
            studio.expect("quit")
            studio.program.type("\u{1A}")
            studio.expect("stopped with")
            studio.expectRestored()
            studio.program.type("\n")
            studio.expect("the window again") { $0.isAlternateScreen && $0.text.contains("quit") }
            #expect(!studio.program.terminal.isCursorShown)
            studio.program.type("q")
            studio.expect("ended with 0")
            studio.expectEnd(.exited(0))
        }

        @Test func aStopFromOutsideRedrawsTheWindow() throws {
            let studio = try StudioWindow()
            studio.expect("quit")
            studio.program.send(signal: SIGSTOP)
            studio.program.send(signal: SIGCONT)
            studio.program.type("?")
            studio.expect("Esc")
            studio.program.type("\u{1B}")
            studio.program.type("q")
            studio.expectEnd(.exited(0))
        }
    }
}
