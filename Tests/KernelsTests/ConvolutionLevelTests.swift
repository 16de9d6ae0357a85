import Kernels
import Testing

/// The convolutions' kernels at every instruction set against their baseline twin, and in float32 only.
///
/// Fused multiply-adds round once where the baseline rounds twice, and Winograd's transforms enlarge what is rounded: two levels differ by
/// less than both may differ from the exact result, 5·10⁻⁶ of the largest value.
@Suite struct ConvolutionLevelTests {
    private static let geometries: [kernels_winograd] = [
        winograd(taps: 3, kernel: 3, step: 1, channels: 21), winograd(taps: 2, kernel: 4, step: 2, channels: 21),
        winograd(taps: 2, kernel: 3, step: 2, channels: 16),
    ]

    private static func winograd(taps: Int, kernel: Int, step: Int, channels: Int) -> kernels_winograd {
        let (height, width) = (13, 10)
        return kernels_winograd(
            batch: 3,
            source: kernels_grid(height: height, width: width, channels: channels, step: step, padding: 1),
            destination: kernels_grid(
                height: (height + 2 - kernel) / step + 1, width: (width + 2 - kernel) / step + 1, channels: 18, step: 1,
                padding: 0),
            taps: taps, kernel: kernel, flipped: 0, source_stride: kernel * kernel,
            destination_stride: channels * kernel * kernel)
    }

    private func pixels(_ batch: Int, _ grid: kernels_grid) -> Int { batch * grid.height * grid.width * grid.channels }

    private func winogradResults(_ geometry: kernels_winograd) -> [[Float]] {
        var geometry = geometry
        let arena = Arena()
        let x = arena.memory(numbers(pixels(geometry.batch, geometry.source), seed: 1))
        let dy = arena.memory(numbers(pixels(geometry.batch, geometry.destination), seed: 2))
        let taps = geometry.destination.channels * geometry.destination_stride
        let (w, dw) = (arena.memory(numbers(taps, seed: 3)), arena.memory(count: taps))
        let bias = arena.memory(numbers(geometry.destination.channels, seed: 4))
        let y = arena.memory(count: dy.count)
        let packed = arena.memory(count: kernels_winograd_packed(&geometry))
        let scratch = arena.memory(
            count: max(kernels_winograd_scratch(&geometry), kernels_winograd_gradient_scratch(&geometry)))
        kernels_winograd_pack(&geometry, w.floats, packed.floats)
        var whole = kernels_winograd_part(
            x: x.floats, channels: geometry.source.channels, batch: geometry.batch)
        kernels_winograd_run(
            &geometry, &whole, 1, packed.floats, bias.floats, Int32(KERNELS_GELU), y.floats, scratch.floats)
        kernels_winograd_gradient(&geometry, x.floats, dy.floats, dw.floats, scratch.floats)
        return withExtendedLifetime(arena) { [packed.values, y.values, dw.values] }
    }

    private func thinResults(_ wideChannels: Int) -> [[Float]] {
        var geometry = kernels_thin(
            batch: 3, height: 9, width: 11, channels: 2, wide_height: 9, wide_width: 11, wide_channels: wideChannels,
            kernel: 3, padding: 1, flipped: 0, thin_stride: 9, wide_stride: 18)
        let arena = Arena()
        let thin = arena.memory(numbers(3 * 99 * 2, seed: 5))
        let wide = arena.memory(numbers(3 * 99 * wideChannels, seed: 6))
        let w = arena.memory(numbers(18 * wideChannels, seed: 7))
        let results = [wide.count, thin.count, w.count].map { arena.memory(count: $0) }
        let scratch = arena.memory(count: kernels_thin_gradient_scratch(&geometry))
        for reduces: Int32 in [0, 1] {
            let packed = arena.memory(count: kernels_thin_packed(&geometry, reduces))
            kernels_thin_pack(&geometry, reduces, w.floats, packed.floats)
            let pass = reduces == 0 ? kernels_thin_expand : kernels_thin_reduce
            pass(
                &geometry, (reduces == 0 ? thin : wide).floats, packed.floats, nil, Int32(KERNELS_SILU),
                results[Int(reduces)].floats, scratch.floats)
        }
        kernels_thin_gradient(&geometry, thin.floats, wide.floats, results[2].floats, scratch.floats)
        return withExtendedLifetime(arena) { results.map(\.values) }
    }

    private func everyLevel(_ run: () -> [[Float]]) {
        kernels_set_thread_level(Int32(KERNELS_BASELINE))
        let expected = run()
        for level in Int32(KERNELS_BASELINE)...kernels_best_level() {
            kernels_set_thread_level(level)
            for (index, (found, wanted)) in zip(run(), expected).enumerated() {
                let largest = wanted.map(abs).max() ?? 0
                let worst = zip(found, wanted).map { abs($0 - $1) }.max() ?? 0
                #expect(found.count == wanted.count && largest.isFinite && largest > 0)
                #expect(worst <= 5e-6 * largest, "result \(index), level \(level): off by \(worst) of \(largest)")
            }
        }
        kernels_set_thread_level(-1)
    }

    @Test func winogradEqualsTheBaseline() {
        for geometry in Self.geometries { everyLevel { winogradResults(geometry) } }
    }

    @Test func thinEqualsTheBaseline() {
        for channels in [1, 16, 37] { everyLevel { thinResults(channels) } }
    }
}
