import ArgumentParser
import Engine
import Foundation

/// `studio sample`
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "Make pictures with a trained model.")

    @Option(help: "A model's folder or name; the newest when left out.") var model: String?
    @Option(name: .customLong("class"), help: "Classes, such as 7 or 0,1,2 (in turn).") var classes: String?
    @Option(help: "A text prompt; needs a text model.") var prompt: String?
    @Option(help: "The class (or text) to guide away from.") var negative: String?
    @Option(help: "How many pictures.") var count = 16
    @Option(help: "Sampling steps.") var steps = 50
    @Option(help: "flow-euler, ddpm, ddim, one-step; the model's usual one when left out.") var sampler: String?
    @Option(help: "Guidance scale: 1 is the condition alone, more insists on it.") var guidance = 5.0
    @Option(help: "Seed of the noise.") var seed: UInt64 = 0
    @Option(help: "auto, f32 or bf16.") var precision = "auto"
    @Option(help: "Threads to compute with.") var threads: Int?
    @Option(help: "Picture to write: .png (a grid) or .gif (the denoising).") var output: String?
    @Option(help: "Also write the numbers: FILE.safetensors.") var tensor: String?
    @Flag(help: "Write every state into --tensor too.") var keepTrajectory = false
    @Flag(help: "One JSON object on standard output at the end.") var json = false

    func validate() throws {
        guard count >= 1 else { throw ValidationError("--count is 1 or more, not \(count).") }
        guard steps >= 1 else { throw ValidationError("--steps is 1 or more, not \(steps).") }
        guard guidance.isFinite else { throw ValidationError("--guidance is a number.") }
        guard output != nil || tensor != nil else {
            throw ValidationError("Say where the pictures go: --output FILE.png.")
        }
        if let output, ![".png", ".gif"].contains(where: output.lowercased().hasSuffix) {
            throw ValidationError("--output ends in .png or .gif, not '\(output)'.")
        }
        if keepTrajectory, tensor == nil { throw ValidationError("--keep-trajectory needs --tensor FILE.safetensors.") }
    }

    func run() throws {
        if let threads { try setThreads(threads) }
        let loaded = try ModelCatalogue.load(model, precision: try choice(precision, "--precision"))
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
        if json { printJSON(Record(model: loaded.card.name, output: output, tensor: tensor, command: command)) }
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
        let labels = try (classes ?? "").split(separator: ",").map { try label($0, "--class") }
        let steps = min(steps, loaded.card.objective.mostSteps == 1 ? 1 : steps)
        return SamplingRequest(
            classes: labels, negativeClass: try negative.map { try label($0[...], "--negative") }, count: count,
            steps: steps, sampler: sampler ?? "", guidance: guidance, seed: seed)
    }

    private func label(_ text: Substring, _ option: String) throws -> Int {
        guard let number = Int(text.trimmingCharacters(in: .whitespaces)) else {
            throw ValidationError("\(option) takes class numbers, such as 7, not '\(text)'.")
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
        words += ["--guidance \(guidance)", "--seed \(seed)", "--precision \(precision)"]
        if let output { words.append("--output \(shellQuoted(output))") }
        return words.joined(separator: " ")
    }
}

/// The text as one word of a shell command.
func shellQuoted(_ text: String) -> String {
    let plain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-/,:=+".contains($0)) }
    return plain && !text.isEmpty ? text : "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
}
