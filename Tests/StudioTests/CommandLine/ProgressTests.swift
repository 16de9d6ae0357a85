import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// The progress line, on a terminal of its own.
@Suite struct ProgressTests {
    @Test func aTerminalSeesTheTimeLeftAndACleanEnd() throws {
        try StudioProgram.inFreshFolder { studio in
            var (master, slave) = (Int32(-1), Int32(-1))
            try #require(openpty(&master, &slave, nil, nil, nil) == 0)
            defer { close(master) }
            let process = try studio.process(StudioProgram.executable, StudioProgram.training(steps: 8))
            process.standardError = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
            try process.run()
            close(slave)
            var shown: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                // A terminal whose last writer is gone reads as an error.
                let count = read(master, &chunk, chunk.count)
                guard count > 0 else { break }
                shown += chunk[..<count]
            }
            #expect(studio.outcome(process).status == 0)
            let text = String(decoding: shown, as: UTF8.self)
            #expect(text.contains("step 1/8"))
            #expect(text.contains(" img/s ") && text.contains(" left"))
            // The line is cleared before the last word.
            #expect(text.contains("\r\u{1B}[Kdone: the model is in run"))
        }
    }
}
