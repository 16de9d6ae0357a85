import Kernels
import Synchronization

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
