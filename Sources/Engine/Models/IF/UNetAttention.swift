/// Pixels look at the text and, unless only the text is wanted, at each other: one softmax over both (diffusers' `Attention` with added
/// key and value projections).
///
/// x `[B, H, W, C]`, text `[B, L, E]`; y = x + what was seen, `[B, H, W, C]`.
struct UNetAttention: Module {
    /// Groups of the text's norm, which diffusers leaves no choice in.
    static let textGroups = 32

    let heads: Int
    let norm: GroupNorm
    let textNorm: GroupNorm?
    let query: Linear
    let key: Linear?
    let value: Linear?
    let textKey: Linear
    let textValue: Linear
    let out: Linear

    init(_ block: UNet2DPlan.Block, headWidth: Int, _ settings: UNet2DPlan.AttentionSettings) {
        let C = block.channels
        heads = C / headWidth
        norm = GroupNorm(C, groups: settings.groups)
        textNorm = settings.normalizesText ? GroupNorm(block.textWidth, groups: Self.textGroups) : nil
        query = Linear(C, C)
        key = block.onlyCrossAttention ? nil : Linear(C, C)
        value = block.onlyCrossAttention ? nil : Linear(C, C)
        textKey = Linear(block.textWidth, C)
        textValue = Linear(block.textWidth, C)
        out = Linear(C, C)
    }

    var entries: [ModuleEntry] {
        norm.named("group_norm") + textNorm.named("norm_cross") + query.named("to_q") + key.named("to_k")
            + value.named("to_v") + textKey.named("add_k_proj") + textValue.named("add_v_proj")
            + out.named("to_out.0")
    }

    func callAsFunction(_ x: Tensor, text: Tensor, _ pass: Pass) -> Tensor {
        let (B, C) = (x.shape[0], x.shape[3])
        let pixels = norm(x, pass).reshaped([B, x.shape[1] * x.shape[2], C])
        let words = textNorm.map { $0(text, pass) } ?? text
        func split(_ y: Tensor) -> Tensor { y.reshaped([B, y.shape[1], heads, C / heads]) }
        func both(_ ofText: Linear, _ ofPixels: Linear?) -> Tensor {
            split(tokensJoined([ofText(words, pass)] + (ofPixels.map { [$0(pixels, pass)] } ?? [])))
        }
        let seen = attention(split(query(pixels, pass)), both(textKey, key), both(textValue, value))
        return out(seen.reshaped(pixels.shape), pass).reshaped(x.shape) + x
    }
}
