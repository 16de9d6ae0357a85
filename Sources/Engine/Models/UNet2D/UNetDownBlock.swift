/// The layers of one resolution on the way down, each a ``UNetResidualBlock`` with, where the resolution has attention, a
/// ``UNetAttention`` behind it; then half the resolution (diffusers'
/// `ResnetDownsampleBlock2D`, `SimpleCrossAttnDownBlock2D`, `DownBlock2D` and `AttnDownBlock2D`).
struct UNetDownBlock: Module {
    let residuals: [UNetResidualBlock]
    let attentions: [UNetAttention]
    let downsampler: UNetResampler?

    init(_ inputs: Int, _ block: UNet2DPlan.Block, _ plan: UNet2DPlan, halves: Bool) {
        residuals = (0..<block.layers).map { layer in
            UNetResidualBlock(
                layer == 0 ? inputs : block.channels, block.channels, plan.residual, outScale: plan.residual.outScale)
        }
        attentions =
            block.attention.map { settings in
                (0..<block.layers).map { _ in UNetAttention(block.channels, settings) }
            } ?? []
        downsampler = halves ? UNetResampler(block, plan.residual, doubles: false) : nil
    }

    var entries: [ModuleEntry] {
        attentions.named("attentions") + residuals.named("resnets") + downsampler.named("downsamplers.0")
    }

    /// The block's output; every layer's goes onto `skips`, for the way up.
    func callAsFunction(_ x: Tensor, time: Tensor, text: Tensor?, skips: inout [Tensor], _ pass: Pass) -> Tensor {
        var x = x
        for (index, residual) in residuals.enumerated() {
            x = residual(x, time: time, pass)
            if !attentions.isEmpty { x = attentions[index](x, text: text, pass) }
            skips.append(x)
        }
        if let downsampler {
            x = downsampler(x, time: time, pass)
            skips.append(x)
        }
        return x
    }
}
