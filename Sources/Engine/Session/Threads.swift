import Kernels

/// The threads that operations are spread over.
public enum Threads {
    public static var count: Int {
        get { Int(kernels_threads()) }
        set { kernels_set_threads(Int32(newValue)) }
    }
}
