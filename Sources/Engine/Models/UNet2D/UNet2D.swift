/// diffusers' U-Nets `UNet2DConditionModel` (as DeepFloyd IF has it) and `UNet2DModel`, with their parameter names, from their
/// configurations.
///
/// Text conditions the first twice: pooled to one vector it is added to the time, and every attention looks at its tokens. A class is a
/// vector that is added to the time.
public final class UNet2D: Module {
    static let conditionClass = "UNet2DConditionModel"
    static let modelClass = "UNet2DModel"
    /// What an evaluation is called while it goes on.
    private static let work = "evaluating the network"

    public let plan: UNet2DPlan
    private let convolutionIn: Conv2d
    private let time: TimestepEmbedding
    private let textProjection: Linear?
    private let noiseLevel: TimestepEmbedding?
    private let textTime: TextTimeEmbedding?
    /// A vector for each class.
    private let labelTable: Parameter?
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
        textProjection = plan.projectedTextWidth.flatMap { width in plan.textWidth.map { Linear($0, width) } }
        noiseLevel =
            plan.hasNoiseLevel ? TimestepEmbedding(settings.width, T, activation: settings.activation) : nil
        textTime = plan.poolHeads.flatMap { heads in plan.textWidth.map { TextTimeEmbedding($0, T, heads: heads) } }
        labelTable = if case .labels(let count) = plan.conditioning { Parameter([count, T], .normal(1)) } else { nil }
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
        all += labelTable.map { [.parameter("class_embedding.weight", $0)] } ?? []
        all += textTime.named("add_embedding") + down.named("down_blocks") + mid.named("mid_block")
        all += up.named("up_blocks") + normOut.named("conv_norm_out") + convolutionOut.named("conv_out")
        return all
    }

    /// The prediction for noisy images.
    ///
    /// - Parameters:
    ///   - x: `[B, H, W, I]`, float32; H and W multiples of 2 to the number of halvings.
    ///   - times: B timesteps.
    ///   - text: the text encoder's output, `[B, L, E]`, for a network that reads text.
    ///   - noiseLevels: B timesteps of the noise on the low-resolution picture, for a network that asks for them.
    ///   - labels: B classes, for a network that has them.
    /// - Returns: `[B, H, W, O]`, float32.
    public func callAsFunction(
        _ x: Tensor, times: [Double], text: Tensor? = nil, noiseLevels: [Double]? = nil, labels: [Int]? = nil,
        _ pass: Pass
    ) -> Tensor {
        let side = 1 << (plan.down.count - 1)
        precondition(
            x.shape.rank == 4 && x.shape[3] == plan.inChannels && x.shape[1] % side == 0 && x.shape[2] % side == 0
                && times.count == x.shape[0] && text?.shape[0] ?? times.count == times.count
                && labels?.count ?? times.count == times.count && (text == nil) == (plan.textWidth == nil)
                && (labels == nil) == (labelTable == nil),
            "expected x [B, H, W, \(plan.inChannels)], H and W multiples of \(side), B times, and B texts or labels where the network takes such, found \(x.shape), \(times.count), \(text?.shape ?? []), \(labels ?? [])"
        )
        let vector = conditions(times, text, noiseLevels, labels, pass)
        let words = text.map { text in (textProjection.map { $0(text, pass) } ?? text).to(pass.computeType) }
        let centered = plan.centersInput ? scaleAdd(x, 2, -1) : x
        var y = convolutionIn(centered.to(pass.computeType), pass)
        var skips = [y]
        let blocks = down.count + 1 + up.count
        for (index, block) in down.enumerated() {
            WorkPart.tell(Self.work, done: index, of: blocks)
            y = block(y, time: vector, text: words, skips: &skips, pass)
        }
        WorkPart.tell(Self.work, done: down.count, of: blocks)
        y = mid(y, time: vector, text: words, pass)
        for (index, block) in up.enumerated() {
            WorkPart.tell(Self.work, done: down.count + 1 + index, of: blocks)
            y = block(y, time: vector, text: words, skips: &skips, pass)
        }
        return convolutionOut(normOut(y, activation: plan.outActivation, pass), pass).to(.float32)
    }

    /// All that conditions every block, `[B, T]`: the time, the noise level, the pooled text and the class, in float32.
    private func conditions(
        _ times: [Double], _ text: Tensor?, _ noiseLevels: [Double]?, _ labels: [Int]?, _ pass: Pass
    ) -> Tensor {
        precondition(
            (noiseLevels == nil) == (noiseLevel == nil) && (noiseLevels ?? times).count == times.count,
            "noise levels are \(noiseLevel == nil ? "not " : "")part of this network")
        var vector = time(sinusoidalEmbedding(times, plan.time), pass)
        if let noiseLevel, let noiseLevels {
            vector = vector + noiseLevel(sinusoidalEmbedding(noiseLevels, plan.time), pass)
        }
        if let textTime, let text { vector = vector + textTime(text, pass) }
        if let labelTable, let labels { vector = vector + embedding(pass.float32(labelTable), indices: labels) }
        return plan.time.sumActivation.apply(vector)
    }
}
