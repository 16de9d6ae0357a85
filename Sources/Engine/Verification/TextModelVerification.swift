import Foundation
import Kernels

/// The part of a reference folder that holds small pipelines of DeepFloyd IF's architecture, and what diffusers computed with them.
struct TextModelVerification {
    let folder: String
    let expected: SafetensorsFile
    let settings: Settings
    let check: (VerificationLine) -> Void

    struct Settings: Decodable {
        var prompts: [String]
        var run: Run

        struct Run: Decodable {
            var seed: UInt64
            var steps: Int
            var guidance: Double
            var prompt: String
            var negative: String
            var stage2: SecondStage
        }

        struct SecondStage: Decodable {
            var noise_level: Int
            var guidance: Double
        }
    }

    init(folder: String, check: @escaping (VerificationLine) -> Void) throws {
        self.folder = folder
        self.check = check
        expected = try SafetensorsFile(path: folder + "/expected.safetensors")
        settings = try JSON.decode(Settings.self, from: folder + "/expected.json")
    }

    func verify() throws {
        try verifyText()
        let errors = (first: try verifyFirstStage(), second: try verifySecondStage())
        try TextRunVerification(folder: folder, expected: expected, settings: settings, errors: errors).verify(check)
        try verifyPrecomputed()
    }

    /// Tokens exactly, embeddings as outputs.
    private func verifyText() throws {
        let tokenizer = try Tokenizer(path: folder + "/stage1/tokenizer/spiece.model")
        let prompts = settings.prompts.map { tokenizer.prompt($0.lowercased()) }
        exactly("ids", prompts.flatMap { $0.tokens.map(Float.init) }, try expected.tensor("ids").array)
        let masks = prompts.flatMap { prompt in (0..<Tokenizer.length).map { Float($0 < prompt.length ? 1 : 0) } }
        exactly("mask", masks, try expected.tensor("mask").array)
        let encoder = try PipelineFolder(folder + "/stage1").textEncoder()
        let embeddings = encoder(
            prompts.map(\.tokens), lengths: prompts.map(\.length), .inference(keepsWeights: false))
        try compare("embeddings", embeddings, Verification.Tolerance.output)
    }

    /// One evaluation, its loss and the gradients that the reference kept.
    ///
    /// - Returns: what the evaluation is off by.
    private func verifyFirstStage() throws -> Double {
        let network = try PipelineFolder(folder + "/stage1").unet()
        let x = try images("s1.x")
        let text = try expected.tensor("embeddings").rows(0..<x.shape[0])
        let times = try numbers("s1.t")
        let y = network(x, times: times, text: text, .inference())
        let error = try compare("s1.y", y.channelsFirst(), Verification.Tolerance.output)
        let store = ParameterStore(network)
        store.zeroGradients()
        let tape = Tape()
        let variable = tape.variable(x)
        let loss = meanSquaredError(
            network(variable, times: times, text: text, .training(tape)), try images("s1.target"))
        tape.backward(from: loss)
        try compare("s1.loss", loss, Verification.Tolerance.output)
        if let gradient = tape.gradient(of: variable) {
            try compare("s1.grad.x", gradient.channelsFirst(), Verification.Tolerance.gradient)
        }
        let parameters = Dictionary(uniqueKeysWithValues: network.parameters.map { ($0.name, $0.parameter) })
        for key in expected.names where key.hasPrefix("s1.grad.") && key != "s1.grad.x" {
            let gradient = parameters[String(key.dropFirst("s1.grad.".count))]?.gradient
            try compare(key, gradient ?? Tensor(zeros: [0]), Verification.Tolerance.gradient)
        }
        return error
    }

    private func verifySecondStage() throws -> Double {
        let network = try PipelineFolder(folder + "/stage2").unet()
        let x = try images("s2.x")
        // The second prompt's embedding.
        let text = try expected.tensor("embeddings").rows(1..<2)
        let y = network(
            x, times: try numbers("s2.t"), text: text, noiseLevels: try numbers("s2.noise_level"), .inference())
        return try compare("s2.y", y.channelsFirst(), Verification.Tolerance.output)
    }

    /// The embeddings as the course hands them out: those of the run, rounded to half precision.
    private func verifyPrecomputed() throws {
        let file = try PromptEmbeddings(path: folder + "/prompt_embeds_dict.pth")
        let all = try expected.tensor("embeddings")
        for prompt in file.prompts {
            guard let index = settings.prompts.firstIndex(of: prompt) else { continue }
            let found = try file.embedding(of: prompt, width: all.shape[2]).array
            exactly("prompt_embeds_dict.pth.\(index)", found, halved(all.rows(index..<index + 1)))
        }
    }

    /// The numbers rounded to half precision.
    private func halved(_ x: Tensor) -> [Float] {
        var bits = [UInt16](repeating: 0, count: x.count)
        kernels_float_to_float16(x.floats, &bits, x.count)
        var result = [Float](repeating: 0, count: x.count)
        kernels_float16_to_float(bits, &result, x.count)
        withExtendedLifetime(x.storage) {}
        return result
    }

    private func images(_ name: String) throws -> Tensor { try expected.tensor(name).channelsLast() }

    private func numbers(_ name: String) throws -> [Double] { try expected.tensor(name).array.map(Double.init) }

    @discardableResult
    private func compare(_ name: String, _ found: Tensor, _ tolerance: Double) throws -> Double {
        let error = Verification.relativeError(found.array, try expected.tensor(name).array)
        check(VerificationLine("if_tiny/\(name)", error: error, tolerance: tolerance))
        return error
    }

    private func exactly(_ name: String, _ found: [Float], _ expected: [Float]) {
        let wrong =
            found.count == expected.count ? Double(zip(found, expected).count { $0 != $1 }) : Double.infinity
        check(VerificationLine("if_tiny/\(name)", error: wrong, tolerance: 0))
    }
}

extension Verification {
    /// DeepFloyd IF in small: text, both stages, gradients and a whole run.
    static func verifyTextModel(folder: String, _ check: (VerificationLine) -> Void) throws {
        try withoutActuallyEscaping(check) { try TextModelVerification(folder: folder, check: $0).verify() }
    }
}
