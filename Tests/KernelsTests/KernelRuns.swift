import Kernels

/// One kernel on fixed odd-sized input: the arrays it writes.
struct KernelRun: Sendable, CustomStringConvertible {
    let description: String
    private let body: @Sendable (_ arena: Arena, _ type: Int32) -> [[Float]]

    private init(description: String, body: @escaping @Sendable (_ arena: Arena, _ type: Int32) -> [[Float]]) {
        self.description = description
        self.body = body
    }

    func run(_ type: Int32) -> [[Float]] {
        let arena = Arena()
        return withExtendedLifetime(arena) { body(arena, type) }
    }

    /// Every entry point with arithmetic in it.
    static let all: [KernelRun] =
        functions + elementwise + binaries + channels + rows + pictures + sums

    // Long enough for several threads and shares, and no multiple of a vector.
    private static let length = 70_001

    private static let functions: [KernelRun] = (Int32(KERNELS_IDENTITY)..<Int32(KERNELS_FUNCTIONS)).map { function in
        KernelRun(description: "function \(function)") { arena, type in
            let positive = function == Int32(KERNELS_LOG) || function == Int32(KERNELS_SQRT)
            let x = arena.memory(numbers(length, seed: 1, scale: 5, offset: positive ? 5.5 : 0), type)
            let dy = arena.memory(numbers(length, seed: 2), type)
            let (y, dx) = (arena.memory(count: length, type), arena.memory(count: length, type))
            kernels_function_forward(function, x.pointer, y.pointer, length, type)
            kernels_function_backward(function, x.pointer, dy.pointer, dx.pointer, length, type)
            return [y.values, dx.values]
        }
    }

    private static let elementwise: [KernelRun] = [
        KernelRun(description: "gelu, add and scale") { arena, type in
            let (x, dy) = (
                arena.memory(numbers(length, seed: 3, scale: 5), type), arena.memory(numbers(length, seed: 4), type)
            )
            let results = (0..<4).map { _ in arena.memory(count: length, type) }
            kernels_gelu_forward(x.pointer, results[0].pointer, length, type)
            kernels_gelu_backward(x.pointer, dy.pointer, results[1].pointer, length, type)
            kernels_add_scaled(x.pointer, 0.3, dy.pointer, -1.7, results[2].pointer, length, type)
            kernels_scale_add(x.pointer, 0.3, -1.7, results[3].pointer, length, type)
            return results.map(\.values)
        },
        KernelRun(description: "optimizer") { arena, _ in
            let values = (5..<10).map { arena.memory(numbers(length, seed: $0)) }
            let v = arena.memory(numbers(length, seed: 10, scale: 0.5, offset: 0.5))
            var step = kernels_adam_step(
                learning_rate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.1, gradient_scale: 0.5,
                step: 3)
            kernels_adam(values[0].floats, values[1].floats, values[2].floats, v.floats, length, &step)
            kernels_ema(values[3].floats, values[4].floats, 0.99, length)
            return [
                values[0].values, values[2].values, v.values, values[3].values,
                [Float(kernels_sum_of_squares(values[4].floats, length))],
            ]
        },
    ]

    private static let binaries: [KernelRun] = (0..<Int32(KERNELS_BINARY_OPERATIONS)).map { operation in
        KernelRun(description: "binary \(operation)") { arena, type in
            let (a, b) = (
                arena.memory(numbers(37 * 67, seed: 11), type), arena.memory(numbers(67, seed: 12, offset: 2), type)
            )
            let y = arena.memory(count: 37 * 29 * 67, type)
            var plan = kernels_broadcast()
            plan.rank = 3
            (plan.extents.0, plan.extents.1, plan.extents.2) = (37, 29, 67)
            (plan.a_strides.0, plan.a_strides.2, plan.b_strides.2) = (67, 1, 1)
            kernels_binary(operation, a.pointer, b.pointer, y.pointer, &plan, type)
            return [y.values]
        }
    }

    private static let channels: [KernelRun] =
        [
            KernelRun(description: "scale and shift") { arena, type in
                let (batch, pixels, width) = (3, 901, 37)
                let x = arena.memory(numbers(batch * pixels * width, seed: 13), type)
                let dy = arena.memory(numbers(x.count, seed: 14), type)
                let (scale, shift) = (
                    arena.memory(numbers(batch * width, seed: 15)), arena.memory(numbers(batch * width, seed: 16))
                )
                let (y, dx) = (arena.memory(count: x.count, type), arena.memory(count: x.count, type))
                let (dScale, dShift) = (arena.memory(count: scale.count), arena.memory(count: scale.count))
                let scratch = arena.memory(count: kernels_channel_sums_scratch(batch, pixels, width))
                kernels_scale_shift_forward(
                    x.pointer, scale.floats, shift.floats, y.pointer, batch, pixels, width, type)
                kernels_scale_shift_backward(
                    x.pointer, dy.pointer, scale.floats, dx.pointer, dScale.floats, dShift.floats, scratch.floats,
                    batch, pixels, width, type)
                return [y.values, dx.values, dScale.values, dShift.values]
            }
        ] + [KERNELS_IDENTITY, KERNELS_GELU, KERNELS_SILU].map { groupNorm(Int32($0)) }

    private static func groupNorm(_ activation: Int32) -> KernelRun {
        KernelRun(description: "group norm with activation \(activation)") { arena, type in
            let (batch, pixels, width, groups) = (3, 901, 36, 4)
            let x = arena.memory(numbers(batch * pixels * width, seed: 17, offset: 1), type)
            let dy = arena.memory(numbers(x.count, seed: 18), type)
            let (weight, bias) = (arena.memory(numbers(width, seed: 19)), arena.memory(numbers(width, seed: 20)))
            let (y, dx) = (arena.memory(count: x.count, type), arena.memory(count: x.count, type))
            let (dWeight, dBias) = (arena.memory(count: width), arena.memory(count: width))
            let arrays = (0..<4).map { _ in arena.memory(count: batch * width) }
            let state = kernels_group_norm_state(
                mean: arrays[0].floats, inverse: arrays[1].floats, scale: arrays[2].floats, shift: arrays[3].floats)
            let scratch = arena.memory(count: kernels_group_norm_scratch(batch, pixels, width))
            kernels_group_norm_forward(
                x.pointer, weight.floats, bias.floats, 1e-5, activation, y.pointer, state, scratch.floats, batch,
                pixels,
                width, groups, type)
            kernels_group_norm_backward(
                x.pointer, dy.pointer, weight.floats, activation, dx.pointer, dWeight.floats, dBias.floats, state,
                scratch.floats, batch, pixels, width, groups, type)
            return [y.values, dx.values, dWeight.values, dBias.values]
        }
    }

    private static let rows: [KernelRun] = [
        KernelRun(description: "softmax and cross entropy") { arena, type in
            let (rows, columns) = (501, 77)
            let x = arena.memory(numbers(rows * columns, seed: 21, scale: 4), type)
            let dy = arena.memory(numbers(x.count, seed: 22), type)
            let results = (0..<3).map { _ in arena.memory(count: x.count, type) }
            let totals = arena.memory(count: rows)
            let labels = (0..<rows).map { Int32($0 * 31 % columns) }
            let bias = arena.memory(numbers(columns, seed: 23))
            var layout = kernels_row_bias(
                heads: 1, queries: 1, batch_stride: 0, head_stride: 0, query_stride: 0, column_stride: 1)
            kernels_softmax_forward(
                x.pointer, 0.7, bias.floats, &layout, results[0].pointer, rows, columns, type)
            kernels_softmax_backward(
                results[0].pointer, dy.pointer, 0.7, results[1].pointer, rows, columns, type)
            kernels_log_sum_exp(x.pointer, totals.floats, rows, columns, type)
            kernels_cross_entropy_backward(
                x.pointer, totals.floats, labels, 0.5, results[2].pointer, rows, columns, type)
            return results.map(\.values) + [totals.values]
        },
        KernelRun(description: "layer norm") { arena, type in
            let (rows, columns) = (501, 77)
            let x = arena.memory(numbers(rows * columns, seed: 24, offset: 1), type)
            let dy = arena.memory(numbers(x.count, seed: 25), type)
            let (weight, bias) = (arena.memory(numbers(columns, seed: 26)), arena.memory(numbers(columns, seed: 27)))
            let (y, dx) = (arena.memory(count: x.count, type), arena.memory(count: x.count, type))
            let (means, inverses) = (arena.memory(count: rows), arena.memory(count: rows))
            let (dWeight, dBias) = (arena.memory(count: columns), arena.memory(count: columns))
            let scratch = arena.memory(count: kernels_layer_norm_scratch(rows, columns))
            kernels_layer_norm_forward(
                x.pointer, weight.floats, bias.floats, 1e-5, y.pointer, means.floats, inverses.floats, rows, columns,
                type)
            kernels_layer_norm_backward(
                x.pointer, dy.pointer, weight.floats, means.floats, inverses.floats, dx.pointer, dWeight.floats,
                dBias.floats, scratch.floats, rows, columns, type)
            return [y.values, dx.values, dWeight.values, dBias.values]
        },
    ]

    private static let pictures: [KernelRun] = [
        KernelRun(description: "resample") { arena, type in
            let x = arena.memory(numbers(3 * 15 * 13 * 67, seed: 28), type)
            let y = arena.memory(count: 3 * 2 * 2 * 67, type)
            let start: [Int32] = [0, 3, 5]
            let index: [Int32] = [0, 7, 12, 1, 12]
            let weight: [Float] = [0.3, 0.2, 0.5, 1, -1]
            start.withUnsafeBufferPointer { start in
                index.withUnsafeBufferPointer { index in
                    weight.withUnsafeBufferPointer { weight in
                        let taps = kernels_taps(
                            start: start.baseAddress, index: index.baseAddress, weight: weight.baseAddress)
                        kernels_resample(x.pointer, y.pointer, 3, 67, 15, 13, 2, 2, taps, taps, type)
                    }
                }
            }
            return [y.values]
        },
        KernelRun(description: "max pool") { arena, type in
            let x = arena.memory(numbers(3 * 15 * 13 * 37, seed: 29), type)
            let pool = kernels_pool(
                batch: 3, height: 15, width: 13, channels: 37, size: 3, stride: 2, out_height: 7, out_width: 6)
            let (y, dy) = (arena.memory(count: 3 * 42 * 37, type), arena.memory(numbers(3 * 42 * 37, seed: 30), type))
            let dx = arena.memory(count: x.count, type)
            var chosen = [Int32](repeating: 0, count: y.count)
            kernels_max_pool_forward(x.pointer, y.pointer, &chosen, pool, type)
            kernels_max_pool_backward(dy.pointer, chosen, dx.pointer, pool, type)
            return [y.values, dx.values]
        },
        KernelRun(description: "embedding") { arena, type in
            let indices = (0..<300).map { Int32($0 * 7 % 41) }
            let dy = arena.memory(numbers(300 * 131, seed: 31), type)
            let sum = arena.memory(count: 41 * 131)
            kernels_scatter_rows(dy.pointer, indices, sum.floats, 300, 131, 41, type)
            return [sum.values]
        },
    ]

    private static let sums: [KernelRun] =
        [
            KernelRun(description: "squared difference") { arena, type in
                let (a, b) = (
                    arena.memory(numbers(length, seed: 32), type), arena.memory(numbers(length, seed: 33), type)
                )
                return [[Float(kernels_squared_difference(a.pointer, b.pointer, length, type))]]
            }
        ]
        + [(1, 70_001, 1), (3, 901, 37), (2, 3, 1031), (501, 77, 1)].map { outer, rows, inner in
            KernelRun(description: "sum of [\(outer), \(rows), \(inner)]") { arena, type in
                let x = arena.memory(numbers(outer * rows * inner, seed: 34), type)
                let y = arena.memory(count: outer * inner)
                let scratch = arena.memory(count: kernels_sum_scratch(outer, rows, inner))
                kernels_sum(x.pointer, 0.5, y.floats, scratch.floats, outer, rows, inner, type)
                return [y.values]
            }
        }
}
