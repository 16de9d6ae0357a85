/// Pixels look at the text, where there is one, and, unless only the text is wanted, at each other: one softmax over both (diffusers'
/// `Attention`, with added key and value projections where there is text).
///
/// x `[B, H, W, C]`, text `[B, L, E]`; y = x + what was seen, over the output scale, `[B, H, W, C]`.
struct UNetAttention: Module {
    /// Groups of the text's norm, which diffusers leaves no choice in.
    static let textGroups = 32

    let settings: UNet2DPlan.AttentionSettings
    let heads: Int
    let norm: GroupNorm?
    let textNorm: GroupNorm?
    let query: Linear
    let key: Linear?
    let value: Linear?
    let textKey: Linear?
    let textValue: Linear?
    let out: Linear

    init(_ C: Int, _ settings: UNet2DPlan.AttentionSettings) {
        self.settings = settings
        heads = C / settings.headWidth
        norm = settings.groups.map { GroupNorm(C, groups: $0, epsilon: settings.epsilon) }
        func ofText() -> Linear? { settings.textWidth.map { Linear($0, C) } }
        textNorm = settings.textWidth.flatMap { settings.normalizesText ? GroupNorm($0, groups: Self.textGroups) : nil }
        query = Linear(C, C)
        key = settings.onlyCrossAttention ? nil : Linear(C, C)
        value = settings.onlyCrossAttention ? nil : Linear(C, C)
        (textKey, textValue) = (ofText(), ofText())
        out = Linear(C, C)
    }

    var entries: [ModuleEntry] {
        norm.named("group_norm") + textNorm.named("norm_cross") + query.named("to_q") + key.named("to_k")
            + value.named("to_v") + textKey.named("add_k_proj") + textValue.named("add_v_proj")
            + out.named("to_out.0")
    }

    func callAsFunction(_ x: Tensor, text: Tensor?, _ pass: Pass) -> Tensor {
        let (B, C) = (x.shape[0], x.shape[3])
        let pixels = (norm.map { $0(x, pass) } ?? x).reshaped([B, x.shape[1] * x.shape[2], C])
        let words = text.map { text in textNorm.map { $0(text, pass) } ?? text }
        func split(_ y: Tensor) -> Tensor { y.reshaped([B, y.shape[1], heads, C / heads]) }
        func both(_ ofText: Linear?, _ ofPixels: Linear?) -> Tensor {
            let tokens = ofText.flatMap { map in words.map { map($0, pass) } }
            return split(tokensJoined([tokens, ofPixels.map { $0(pixels, pass) }].compactMap(\.self)))
        }
        let seen = attention(split(query(pixels, pass)), both(textKey, key), both(textValue, value))
        let y = out(seen.reshaped(pixels.shape), pass).reshaped(x.shape)
        return settings.outScale == 1 ? y + x : addScaled(y, 1 / settings.outScale, x, 1 / settings.outScale)
    }
}
