import Foundation

extension Verification {
    private struct Settings: Decodable {
        var hidden: Int
        var time: Bool
        var classes: Int
        var learning_rate: Double
        var steps: Int
    }

    /// The digit U-Net: training-mode output, every gradient, the optimizer's steps, inference mode.
    static func verifyDigitUNet(folder: String, name: String, _ check: (VerificationLine) -> Void) throws {
        let settings = try JSON.decode(Settings.self, from: "\(folder)/\(name).json")
        let file = try SafetensorsFile(path: "\(folder)/\(name).safetensors")
        let case_ = try DigitUNetCase(settings: settings, file: file, name: name)
        try case_.verifyTraining(check)
        try case_.verifyInference(check)
    }

    private struct DigitUNetCase {
        let settings: Settings
        let file: SafetensorsFile
        let name: String
        let network: DigitUNet
        let x: Tensor
        let target: Tensor
        let time: Tensor?
        let classes: Tensor?

        init(settings: Settings, file: SafetensorsFile, name: String) throws {
            self.settings = settings
            self.file = file
            self.name = name
            var generator = Generator(seed: 0)
            network = DigitUNet(
                DigitUNetConfiguration(
                    hidden: settings.hidden, timeConditioned: settings.time, classes: settings.classes),
                generator: &generator)
            // One channel: NCHW and NHWC are the same memory.
            func images(_ key: String) throws -> Tensor {
                let values = try file.tensor(key)
                return values.reshaped([values.shape[0], DigitUNet.side, DigitUNet.side, 1])
            }
            x = try images("x")
            target = try images("target")
            time = settings.time ? try file.tensor("t") : nil
            classes = settings.classes > 0 ? try file.tensor("c") : nil
        }

        func verifyTraining(_ check: (VerificationLine) -> Void) throws {
            let store = ParameterStore(network)
            try ModelFolder.fill(network.entries, prefix: "before.", from: file)
            let optimizer = Adam(AdamConfiguration(learningRate: settings.learning_rate), store: store)
            var losses: [Float] = []
            for step in 0..<settings.steps {
                let tape = Tape()
                let y = network(x, time: time, classes: classes, .training(tape))
                let loss = meanSquaredError(y, target)
                losses.append(loss.item)
                store.zeroGradients()
                tape.backward(from: loss)
                if step == 0 {
                    try compare("y", y.array, Tolerance.output, check)
                    try verifyGradients(check)
                }
                optimizer.update(store, learningRate: settings.learning_rate)
            }
            try compare("losses", losses, Tolerance.gradient, check)
            try verifyAfter(check)
        }

        private func verifyGradients(_ check: (VerificationLine) -> Void) throws {
            for (key, parameter) in network.parameters {
                let found = parameter.gradient?.array ?? []
                guard isCancelled(key) else {
                    try compare("grad.\(key)", found, Tolerance.gradient, check)
                    continue
                }
                // Exactly zero here; in the reference what rounding leaves of a sum that cancels. Its measure is the gradient of
                // the same convolution's weight.
                let expected = try file.tensor("grad.\(key)").array
                let weight = try file.tensor("grad.\(key.dropLast(4))weight").array
                let scale = Double(weight.reduce(0) { max($0, abs($1)) })
                check(
                    VerificationLine(
                        "\(name)/grad.\(key)", error: largestDifference(found, expected) / scale,
                        tolerance: Tolerance.gradient, note: "cancelled by batch norm; over its weight's gradient"))
            }
        }

        private func verifyAfter(_ check: (VerificationLine) -> Void) throws {
            let rate = settings.learning_rate
            let steps = settings.steps
            // Adam turns the reference's rounding noise into steps of up to the learning rate (PyTorch in another memory layout
            // differs from itself by as much), so a cancelled bias may have drifted by steps × rate there, and the running mean,
            // which contains it, by the running average of that.
            let meanDrift = (0..<steps).reduce(0.0) { $0 + 0.1 * pow(0.9, Double(steps - 1 - $1)) * Double($1) * rate }
            for entry in network.entries {
                let key = "after.\(entry.name)"
                let expected = try file.tensor(key).array
                let found = entry.value.array
                if isCancelled(entry.name) {
                    let drift = largestDifference(found, expected)
                    check(
                        VerificationLine(
                            "\(name)/\(key)", error: drift, tolerance: Double(steps) * rate * 1.001,
                            note: "cancelled by batch norm; absolute, steps × learning rate"))
                } else if entry.name.hasSuffix("running_mean") {
                    let scale = Double(expected.reduce(0) { max($0, abs($1)) })
                    let beyond = max(0, largestDifference(found, expected) - meanDrift) / scale
                    check(
                        VerificationLine(
                            "\(name)/\(key)", error: beyond, tolerance: Tolerance.gradient,
                            note: "beyond the drift of the cancelled bias"))
                } else {
                    try compare(key, found, Tolerance.gradient, check)
                }
            }
        }

        /// Inference on the reference's own final weights, so that only inference is measured.
        func verifyInference(_ check: (VerificationLine) -> Void) throws {
            try ModelFolder.fill(network.entries, prefix: "after.", from: file)
            network.weightsChanged()
            let y = network(x, time: time, classes: classes, .inference())
            try compare("y_eval_after", y.array, Tolerance.output, check)
        }

        /// The bias of a convolution that batch normalisation follows.
        private func isCancelled(_ key: String) -> Bool { key.hasSuffix(".conv.bias") }

        private func compare(
            _ key: String, _ found: [Float], _ tolerance: Double, _ check: (VerificationLine) -> Void
        ) throws {
            let error = relativeError(found, try file.tensor(key).array)
            check(VerificationLine("\(name)/\(key)", error: error, tolerance: tolerance))
        }
    }
}
