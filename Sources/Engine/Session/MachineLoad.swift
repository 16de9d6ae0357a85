import Foundation
import Synchronization

/// What this machine can do and what this process holds of it.
enum MachineLoad {
    private struct Key: Hashable {
        var type: ElementType
        var threads: Int
    }

    private static let peaks = Mutex<[Key: Double]>([:])

    /// Operations a second of a large dense product of `type` on the threads in use. Measured the first time it is asked for, which
    /// takes a quarter of a second; other programs at work then make it too low.
    static func peak(_ type: ElementType) -> Double {
        let key = Key(type: type, threads: Threads.count)
        if let known = peaks.withLock({ $0[key] }) { return known }
        let measured = Benchmark.peakOperations(type, size: 768, seconds: 0.25)
        peaks.withLock { $0[key] = measured }
        return measured
    }

    /// The memory this process holds now, in bytes; nil where the system does not tell.
    static var residentBytes: Int? {
        // The second number is pages in memory.
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
