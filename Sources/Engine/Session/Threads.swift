import Kernels
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The threads that operations are spread over.
public enum Threads {
    private static let chosen = Mutex<Int?>(nil)

    /// The number in use on this thread; setting it holds for this thread and for the engine threads started later.
    public static var count: Int {
        get { Int(kernels_threads()) }
        set {
            chosen.withLock { $0 = newValue }
            kernels_set_threads(Int32(newValue))
        }
    }

    /// Brings the choice to the calling thread: libgomp keeps the number for each thread by itself.
    static func adopt() {
        if let count = chosen.withLock({ $0 }) { kernels_set_threads(Int32(count)) }
    }
}

/// Lowers this thread's priority (on Linux "process 0" is the calling thread); threads it starts inherit that. Failure only costs
/// smoothness.
func lowerPriority(by amount: Int32) {
    _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, amount)
}
