/// A block of memory that one or several tensors read and write; it returns to its pool when the last of them is gone.
public final class Storage {
    let pool: StoragePool
    let byteCount: Int
    let pointer: UnsafeMutableRawPointer

    init(byteCount: Int, pool: StoragePool = .current) {
        self.pool = pool
        self.byteCount = byteCount
        pointer = pool.take(byteCount: byteCount)
    }

    deinit { pool.giveBack(pointer, byteCount: byteCount) }
}
