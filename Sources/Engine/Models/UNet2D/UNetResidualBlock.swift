/// Two 3×3 convolutions with the time between them, and a shortcut around (diffusers' `ResnetBlock2D`).
///
/// norm → activation → resampling → convolution → time → norm, scale and shift → activation → convolution, plus the shortcut, over the
/// output scale. x `[B, H, W, I]`, time `[B, T]`; y `[B, H', W', O]`.
struct UNetResidualBlock: Module {
    /// What a block does to the resolution: doubles by repeating pixels, halves by averaging four.
    enum Resampling {
        case none, up, down
    }

    let settings: UNet2DPlan.ResidualSettings
    let outScale: Float
    let resampling: Resampling
    let norm1: GroupNorm
    let convolution1: Conv2d
    let time: Linear
    let norm2: GroupNorm
    let convolution2: Conv2d
    let shortcut: Conv2d?

    init(
        _ inputs: Int, _ outputs: Int, _ settings: UNet2DPlan.ResidualSettings, outScale: Float,
        resampling: Resampling = .none
    ) {
        (self.settings, self.outScale, self.resampling) = (settings, outScale, resampling)
        norm1 = GroupNorm(inputs, groups: settings.groups, epsilon: settings.epsilon)
        convolution1 = Conv2d(inputs, outputs, kernel: 3)
        time = Linear(settings.timeWidth, settings.scalesByTime ? 2 * outputs : outputs)
        norm2 = GroupNorm(outputs, groups: settings.groups, epsilon: settings.epsilon)
        convolution2 = Conv2d(outputs, outputs, kernel: 3)
        shortcut = inputs == outputs ? nil : Conv2d(inputs, outputs, kernel: 1)
    }

    var entries: [ModuleEntry] {
        norm1.named("norm1") + convolution1.named("conv1") + time.named("time_emb_proj") + norm2.named("norm2")
            + convolution2.named("conv2") + shortcut.named("conv_shortcut")
    }

    func callAsFunction(_ x: Tensor, time: Tensor, _ pass: Pass) -> Tensor {
        let inner = resampled(norm1(x, activation: settings.activation, pass))
        let h = conditioned(convolution1(inner, pass), time, pass)
        let around = resampled(x)
        return addScaled(
            shortcut.map { $0(around, pass) } ?? around, 1 / outScale, convolution2(h, pass), 1 / outScale)
    }

    /// The time's scale and shift with the norm before and the activation after them.
    private func conditioned(_ h: Tensor, _ time: Tensor, _ pass: Pass) -> Tensor {
        let C = h.shape[3]
        let activated = settings.skipsTimeActivation ? time : settings.activation.apply(time)
        let said = self.time(activated, pass)
        guard settings.scalesByTime else {
            return norm2(scaleShiftChannels(h, shift: said), activation: settings.activation, pass)
        }
        let scaled = scaleShiftChannels(
            norm2(h, pass), scale: said.channels(0..<C) + 1, shift: said.channels(C..<2 * C))
        return settings.activation.apply(scaled)
    }

    private func resampled(_ x: Tensor) -> Tensor {
        switch resampling {
        case .none: x
        case .up: resizeNearest(x, height: 2 * x.shape[1], width: 2 * x.shape[2])
        case .down: averagePool(x, size: 2)
        }
    }
}
