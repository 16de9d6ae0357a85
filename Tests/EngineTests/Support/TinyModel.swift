@testable import Engine

extension LoadedModel {
    /// A digit network with random weights, small enough for tests.
    static func tiny(_ objective: Objective = .flow, classes: Int = 10, seed: UInt64 = 0) -> LoadedModel {
        let configuration = DigitUNetConfiguration(hidden: 4, timeConditioned: objective.usesTime, classes: classes)
        var generator = Generator(seed: seed)
        let card = ModelCard(name: "tiny", configuration: configuration, objective: objective, data: "none", step: 0)
        return LoadedModel(
            card: card, network: DigitUNet(configuration, generator: &generator), computeType: .float32)
    }

    static let tinyDDPM = Objective.ddpm(timesteps: 300, betaStart: 1e-4, betaEnd: 0.02)
}

extension SamplingRun {
    /// Runs to the end and gives the pictures' numbers.
    func finished() -> [Float] {
        while !isFinished { advance() }
        return state.array
    }
}
