/// The text as one vector that is added to the time: layer norm, attention pooling, linear, layer norm.
struct TextTimeEmbedding: Module {
    let norm1: LayerNorm
    let pool: AttentionPooling
    let projection: Linear
    let norm2: LayerNorm

    init(_ textWidth: Int, _ timeWidth: Int, heads: Int) {
        norm1 = LayerNorm(textWidth)
        pool = AttentionPooling(textWidth, heads: heads)
        projection = Linear(textWidth, timeWidth)
        norm2 = LayerNorm(timeWidth)
    }

    var entries: [ModuleEntry] {
        norm1.named("norm1") + pool.named("pool") + projection.named("proj") + norm2.named("norm2")
    }

    /// `text` `[B, L, C]` to `[B, timeWidth]`.
    func callAsFunction(_ text: Tensor, _ pass: Pass) -> Tensor {
        norm2(projection(pool(norm1(text, pass), pass), pass), pass)
    }
}

/// The mean of the tokens, with a position of its own, asks; it and the tokens answer.
struct AttentionPooling: Module {
    let heads: Int
    let position: Parameter
    let query: Linear
    let key: Linear
    let value: Linear

    init(_ width: Int, heads: Int) {
        self.heads = heads
        position = Parameter([1, width], .normal(1 / Float(width).squareRoot()))
        (query, key, value) = (Linear(width, width), Linear(width, width), Linear(width, width))
    }

    var entries: [ModuleEntry] {
        [.parameter("positional_embedding", position)] + key.named("k_proj") + query.named("q_proj")
            + value.named("v_proj")
    }

    /// `x` `[B, L, C]` to `[B, C]`.
    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
        let (B, L, C) = (x.shape[0], x.shape[1], x.shape[2])
        let asker = mean(x, over: [1]) + pass.float32(position).to(x.elementType)
        let all = tokensJoined([asker.reshaped([B, 1, C]), x])
        func split(_ y: Tensor, _ length: Int) -> Tensor { y.reshaped([B, length, heads, C / heads]) }
        let y = attention(
            split(query(asker, pass), 1), split(key(all, pass), L + 1), split(value(all, pass), L + 1))
        return y.reshaped([B, C])
    }
}

/// Sequences `[B, L, C]` one after another along L.
func tokensJoined(_ parts: [Tensor]) -> Tensor {
    let (B, C) = (parts[0].shape[0], parts[0].shape[2])
    let joined = concatenated(parts.map { $0.reshaped([B, $0.shape[1] * C]) })
    return joined.reshaped([B, joined.shape[1] / C, C])
}
