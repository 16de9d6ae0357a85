import ArgumentParser
import Foundation

/// Where a command's pictures go.
struct OutputOptions: ParsableArguments {
    @Option(help: "Picture to write: .png (a grid) or .gif (the denoising).") var output: String?
    @Option(help: "Also write the numbers: FILE.safetensors.") var tensor: String?
    @Flag(help: "Write every state into --tensor too.") var keepTrajectory = false
    @Flag(help: "Write beside the pictures what tells them apart; on a GIF also step, time and guidance.")
    var labels = false
    @Flag(help: "One JSON object on standard output at the end.") var json = false

    func validate() throws {
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
    }

    var isAnimation: Bool { output?.lowercased().hasSuffix(".gif") == true }
}
