// The named blocks of the course's diagrams. Shapes: B images, D channels.

/// Two 3×3 blocks at one resolution; its input may come in parts, side by side along the channels.
struct ConvBlock: Module {
    let conv1: ConvNormGELU
    let conv2: ConvNormGELU

    init(_ inputs: Int, _ outputs: Int, generator: inout Generator) {
        conv1 = ConvNormGELU(.init(inputs, outputs, kernel: 3, padding: 1), generator: &generator)
        conv2 = ConvNormGELU(.init(outputs, outputs, kernel: 3, padding: 1), generator: &generator)
    }

    var entries: [ModuleEntry] { conv1.named("conv1") + conv2.named("conv2") }

    func callAsFunction(_ parts: Tensor..., pass: Pass) -> Tensor { conv2(conv1(parts, pass), pass) }

    var blocks: [ConvNormGELU] { [conv1, conv2] }
}

/// Halves the resolution, then a ``ConvBlock``.
struct DownBlock: Module {
    let down: ConvNormGELU
    let block: ConvBlock

    init(_ inputs: Int, _ outputs: Int, generator: inout Generator) {
        down = ConvNormGELU(.init(inputs, outputs, kernel: 3, stride: 2, padding: 1), generator: &generator)
        block = ConvBlock(outputs, outputs, generator: &generator)
    }

    var entries: [ModuleEntry] { down.named("down") + block.named("block") }

    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { block(down(x, pass), pass: pass) }

    var blocks: [ConvNormGELU] { [down] + block.blocks }
}

/// Doubles the resolution, then a ``ConvBlock``; its input may come in parts, as a ``ConvBlock``'s.
struct UpBlock: Module {
    let up: ConvNormGELU
    let block: ConvBlock

    init(_ inputs: Int, _ outputs: Int, generator: inout Generator) {
        up = ConvNormGELU(
            .init(inputs, outputs, kernel: 4, stride: 2, padding: 1, transposed: true), generator: &generator)
        block = ConvBlock(outputs, outputs, generator: &generator)
    }

    var entries: [ModuleEntry] { up.named("up") + block.named("block") }

    func callAsFunction(_ parts: Tensor..., pass: Pass) -> Tensor { block(up(parts, pass), pass: pass) }

    var blocks: [ConvNormGELU] { [up] + block.blocks }
}

/// Turns a condition `[B, I]` into one factor or summand a channel, `[B, O]`: linear, GELU, linear.
struct FCBlock: Module {
    let linear1: Linear
    let linear2: Linear

    init(_ inputs: Int, _ outputs: Int, generator: inout Generator) {
        linear1 = Linear(inputs, outputs, generator: &generator)
        linear2 = Linear(outputs, outputs, generator: &generator)
    }

    var entries: [ModuleEntry] { linear1.named("linear1") + linear2.named("linear2") }

    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor { linear2(gelu(linear1(x, pass)), pass) }
}
