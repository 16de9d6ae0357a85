import Kernels

/// Estimates of the gradient's signal |G|² and noise tr Σ, summed over measurements (McCandlish et al., 2018, appendix A.1).
///
/// From the gradients g₁, g₂ of two halves of b images each, and their mean g: `|G|² ≈ 2 |g|² − s`, `tr Σ ≈ 2b (s − |g|²)` with
/// `s = (|g₁|² + |g₂|²) / 2`. Each is unbiased; their ratio is taken of sums, since a single one is very noisy.
struct GradientNoise: Sendable, Equatable {
    private var signal = 0.0
    private var noise = 0.0

    mutating func add(first: Double, second: Double, mean: Double, half: Int) {
        let small = (first + second) / 2
        signal += 2 * mean - small
        noise += 2 * Double(half) * (small - mean)
    }

    /// The batch size B = tr Σ / |G|² at which noise and signal are as large: below it twice the images do nearly twice the good of one
    /// step, far beyond it hardly any. nil where the measurements are too few to tell.
    var scale: Double? { signal > 0 && noise >= 0 ? noise / signal : nil }
}

extension Trainer {
    /// Measures the gradient on two half batches without a step; data order and running statistics move on.
    func measureNoise(_ noise: inout GradientNoise) throws {
        let whole = order.batch
        order.batch = max(1, whole / 2)
        defer { order.batch = whole }
        let first = try gradient()
        let mean = store.block()
        mean.assign(store.gradients)
        let second = try gradient()
        // The last batch of a pass may be shorter: then the formula does not hold.
        guard first.images == second.images else { return }
        mean.add(store.gradients)
        let squares = kernels_sum_of_squares(mean.floats, mean.count) / 4
        noise.add(first: first.squares, second: second.squares, mean: squares, half: first.images)
    }

    /// Leaves the gradient of the next batch in the store.
    private func gradient() throws -> (squares: Double, images: Int) {
        let batch = nextBatch()
        let tape = Tape()
        let prediction = network(
            batch.input, time: batch.time, classes: batch.classes, .training(tape, computeType: computeType))
        let loss = meanSquaredError(prediction, batch.target)
        store.zeroGradients()
        tape.backward(from: loss)
        let norm = store.gradientNorm()
        guard norm.isFinite else {
            throw NotFinite(step: step, what: "the gradient's norm was \(norm)", learningRate: learningRate)
        }
        return (norm * norm, batch.input.shape[0])
    }
}
