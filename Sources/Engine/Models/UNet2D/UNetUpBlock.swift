/// The layers of one resolution on the way up, each seeing what the way down left for it; then twice the resolution (diffusers'
/// `ResnetUpsampleBlock2D`, `SimpleCrossAttnUpBlock2D`, `UpBlock2D` and `AttnUpBlock2D`).
struct UNetUpBlock: Module {
    let residuals: [UNetResidualBlock]
    let attentions: [UNetAttention]
    let upsampler: UNetResampler?

    /// - Parameters:
    ///   - inputs: channels that come from the block below.
    ///   - skips: channels of what the way down left, for each layer.
    init(_ inputs: Int, skips: [Int], _ block: UNet2DPlan.Block, _ plan: UNet2DPlan, doubles: Bool) {
        let (settings, scale) = (plan.residual, plan.residual.outScale)
        residuals = skips.enumerated().map { index, skip in
            UNetResidualBlock((index == 0 ? inputs : block.channels) + skip, block.channels, settings, outScale: scale)
        }
        attentions =
            block.attention.map { settings in skips.map { _ in UNetAttention(block.channels, settings) } } ?? []
        upsampler = doubles ? UNetResampler(block, settings, doubles: true) : nil
    }

    var entries: [ModuleEntry] {
        attentions.named("attentions") + residuals.named("resnets") + upsampler.named("upsamplers.0")
    }

    /// Takes what its layers need off the end of `skips`.
    func callAsFunction(_ x: Tensor, time: Tensor, text: Tensor?, skips: inout [Tensor], _ pass: Pass) -> Tensor {
        var x = x
        for (index, residual) in residuals.enumerated() {
            x = residual(concatenated([x, skips.removeLast()]), time: time, pass)
            if !attentions.isEmpty { x = attentions[index](x, text: text, pass) }
        }
        return upsampler.map { $0(x, time: time, pass) } ?? x
    }
}
