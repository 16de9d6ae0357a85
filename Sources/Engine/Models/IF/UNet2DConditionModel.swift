/// DeepFloyd IF's U-Net: what diffusers calls `UNet2DConditionModel`, with its parameter names, from its configuration.
///
/// The text conditions it twice: pooled to one vector it is added to the time, and every attention looks at its tokens.
public final class UNet2DConditionModel: Module {
    public let plan: UNet2DPlan
    private let convolutionIn: Conv2d
    private let time: TimestepEmbedding
    private let textProjection: Linear?
    private let noiseLevel: TimestepEmbedding?
    private let textTime: TextTimeEmbedding?
    private let down: [UNetDownBlock]
    private let mid: UNetMidBlock
    private let up: [UNetUpBlock]
    private let normOut: GroupNorm
    private let convolutionOut: Conv2d

    /// A network whose numbers are drawn (``Module/initialize(_:)``) or bound to a file's (``ModelFolder/bind(_:to:)``) later.
    public init(_ plan: UNet2DPlan) {
        self.plan = plan
        let (first, settings, T) = (plan.down[0].channels, plan.time, plan.residual.timeWidth)
        convolutionIn = Conv2d(plan.inChannels, first, kernel: plan.kernelIn)
        time = TimestepEmbedding(
            settings.width, T, activation: settings.activation, postActivation: settings.postActivation)
        textProjection = plan.encoderWidth.map { Linear($0, plan.mid.textWidth) }
        noiseLevel =
            plan.hasNoiseLevel ? TimestepEmbedding(settings.width, T, activation: settings.activation) : nil
        textTime = plan.poolHeads.map { TextTimeEmbedding(plan.encoderWidth ?? plan.mid.textWidth, T, heads: $0) }
        // What the way down leaves for the way up, in order.
        var skips = [first]
        var channels = first
        var down: [UNetDownBlock] = []
        for (index, block) in plan.down.enumerated() {
            let halves = index + 1 < plan.down.count
            down.append(UNetDownBlock(channels, block, plan, halves: halves))
            channels = block.channels
            skips += Array(repeating: channels, count: block.layers + (halves ? 1 : 0))
        }
        self.down = down
        mid = UNetMidBlock(plan)
        var up: [UNetUpBlock] = []
        for (index, block) in plan.up.enumerated() {
            let taken = Array(skips.suffix(block.layers).reversed())
            skips.removeLast(block.layers)
            up.append(UNetUpBlock(channels, skips: taken, block, plan, doubles: index + 1 < plan.up.count))
            channels = block.channels
        }
        self.up = up
        normOut = GroupNorm(first, groups: plan.residual.groups, epsilon: plan.residual.epsilon)
        convolutionOut = Conv2d(first, plan.outChannels, kernel: plan.kernelOut)
    }

    public var entries: [ModuleEntry] {
        var all = convolutionIn.named("conv_in") + time.named("time_embedding")
        all += textProjection.named("encoder_hid_proj") + noiseLevel.named("class_embedding")
        all += textTime.named("add_embedding") + down.named("down_blocks") + mid.named("mid_block")
        all += up.named("up_blocks") + normOut.named("conv_norm_out") + convolutionOut.named("conv_out")
        return all
    }

    /// The prediction for noisy images.
    ///
    /// - Parameters:
    ///   - x: `[B, H, W, I]`, float32; H and W multiples of 2 to the number of halvings.
    ///   - times: B timesteps.
    ///   - text: the text encoder's output, `[B, L, E]`.
    ///   - noiseLevels: B timesteps of the noise on the low-resolution picture, for a network that asks for them.
    /// - Returns: `[B, H, W, O]`, float32.
    public func callAsFunction(
        _ x: Tensor, times: [Double], text: Tensor, noiseLevels: [Double]? = nil, _ pass: Pass
    ) -> Tensor {
        let side = 1 << (plan.down.count - 1)
        precondition(
            x.shape.rank == 4 && x.shape[3] == plan.inChannels && x.shape[1] % side == 0 && x.shape[2] % side == 0
                && times.count == x.shape[0] && text.shape.rank == 3 && text.shape[0] == x.shape[0],
            "expected x [B, H, W, \(plan.inChannels)], H and W multiples of \(side), B times and text [B, L, E], found \(x.shape), \(times.count), \(text.shape)"
        )
        let vector = conditions(times, text, noiseLevels, pass)
        let words = (textProjection.map { $0(text, pass) } ?? text).to(pass.computeType)
        let centered = plan.centersInput ? scaleAdd(x, 2, -1) : x
        var y = convolutionIn(centered.to(pass.computeType), pass)
        var skips = [y]
        for block in down { y = block(y, time: vector, text: words, skips: &skips, pass) }
        y = mid(y, time: vector, text: words, pass)
        for block in up { y = block(y, time: vector, text: words, skips: &skips, pass) }
        return convolutionOut(normOut(y, activation: plan.residual.activation, pass), pass).to(.float32)
    }

    /// All that conditions every block, `[B, T]`: the time, the noise level and the pooled text, in float32.
    private func conditions(_ times: [Double], _ text: Tensor, _ noiseLevels: [Double]?, _ pass: Pass) -> Tensor {
        precondition(
            (noiseLevels == nil) == (noiseLevel == nil) && (noiseLevels ?? times).count == times.count,
            "noise levels are \(noiseLevel == nil ? "not " : "")part of this network")
        var vector = time(sinusoidalEmbedding(times, plan.time), pass)
        if let noiseLevel, let noiseLevels {
            vector = vector + noiseLevel(sinusoidalEmbedding(noiseLevels, plan.time), pass)
        }
        if let textTime { vector = vector + textTime(text, pass) }
        return plan.time.sumActivation.apply(vector)
    }
}
