import Testing

@testable import Engine

/// What the network is asked for in a step.
@Suite struct GuidedNetworkTests {
    /// Predicts `10 x + label`, −1 being no label, and writes down what it was asked.
    private final class Witness: ConditionedNetwork {
        let prediction = PredictionType.clean
        let range: ClosedRange<Float> = 0...1
        let isConditional = true
        var asked: [(rows: Int, conditions: [Condition])] = []

        func level(at time: Double) -> NoiseLevel { NoiseLevel(signal: 0.6, noise: 0.8) }

        func evaluate(_ x: Tensor, time: Double, conditions: [Condition]) -> NetworkOutput {
            asked.append((x.shape[0], conditions))
            let size = x.count / x.shape[0]
            let values = conditions.enumerated().flatMap { index, condition in
                let label = if case .label(let label) = condition { Float(label) } else { Float(-1) }
                let row = index % x.shape[0]
                return x.array[row * size..<(row + 1) * size].map { 10 * $0 + label }
            }
            return NetworkOutput(Tensor(values, Shape([conditions.count] + x.shape.dimensions.dropFirst())))
        }
    }

    private let x = Tensor([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], [2, 2, 2, 1])

    private func predict(_ composition: Composition, with network: Witness) -> [Float] {
        let guided = GuidedNetwork(
            network: network, weak: nil, composition: composition, negative: .none, guidance: Guidance(scale: 3))
        var momentum: [Tensor] = []
        return guided.predict(x, time: 0.5, progress: 0, momentum: &momentum).value.array
    }

    @Test func aStateIsShownOnceForBothPredictions() {
        let network = Witness()
        let found = predict(Composition([.label(4), .label(5)]), with: network)
        #expect(network.asked.count == 1)
        #expect(network.asked[0].rows == 2)
        #expect(network.asked[0].conditions == [.label(4), .label(5), .none, .none])
        // −1 + 3 (4 − −1) = 14 and 17.
        let expected = x.array.enumerated().map { 10 * $1 + ($0 < 4 ? 14 : 17) }
        #expect(relativeDifference(found, expected) < 1e-6)
    }

    /// Both parts of a hybrid look at one state: one picture of it, one prediction to lead away from.
    @Test func partsThatSeeTheSameShareIt() {
        let network = Witness()
        let parts = [[Condition.label(4), .label(4)], [.label(8), .label(8)]].map { CompositionPart(conditions: $0) }
        let found = predict(Composition(parts: parts, rule: .mean), with: network)
        #expect(network.asked[0].rows == 2)
        #expect(network.asked[0].conditions.count == 6)
        // Guided 14 and 26; their mean.
        #expect(relativeDifference(found, x.array.map { 10 * $0 + 20 }) < 1e-6)
    }

    @Test func viewsAreShownEachForItself() {
        let network = Witness()
        let parts = [
            CompositionPart(conditions: [.label(4), .label(4)]),
            CompositionPart(conditions: [.label(8), .label(8)], view: .flip),
        ]
        let found = predict(Composition(parts: parts, rule: .mean), with: network)
        #expect(network.asked[0].rows == 4)
        #expect(network.asked[0].conditions.count == 8)
        #expect(relativeDifference(found, x.array.map { 10 * $0 + 20 }) < 1e-6)
    }
}
