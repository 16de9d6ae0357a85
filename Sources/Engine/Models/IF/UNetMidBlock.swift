/// The lowest resolution: residual block, attention, residual block (diffusers' `UNetMidBlock2DSimpleCrossAttn`).
///
/// It has an output scale of its own.
struct UNetMidBlock: Module {
    let residuals: [UNetResidualBlock]
    let attention: UNetAttention

    init(_ plan: UNet2DPlan) {
        let channels = plan.mid.channels
        residuals = (0..<2).map { _ in
            UNetResidualBlock(channels, channels, plan.residual, outScale: plan.midScale)
        }
        attention = UNetAttention(plan.mid, headWidth: plan.mid.headWidth ?? channels, plan.attention)
    }

    var entries: [ModuleEntry] { attention.named("attentions.0") + residuals.named("resnets") }

    func callAsFunction(_ x: Tensor, time: Tensor, text: Tensor, _ pass: Pass) -> Tensor {
        residuals[1](attention(residuals[0](x, time: time, pass), text: text, pass), time: time, pass)
    }
}
