import Foundation
import Kernels
import Testing

/// Every instruction set the processor has against the baseline twin and, for the functions of one number, against the C
/// library in double. Levels and thread counts are set for the calling thread alone: other tests go on undisturbed beside these.
@Suite struct LevelTests {
    private func atEachLevel(_ body: (Int32) -> Void) {
        for level in Int32(KERNELS_BASELINE)...kernels_best_level() {
            kernels_set_thread_level(level)
            body(level)
        }
        kernels_set_thread_level(-1)
    }

    /// Fused multiply-adds round once where the baseline rounds twice, so the two differ by a few units in the last place of the
    /// largest value: at most 8 here in float32 (2⁻²³ each), and one more unit of bfloat16 (2⁻⁷).
    @Test(arguments: KernelRun.all) func everyLevelEqualsTheBaseline(kernel: KernelRun) {
        for type in [Int32(KERNELS_FLOAT32), Int32(KERNELS_BFLOAT16)] {
            kernels_set_thread_level(Int32(KERNELS_BASELINE))
            let expected = kernel.run(type)
            #expect(kernels_level() == Int32(KERNELS_BASELINE))
            let unit: Float = type == Int32(KERNELS_FLOAT32) ? 0x1p-23 * 8 : 0x1p-7
            atEachLevel { level in
                for (index, (found, wanted)) in zip(kernel.run(type), expected).enumerated() {
                    let largest = wanted.map(abs).max() ?? 0
                    let worst = zip(found, wanted).map { abs($0 - $1) }.max() ?? 0
                    #expect(found.count == wanted.count && largest.isFinite && largest > 0)
                    #expect(
                        worst <= unit * largest,
                        "\(kernel), result \(index), type \(type), level \(level): off by \(worst) of \(largest)")
                }
            }
        }
    }

    @Test(arguments: KernelRun.all) func theNumberOfThreadsChangesNoBit(kernel: KernelRun) {
        let threads = kernels_threads()
        defer { kernels_set_threads(threads) }
        for type in [Int32(KERNELS_FLOAT32), Int32(KERNELS_BFLOAT16)] {
            kernels_set_threads(1)
            let expected = kernel.run(type)
            for count: Int32 in [2, 3, 5] {
                kernels_set_threads(count)
                #expect(kernel.run(type) == expected, "\(kernel) with \(count) threads")
            }
        }
    }

    private struct Function: Sendable {
        let number: Int32
        let exact: @Sendable (Double) -> Double
        let range: ClosedRange<Float>
        /// The largest error allowed: absolute, and relative to the value.
        let absolute: Double
        let relative: Double

        init(
            _ number: some BinaryInteger, _ range: ClosedRange<Float>, absolute: Double = 0, relative: Double = 0,
            _ exact: @escaping @Sendable (Double) -> Double
        ) {
            self.number = Int32(number)
            self.exact = exact
            self.range = range
            self.absolute = absolute
            self.relative = relative
        }
    }

    // A unit in the last place is at most 1.2e-7 of the value.
    private static let functions: [Function] = [
        Function(KERNELS_EXP, -86...88.7, relative: 2.4e-7, Foundation.exp),
        Function(KERNELS_LOG, 1e-30...10, absolute: 6e-8, relative: 2.4e-7, Foundation.log),
        Function(KERNELS_TANH, -10...10, relative: 3.6e-7, Foundation.tanh),
        Function(KERNELS_SIGMOID, -80...80, relative: 3.6e-7) { 1 / (1 + Foundation.exp(-$0)) },
        Function(KERNELS_SIN, -8192...8192, absolute: 1.2e-7, Foundation.sin),
        Function(KERNELS_COS, -8192...8192, absolute: 1.2e-7, Foundation.cos),
        // Beyond the vector's range the library does it.
        Function(KERNELS_SIN, -1e9...1e9, absolute: 1.2e-7, Foundation.sin),
        Function(KERNELS_GELU, -14...14, absolute: 1.2e-7, relative: 2.4e-7) {
            $0 * 0.5 * erfc(-$0 / 2.0.squareRoot())
        },
        Function(KERNELS_SILU, -80...80, absolute: 1e-12, relative: 3.6e-7) { $0 / (1 + Foundation.exp(-$0)) },
    ]

    @Test func functionsAreAccurateAtEveryLevel() {
        let count = 400_001
        for function in Self.functions {
            let (low, high) = (function.range.lowerBound, function.range.upperBound)
            let x = (0..<count).map { low + (high - low) * (Float($0) / Float(count - 1)) }
            let exact = x.map { function.exact(Double($0)) }
            atEachLevel { level in
                var y = [Float](repeating: 0, count: count)
                kernels_function_forward(function.number, x, &y, count, Int32(KERNELS_FLOAT32))
                let worst =
                    zip(y, exact).map {
                        abs(Double($0) - $1) / (function.absolute + function.relative * abs($1))
                    }.max() ?? 0
                #expect(worst <= 1, "function \(function.number) at level \(level): \(worst) of the error allowed")
            }
        }
    }
}
