/// The U-Net of CS180's project 5, part B, for 28×28 grey images (Ronneberger et al., 2015).
///
/// One configuration gives the one-step denoiser, the time-conditioned network and the class-conditioned one. Parameter names are
/// those of the course's network in PyTorch, so checkpoints go both ways.
public final class DigitUNet: Module {
    /// The channels of an image.
    public static let channels = 1
    /// The side of an image, and of the bottleneck that is pooled to one vector.
    public static let side = 28
    private static let bottleneck = 7

    public let configuration: DigitUNetConfiguration
    private let initial: ConvBlock
    private let down1: DownBlock
    private let down2: DownBlock
    private let unflatten: ConvNormGELU
    private let up1: UpBlock
    private let up2: UpBlock
    private let final: ConvBlock
    private let out: Conv2d
    private let time: (FCBlock, FCBlock)?
    private let classes: (FCBlock, FCBlock)?

    /// A network with PyTorch's default random weights, drawn from `generator` in PyTorch's order.
    public init(_ configuration: DigitUNetConfiguration, generator: inout Generator) {
        self.configuration = configuration
        let D = configuration.hidden
        initial = ConvBlock(1, D, generator: &generator)
        down1 = DownBlock(D, D, generator: &generator)
        down2 = DownBlock(D, 2 * D, generator: &generator)
        unflatten = ConvNormGELU(
            .init(2 * D, 2 * D, kernel: Self.bottleneck, stride: Self.bottleneck, transposed: true),
            generator: &generator)
        up1 = UpBlock(4 * D, D, generator: &generator)
        up2 = UpBlock(2 * D, D, generator: &generator)
        final = ConvBlock(2 * D, D, generator: &generator)
        out = Conv2d(.init(D, 1, kernel: 3, padding: 1), generator: &generator)
        time =
            configuration.timeConditioned
            ? (FCBlock(1, 2 * D, generator: &generator), FCBlock(1, D, generator: &generator)) : nil
        let count = configuration.classes
        classes =
            count > 0
            ? (FCBlock(count, 2 * D, generator: &generator), FCBlock(count, D, generator: &generator)) : nil
    }

    public var entries: [ModuleEntry] {
        var all = initial.named("init") + down1.named("down1") + down2.named("down2")
        all += unflatten.named("unflatten") + up1.named("up1") + up2.named("up2")
        all += final.named("final") + out.named("out")
        if let time { all += time.0.named("time1") + time.1.named("time2") }
        if let classes { all += classes.0.named("class1") + classes.1.named("class2") }
        return all
    }

    /// The prediction for noisy images.
    ///
    /// - Parameters:
    ///   - x: `[B, 28, 28, 1]`.
    ///   - t: `[G B, 1]` in 0…1, for a time-conditioned network.
    ///   - c: one-hot classes `[G B, K]`, a row of zeros where the condition is dropped; for a class-conditioned network.
    /// - Returns: `[G B, 28, 28, 1]`, float32: the images under the first B conditions, then under the next. What conditions make no
    ///   difference to, the way down, is computed once for all G; G is 1 in training.
    public func callAsFunction(_ x: Tensor, time t: Tensor? = nil, classes c: Tensor? = nil, _ pass: Pass) -> Tensor {
        precondition(x.shape[-1] == 1 && x.shape[1] == Self.side, "expected [B, 28, 28, 1], found \(x.shape)")
        precondition((t == nil) == (time == nil), "time is \(time == nil ? "not " : "")part of this network")
        precondition((c == nil) == (classes == nil), "classes are \(classes == nil ? "not " : "")part of this network")
        let (B, rows) = (x.shape[0], (c ?? t ?? x).shape[0])
        precondition(
            rows % B == 0 && (t ?? c ?? x).shape[0] == rows && (rows == B || pass.tape == nil),
            "\(x.shape) does not go with times \(t?.shape ?? []) and classes \(c?.shape ?? [])")
        let a = initial(x.to(pass.computeType), pass: pass)
        let b = down1(a, pass)
        let d = down2(b, pass)
        let flat = gelu(averagePool(d, size: Self.bottleneck))
        var u = unflatten(flat, pass)
        if rows > B { u = u.repeatedRows(rows / B) }
        u = scaleShiftChannels(u, scale: condition(classes?.0, c, pass), shift: condition(time?.0, t, pass))
        var v = up1(u, d, pass: pass)
        v = scaleShiftChannels(v, scale: condition(classes?.1, c, pass), shift: condition(time?.1, t, pass))
        let w = up2(v, b, pass: pass)
        return out(final(w, a, pass: pass), pass).to(.float32)
    }

    /// Conditions are computed in float32: they are small, and a time in bfloat16 has only 256 steps.
    private func condition(_ block: FCBlock?, _ value: Tensor?, _ pass: Pass) -> Tensor? {
        guard let block, let value else { return nil }
        return block(value, pass).to(pass.computeType)
    }

    /// Must be called when weights or statistics were changed other than by a training pass.
    public func weightsChanged() {
        let all = initial.blocks + down1.blocks + down2.blocks + [unflatten] + up1.blocks + up2.blocks + final.blocks
        for block in all { block.weightsChanged() }
    }
}
