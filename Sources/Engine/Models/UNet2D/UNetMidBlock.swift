/// The lowest resolution: residual block, attention, residual block (diffusers'
/// `UNetMidBlock2DSimpleCrossAttn` and `UNetMidBlock2D`).
///
/// It has an output scale of its own.
struct UNetMidBlock: Module {
    let residuals: [UNetResidualBlock]
    let attention: UNetAttention?

    init(_ plan: UNet2DPlan) {
        let channels = plan.mid.channels
        residuals = (0..<2).map { _ in
            UNetResidualBlock(channels, channels, plan.residual, outScale: plan.midScale)
        }
        attention = plan.mid.attention.map { UNetAttention(channels, $0) }
    }

    var entries: [ModuleEntry] { attention.named("attentions.0") + residuals.named("resnets") }

    func callAsFunction(_ x: Tensor, time: Tensor, text: Tensor?, _ pass: Pass) -> Tensor {
        let y = residuals[0](x, time: time, pass)
        return residuals[1](attention.map { $0(y, text: text, pass) } ?? y, time: time, pass)
    }
}
