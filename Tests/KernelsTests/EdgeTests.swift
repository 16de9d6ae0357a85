import Kernels
import Testing

/// No kernel touches memory when there is nothing to do.
@Suite struct EdgeTests {
    @Test func nothingToDo() {
        let arena = Arena()
        let empty = arena.memory([])
        let type = Int32(KERNELS_FLOAT32)
        var plan = kernels_broadcast()
        plan.rank = 1
        kernels_binary(Int32(KERNELS_ADD), empty.pointer, empty.pointer, empty.pointer, &plan, type)
        kernels_function_forward(Int32(KERNELS_EXP), empty.pointer, empty.pointer, 0, type)
        kernels_softmax_forward(empty.pointer, 1, nil, nil, empty.pointer, 0, 5, type)
        kernels_softmax_forward(empty.pointer, 1, nil, nil, empty.pointer, 5, 0, type)
        kernels_copy_rows(empty.pointer, 0, empty.pointer, 0, 0, 4)
        kernels_sum(empty.pointer, 1, empty.floats, empty.floats, 0, 3, 0, type)
        var sum: Float = 3
        var scratch: Float = 0
        kernels_sum(empty.pointer, 1, &sum, &scratch, 1, 0, 1, type)
        #expect(sum == 0)
        #expect(kernels_squared_difference(empty.pointer, empty.pointer, 0, type) == 0)
        withExtendedLifetime(arena) {}
    }

    @Test func conversionsRoundToEvenAndKeepNaN() {
        let values: [Float] = [1, 1.00390625, 1.01171875, .infinity, -.infinity, 3.4e38, -0.0]
        let stored = Memory(values, Int32(KERNELS_BFLOAT16)).values
        // 1 + 2⁻⁸ and 1 + 3 · 2⁻⁸ lie half way: to the even neighbour.
        #expect(stored[0...4] == [1, 1, 1.015625, .infinity, -.infinity])
        #expect(stored[5] == .infinity && stored[6].sign == .minus)
        #expect(Memory([.nan], Int32(KERNELS_BFLOAT16)).values[0].isNaN)
    }
}
