import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Keeps freed blocks of memory by size, so that a training step that has run once allocates nothing.
///
/// Blocks are 64-byte aligned (a cache line, and an AVX-512 register). Sizes are rounded up to an eighth of their power of
/// two, so at most 12.5 % is lost and near sizes share blocks.
public final class StoragePool: Sendable {
    /// The pool tensors take their memory from; a test may put its own in place.
    @TaskLocal public static var current = StoragePool()

    /// What a pool has handed out.
    public struct Statistics: Sendable, Equatable {
        /// Blocks that had to be asked of the system.
        public var freshBlocks = 0
        /// Bytes held, in use or waiting.
        public var heldBytes = 0
    }

    private struct State {
        var free: [Int: [UInt]] = [:]
        var statistics = Statistics()
    }

    private let state = Mutex(State())

    public init() {}

    deinit { trim() }

    public var statistics: Statistics { state.withLock { $0.statistics } }

    /// Gives every waiting block back to the system.
    public func trim() {
        state.withLock { state in
            for (size, blocks) in state.free {
                for block in blocks { free(UnsafeMutableRawPointer(bitPattern: block)) }
                state.statistics.heldBytes -= size * blocks.count
            }
            state.free = [:]
        }
    }

    /// The size of the block that holds `byteCount` bytes.
    static func blockSize(for byteCount: Int) -> Int {
        let least = max(byteCount, 64)
        let step = max(64, (1 << (Int.bitWidth - 1 - least.leadingZeroBitCount)) / 8)
        return (least + step - 1) / step * step
    }

    func take(byteCount: Int) -> UnsafeMutableRawPointer {
        let size = Self.blockSize(for: byteCount)
        let address: UInt = state.withLock { state in
            if let block = state.free[size]?.popLast() { return block }
            let pointer = Self.freshBlock(size)
            state.statistics.freshBlocks += 1
            state.statistics.heldBytes += size
            return UInt(bitPattern: pointer)
        }
        return UnsafeMutableRawPointer(bitPattern: address).unsafelyUnwrapped
    }

    /// A large block asks for large pages: walking it then misses the translation cache far less. Where the system has none it is ignored.
    private static func freshBlock(_ size: Int) -> UnsafeMutableRawPointer {
        let largePage = 1 << 21
        let isLarge = size >= 2 * largePage
        var pointer: UnsafeMutableRawPointer?
        let status = posix_memalign(&pointer, isLarge ? largePage : 64, size)
        guard status == 0, let pointer else {
            preconditionFailure("the system has no \(size) bytes left for a tensor")
        }
        if isLarge { _ = madvise(pointer, size, MADV_HUGEPAGE) }
        return pointer
    }

    func giveBack(_ pointer: UnsafeMutableRawPointer, byteCount: Int) {
        let size = Self.blockSize(for: byteCount)
        let address = UInt(bitPattern: pointer)
        state.withLock { $0.free[size, default: []].append(address) }
    }
}
