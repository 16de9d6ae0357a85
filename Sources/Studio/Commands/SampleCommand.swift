import ArgumentParser
import Engine
import Foundation

/// `studio sample`
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Make pictures with a trained model.")

    @Option(help: "A model's folder or name; the newest when left out.") var model: String?
    @Option(name: .customLong("class"), help: "Classes, such as 7 or 0,1,2 (taken in turn).") var classes: String?
    @Option(help: "A text prompt; needs a text model.") var prompt: String?
    @Option(help: "The class (or text) to guide away from.") var negative: String?
    @Option(parsing: .unconditional, help: "How many pictures.") var count = 16
    @Option(parsing: .unconditional, help: "Sampling steps.") var steps = 50
    @Option(
        help: """
            flow-euler, flow-heun; ddpm, ddim, euler, euler-a, heun, dpm++2m, dpm++2m-karras, unipc; one-step: \
            the model's usual one when left out.
            """) var sampler: String?
    @Option(parsing: .unconditional, help: "Guidance scale: 1 is the condition alone, more insists on it.")
    var guidance = 5.0
    @Option(parsing: .unconditional, help: "Seed of the noise.") var seed: UInt64 = 0
    @Option(help: "ema: the averaged weights where they were kept; raw: as trained.") var weights = WeightsChoice.ema
    @Option(help: "What to compute in: auto takes bf16 where the processor multiplies it.")
    var precision = Precision.auto
    @Option(parsing: .unconditional, help: "Threads to compute with.") var threads: Int?
    @Option(help: "Picture to write: .png (a grid) or .gif (the denoising).") var output: String?
    @Option(help: "Also write the numbers: FILE.safetensors.") var tensor: String?
    @Flag(help: "Write every state into --tensor too.") var keepTrajectory = false
    @Flag(help: "One JSON object on standard output at the end.") var json = false

    func validate() throws {
        let most = SamplingRequest.mostPictures
        guard (1...most).contains(count) else {
            throw ValidationError("--count", expected: "1…\(most)", found: "\(count)")
        }
        let longest = SamplingRequest.mostSteps
        guard (1...longest).contains(steps) else {
            throw ValidationError("--steps", expected: "1…\(longest)", found: "\(steps)")
        }
        guard guidance.isFinite else {
            throw ValidationError("--guidance", expected: "a finite number", found: "\(guidance)")
        }
        guard output != nil || tensor != nil else {
            throw ValidationError("say where the pictures go: --output FILE.png")
        }
        if let output, ![".png", ".gif"].contains(where: output.lowercased().hasSuffix) {
            throw ValidationError("--output", expected: "FILE.png or FILE.gif", found: output)
        }
        if let tensor, !tensor.lowercased().hasSuffix(".safetensors") {
            throw ValidationError("--tensor", expected: "FILE.safetensors", found: tensor)
        }
        if keepTrajectory, tensor == nil { throw ValidationError("--keep-trajectory needs --tensor FILE.safetensors") }
        _ = try labels()
        try checkThreads(threads)
    }

    func run() throws {
        if let threads { Threads.count = threads }
        let loaded = try ModelCatalogue.load(model, precision: precision, weights: weights)
        let request = try makeRequest(loaded)
        let run = try SamplingRun(request, model: loaded)
        let isAnimation = output?.lowercased().hasSuffix(".gif") == true
        var trajectory = SampleOutput(run, wantsStates: keepTrajectory || isAnimation)
        let interrupt = InterruptFlag()
        var line = ProgressLine()
        let started = ContinuousClock.now
        while !run.isFinished {
            if interrupt.isSet {
                line.end()
                throw Interrupted()
            }
            run.advance()
            trajectory.add(run)
            let spent = started.duration(to: .now).seconds
            let left = spent / Double(run.step) * Double(run.totalSteps - run.step)
            line.show("step \(run.step)/\(run.totalSteps)  \(clock(left)) left")
        }
        line.end()
        let command = recipeCommand(loaded)
        if let output { try trajectory.writePicture(to: output, recipe: command) }
        if let tensor { try trajectory.writeTensors(to: tensor, keepTrajectory: keepTrajectory) }
        if json {
            try writeJSON(Record(model: loaded.card.name, output: output, tensor: tensor, command: command))
        }
    }

    private struct Record: Encodable {
        var model: String
        var output: String?
        var tensor: String?
        var command: String
    }

    private func makeRequest(_ loaded: LoadedModel) throws -> SamplingRequest {
        guard prompt == nil else {
            throw EngineFailure(
                "this model does not read text", expected: "--class", found: "--prompt", place: loaded.card.name)
        }
        let steps = min(steps, loaded.card.objective.mostSteps == 1 ? 1 : steps)
        let (classes, negative) = try labels()
        return SamplingRequest(
            classes: classes, negativeClass: negative, count: count, steps: steps, sampler: sampler ?? "",
            guidance: guidance, seed: seed)
    }

    private func labels() throws -> (classes: [Int], negative: Int?) {
        let words = classes?.split(separator: ",", omittingEmptySubsequences: false) ?? []
        return (try words.map { try label($0, "--class") }, try negative.map { try label($0[...], "--negative") })
    }

    private func label(_ text: Substring, _ option: String) throws -> Int {
        guard let number = Int(text.trimmingCharacters(in: .whitespaces)) else {
            throw ValidationError(
                option, expected: "a class's number, such as 7", found: text.isEmpty ? "nothing" : "\(text)")
        }
        return number
    }

    /// The command that makes the same pictures again.
    private func recipeCommand(_ loaded: LoadedModel) -> String {
        var words = ["studio sample", "--model \(shellQuoted(model ?? loaded.card.name))"]
        if let classes { words.append("--class \(shellQuoted(classes))") }
        if let negative { words.append("--negative \(shellQuoted(negative))") }
        words += ["--count \(count)", "--steps \(steps)"]
        if let sampler { words.append("--sampler \(shellQuoted(sampler))") }
        if weights == .raw { words.append("--weights raw") }
        words += ["--guidance \(guidance)", "--seed \(seed)", "--precision \(precision.rawValue)"]
        if let output { words.append("--output \(shellQuoted(output))") }
        return words.joined(separator: " ")
    }
}

extension Precision: ExpressibleByArgument {}

extension WeightsChoice: ExpressibleByArgument {}

/// The text as one word of a shell command.
func shellQuoted(_ text: String) -> String {
    let plain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-/,:=+".contains($0)) }
    return plain && !text.isEmpty ? text : "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
}
