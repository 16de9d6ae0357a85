import Testing

@testable import Engine

@Suite struct DigitUNetTests {
    /// Several conditions for the same images: the way down is computed once, and nothing else changes.
    @Test func conditionsShareTheWayDown() {
        var generator = Generator(seed: 3)
        let network = DigitUNet(.init(hidden: 16, timeConditioned: true, classes: 10), generator: &generator)
        let x = generator.normal([3, 28, 28, 1])
        let t = generator.uniform([6, 1])
        let c = oneHot([1, 2, nil, 7, nil, 0], classes: 10)
        let together = network(x, time: t, classes: c, .inference(computeType: .float32))
        #expect(together.shape == [6, 28, 28, 1])
        for group in 0..<2 {
            let rows = 3 * group..<3 * group + 3
            let alone = network(x, time: t.rows(rows), classes: c.rows(rows), .inference(computeType: .float32))
            #expect(relativeDifference(together.rows(rows).array, alone.array) < 1e-6)
        }
        #expect(together.rows(0..<3).array != together.rows(3..<6).array)
    }

    /// Many pictures go through the network some at a time, so that their number does not decide the memory.
    @Test func manyPredictionsAreMadeSomeAtATime() {
        var generator = Generator(seed: 4)
        let configuration = DigitUNetConfiguration(hidden: 8, timeConditioned: true, classes: 10)
        let card = ModelCard(name: "model", configuration: configuration, objective: .flow, data: "mnist", step: 0)
        let model = LoadedModel(
            card: card, network: DigitUNet(configuration, generator: &generator), computeType: .float32)
        let x = generator.normal([5, 28, 28, 1])
        let conditions = [1, 2, 3, 4, 5].map(Condition.label) + Array(repeating: .none, count: 5)
        let whole = DigitDenoiser(model).evaluate(x, time: 0.3, conditions: conditions).value
        // Two states at a time, then the one that is left; and never less than one.
        for most in [4, 5, 1] {
            let denoiser = DigitDenoiser(model, predictionsAtOnce: most)
            let found = denoiser.evaluate(x, time: 0.3, conditions: conditions).value
            #expect(relativeDifference(found.array, whole.array) < 1e-6)
        }
    }
}
