/// How much memory a sampling and its branches may take; what comes after that goes to disk.
public final class TrajectoryMemory {
    /// 512 MB.
    public static let usualLimit = 512 << 20

    private let limit: Int
    private(set) var used = 0
    private var file: SpillFile?

    /// - Parameter limit: in bytes.
    public init(limit: Int = usualLimit) { self.limit = limit }

    /// Counts `bytes` to be kept; nil where they may stay in memory, else the file they are to go to.
    ///
    /// Where there is no room on disk either, memory has to do.
    func keep(_ bytes: Int) -> SpillFile? {
        used += bytes
        guard used > limit else { return nil }
        if file == nil { file = try? SpillFile() }
        return file
    }
}
