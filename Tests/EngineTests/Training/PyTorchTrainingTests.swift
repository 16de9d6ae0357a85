import Foundation
import Testing

@testable import Engine

/// Clipping, Adam, AdamW and the moving average against PyTorch's numbers (Fixtures/training/make_training.py).
@Suite struct PyTorchTrainingTests {
    private struct Step: Decodable {
        var norm: Double
        var weights: [Float]
        var average: [Float]
        var mean: [Float]
    }

    private struct Reference: Decodable {
        var start: [Float]
        var gradients: [[Float]]
        var adam: [Step]
        var adam_clipped: [Step]
        var adamw: [Step]
        var exponential: [Double]
        var cosine: [Double]
    }

    private final class Small: Module {
        let a: Parameter
        let b: Parameter
        let mean = Buffer(Tensor(zeros: [4]))

        init(_ start: [Float]) {
            a = Parameter(Tensor(Array(start[..<15]), [3, 5]))
            b = Parameter(Tensor(Array(start[15...]), [17]))
        }

        var entries: [ModuleEntry] { [.parameter("a", a), .parameter("b", b), .buffer("mean", mean)] }
    }

    private func reference() throws -> Reference {
        try JSON.decode(Reference.self, from: Fixtures.path("training/training.json"))
    }

    private func flat(_ store: ParameterStore, _ block: Tensor) -> [Float] {
        store.windows(block).flatMap { $0.value.array }
    }

    private func expectClose(_ mine: [Float], _ theirs: [Float], _ what: String) {
        #expect(mine.count == theirs.count)
        let worst = zip(mine, theirs).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 1
        #expect(worst < 1e-6, "\(what): \(worst)")
    }

    @Test(
        arguments: [
            ("adam", nil, 0.5, 0.0), ("adam_clipped", 1.0, 0.999, 0.0), ("adamw", 0.3, 0.25, 0.1),
        ] as [(String, Double?, Double, Double)])
    func everyStepIsPyTorchs(_ name: String, _ clip: Double?, _ decay: Double, _ weightDecay: Double) throws {
        let reference = try reference()
        let steps = name == "adam" ? reference.adam : name == "adamw" ? reference.adamw : reference.adam_clipped
        let module = Small(reference.start)
        let store = ParameterStore(module)
        let adam = Adam(AdamConfiguration(learningRate: 1e-2, weightDecay: weightDecay), store: store)
        let average = ExponentialMovingAverage(decay: decay, store: store, network: module)
        var clipped = 0
        for (index, step) in steps.enumerated() {
            let gradient = reference.gradients[index]
            module.a.gradient?.assign(Tensor(Array(gradient[..<15]), [3, 5]))
            module.b.gradient?.assign(Tensor(Array(gradient[15...]), [17]))
            let norm = store.gradientNorm()
            #expect(abs(norm - step.norm) < 1e-6 * step.norm)
            let factor = clip.map { ParameterStore.clipFactor(norm: norm, limit: $0) } ?? 1
            clipped += factor < 1 ? 1 : 0
            adam.update(store, learningRate: 1e-2, gradientScale: factor)
            module.mean.value.assign(Tensor(module.mean.value.array.map { $0 + 0.5 * Float(index) }, [4]))
            average.update()
            expectClose(flat(store, store.values), step.weights, "\(name), weights after step \(index + 1)")
            expectClose(flat(store, average.average), step.average, "\(name), average after step \(index + 1)")
            expectClose(average.statistics[0].array, step.mean, "\(name), averaged buffer after step \(index + 1)")
        }
        // Some gradients were short enough and some were not.
        #expect(clip == nil ? clipped == 0 : clipped > 1 && clipped < steps.count)
    }

    @Test func theSchedulesArePyTorchs() throws {
        let reference = try reference()
        for index in 0...20 {
            let exponential = 0.01 * LearningRateSchedule.exponential.factor(epoch: index, of: 20, progress: 0)
            let cosine = 0.01 * LearningRateSchedule.cosine.factor(epoch: 0, of: 1, progress: Double(index) / 20)
            #expect(abs(exponential - reference.exponential[index]) < 1e-14)
            #expect(abs(cosine - reference.cosine[index]) < 1e-14)
        }
    }

    @Test func swappingTheAverageTwiceChangesNothing() throws {
        let start = try reference().start
        let module = Small(start)
        let store = ParameterStore(module)
        let average = ExponentialMovingAverage(decay: 0.9, store: store, network: module)
        store.values.fill(3)
        module.mean.value.fill(4)
        average.swap()
        #expect(module.mean.value.array == [0, 0, 0, 0] && module.a.value.array.first == start[0])
        average.swap()
        #expect(store.values.array.allSatisfy { $0 == 3 } && module.mean.value.array == [4, 4, 4, 4])
    }
}
