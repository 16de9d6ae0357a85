import COneDNN
import COpenBLAS
import Kernels

/// Every dense float32 product of the engine goes through here, whichever library computes it.
///
/// OpenBLAS is the faster one where it knows the processor. A processor newer than the library is taken for an older one:
/// Debian 12's 0.3.21 takes AVX-512 processors it has not heard of for a Haswell and then runs at 60 % of the speed. Its
/// choice could only be corrected by an environment variable set before it is loaded (`OPENBLAS_CORETYPE`), so where
/// `openblas_get_corename` names a core without AVX-512 on a processor that has it, oneDNN's `dnnl_sgemm` is used instead.
package enum MatrixProduct {
    enum Library: Equatable {
        case openBLAS
        case oneDNN
    }

    static let library = library(
        forCore: String(cString: openblas_get_corename()), hasAVX512: kernels_best_level() == Int32(KERNELS_AVX512))

    /// The library for a processor with or without AVX-512 that OpenBLAS calls `core`.
    static func library(forCore core: String, hasAVX512: Bool) -> Library {
        let coresWithAVX512 = ["skylakex", "cooperlake", "sapphirerapids", "zen4", "zen5"]
        return hasAVX512 && !coresWithAVX512.contains(core.lowercased()) ? .oneDNN : .openBLAS
    }

    /// One operand: the first element, the elements between two rows of it as stored, and whether its transpose is meant.
    struct Operand {
        var start: UnsafePointer<Float>
        var stride: Int
        var transposed = false
    }

    /// `c = alpha op(a) op(b) + beta c` with op(a) `[m, k]`, op(b) `[k, n]` and c `[m, n]`, rows of c `cStride` apart.
    static func compute(
        _ a: Operand, _ b: Operand, into c: UnsafeMutablePointer<Float>, cStride: Int, m: Int, n: Int, k: Int,
        alpha: Float = 1, beta: Float = 0, with library: Library = library
    ) {
        guard m > 0, n > 0 else { return }
        switch library {
        case .openBLAS:
            cblas_sgemm(
                CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans, b.transposed ? CblasTrans : CblasNoTrans,
                blasint(m), blasint(n), blasint(k), alpha, a.start, blasint(max(a.stride, 1)), b.start,
                blasint(max(b.stride, 1)), beta, c, blasint(max(cStride, 1)))
        case .oneDNN:
            let status = dnnl_sgemm(
                letter(a.transposed), letter(b.transposed), dnnl_dim_t(m), dnnl_dim_t(n), dnnl_dim_t(k), alpha,
                a.start, dnnl_dim_t(max(a.stride, 1)), b.start, dnnl_dim_t(max(b.stride, 1)), beta, c,
                dnnl_dim_t(max(cStride, 1)))
            precondition(status == dnnl_success, "oneDNN refused a product [\(m), \(k)] × [\(k), \(n)]: \(status)")
        }
    }

    private static func letter(_ transposed: Bool) -> CChar { CChar(UInt8(ascii: transposed ? "T" : "N")) }

    /// Calls `body` for each of `count` products of `operations` operations each: side by side, one a thread, where there are
    /// many or they are small, otherwise in order with all threads on each.
    static func forEach(_ count: Int, operations: Int, _ body: (Int) -> Void) {
        let threads = Int(kernels_threads())
        let parts = min(count, threads, count * operations / 100_000 + 1)
        guard parts > 1, count >= 2 * threads || operations < 1 << 25, productsNest else {
            for index in 0..<count { body(index) }
            return
        }
        deal(count, to: parts, body)
    }

    /// Calls `body` for each of `count` products on `parts` threads, one product a thread at a time.
    private static func deal(_ count: Int, to parts: Int, _ body: (Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            var work = Work(count: count, body: body)
            withUnsafeMutablePointer(to: &work) { work in
                kernels_parallel(
                    { context, part, parts in
                        guard let work = context?.assumingMemoryBound(to: Work.self).pointee else { return }
                        for index in stride(from: Int(part), to: work.count, by: Int(parts)) { work.body(index) }
                    }, UnsafeMutableRawPointer(work), Int32(parts))
            }
        }
    }

    private struct Work {
        let count: Int
        let body: (Int) -> Void
    }

    /// Whether a product called from a thread of a parallel region keeps to that thread. oneDNN's does, and OpenBLAS's where it
    /// is built on OpenMP; its own threads would be fought over.
    private static let productsNest = library == .oneDNN || openblas_get_parallel() == OPENBLAS_OPENMP

    /// `op(a) op(b)` for matrices, as float32 without history; a and b may be stored in either type.
    static func product(_ a: Tensor, _ b: Tensor, transposeA: Bool = false, transposeB: Bool = false) -> Tensor {
        let (m, n, _) = extents(a, b, transposeA, transposeB)
        let result = Tensor(uninitialized: [m, n])
        accumulate(a, b, transposeA: transposeA, transposeB: transposeB, into: result, beta: 0)
        return result
    }

    /// The rows and columns of `op(a) op(b)`, and the length of its sums.
    private static func extents(
        _ a: Tensor, _ b: Tensor, _ transposeA: Bool, _ transposeB: Bool
    ) -> (m: Int, n: Int, k: Int) {
        let k = a.shape[transposeA ? 0 : 1]
        precondition(
            k == b.shape[transposeB ? 1 : 0],
            "cannot multiply \(a.shape)\(transposeA ? "ᵀ" : "") and \(b.shape)\(transposeB ? "ᵀ" : "")")
        return (a.shape[transposeA ? 1 : 0], b.shape[transposeB ? 0 : 1], k)
    }

    /// `op(a) op(b)` for float32 matrices, the same to the bit on any number of threads.
    ///
    /// A library that deals one product out to its threads cuts it by their number, and another cut is another order of summation.
    /// Here the cut is a matter of the shape alone: blocks of columns, each computed by one thread.
    static func reproducibleProduct(
        _ a: Tensor, _ b: Tensor, transposeA: Bool = false, transposeB: Bool = false
    ) -> Tensor {
        let (m, n, k) = extents(a, b, transposeA, transposeB)
        let result = Tensor(uninitialized: [m, n])
        let width = max(16, (n / 16 + 15) / 16 * 16)
        let body = { (block: Int) in
            let column = block * width
            compute(
                Operand(start: a.floats, stride: a.shape[1], transposed: transposeA),
                Operand(
                    start: b.floats + column * (transposeB ? b.shape[1] : 1), stride: b.shape[1], transposed: transposeB
                ),
                into: result.floats + column, cStride: n, m: m, n: min(width, n - column), k: k)
        }
        let blocks = (n + width - 1) / width
        let threads = Int(kernels_threads())
        if threads > 1, productsNest {
            // Two at least: a team of one would not keep the library from using all threads.
            deal(blocks, to: min(threads, max(2, blocks)), body)
        } else {
            for block in 0..<blocks { body(block) }
        }
        withExtendedLifetime((a.storage, b.storage, result.storage)) {}
        return result
    }

    /// `result = op(a) op(b) + beta result`, result float32.
    static func accumulate(
        _ a: Tensor, _ b: Tensor, transposeA: Bool, transposeB: Bool, into result: Tensor, beta: Float
    ) {
        // Processors without bfloat16 products multiply in float32; the conversions cost one pass over each operand.
        let left = a.convertedStorage(to: .float32)
        let right = b.convertedStorage(to: .float32)
        compute(
            Operand(start: left.floats, stride: left.shape[1], transposed: transposeA),
            Operand(start: right.floats, stride: right.shape[1], transposed: transposeB),
            into: result.floats, cStride: result.shape[1], m: result.shape[0], n: result.shape[1],
            k: left.shape[transposeA ? 0 : 1], beta: beta)
        withExtendedLifetime((left.storage, right.storage, result.storage)) {}
    }
}
