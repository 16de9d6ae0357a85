import Foundation

/// T5's encoder, version 1.1 (Raffel et al., 2020): tokens to one vector each.
///
/// Nothing but the layers' relative positions tells where a token stands. Parameter names are transformers'.
public final class T5Encoder: Module {
    public let configuration: T5Configuration
    private let embedding: Parameter
    private let positions: Parameter
    private let blocks: [T5Block]
    private let norm: RMSNorm

    /// A network whose numbers are drawn or bound to a file's later.
    public init(_ configuration: T5Configuration) {
        self.configuration = configuration
        let width = configuration.d_model
        embedding = Parameter([configuration.vocab_size, width], .normal(1))
        positions = Parameter([configuration.buckets, configuration.num_heads], .normal(1))
        blocks = (0..<configuration.num_layers).map { _ in T5Block(configuration) }
        norm = RMSNorm(width, epsilon: blocks[0].epsilon)
    }

    public var entries: [ModuleEntry] {
        var all: [ModuleEntry] = [.parameter("shared.weight", embedding)]
        all.append(
            .parameter("encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", positions))
        return all + blocks.named("encoder.block") + norm.named("encoder.final_layer_norm")
    }

    /// The tokens' vectors, `[B, L, d_model]`.
    ///
    /// - Parameters:
    ///   - tokens: B sequences of L tokens, each less than `vocab_size`.
    ///   - lengths: how many of each are text; the rest is padding, which nothing looks at.
    public func callAsFunction(_ tokens: [[Int]], lengths: [Int], _ pass: Pass) -> Tensor {
        self(tokens, lengths: lengths, pass) { _, _ in }
    }

    /// The same, `beforeLayer` being told which layer comes next, of how many.
    func callAsFunction(
        _ tokens: [[Int]], lengths: [Int], _ pass: Pass, beforeLayer: (Int, Int) throws -> Void
    ) rethrows -> Tensor {
        let (B, L) = (tokens.count, tokens[0].count)
        precondition(
            tokens.allSatisfy { $0.count == L } && lengths.count == B, "expected sequences of one length and B lengths")
        var x = embedded(tokens.flatMap(\.self), pass).reshaped([B, L, configuration.d_model])
        let bias = T5Positions(configuration).bias(pass.float32(positions), L, lengths)
        for (index, block) in blocks.enumerated() {
            try beforeLayer(index, blocks.count)
            x = block(x, bias: bias, pass)
        }
        return norm(x, pass)
    }

    /// The table's rows. Of a table in a file only these are read.
    private func embedded(_ tokens: [Int], _ pass: Pass) -> Tensor {
        guard pass.tape == nil, let stored = embedding.stored else {
            return Engine.embedding(pass.float32(embedding), indices: tokens)
        }
        return Engine.stacked(tokens.map { stored.rows($0..<$0 + 1).tensor() })
    }
}

/// One layer: attention, then a gated feed-forward map, each on its normalised input and added to it.
struct T5Block: Module {
    let epsilon: Float
    private let attentionNorm: RMSNorm
    private let attention: T5Attention
    private let forwardNorm: RMSNorm
    private let gate: Linear
    private let inner: Linear
    private let out: Linear

    init(_ configuration: T5Configuration) {
        let (width, forward) = (configuration.d_model, configuration.d_ff)
        epsilon = Float(configuration.layer_norm_epsilon ?? 1e-6)
        attentionNorm = RMSNorm(width, epsilon: epsilon)
        attention = T5Attention(configuration)
        forwardNorm = RMSNorm(width, epsilon: epsilon)
        gate = Linear(width, forward, bias: false)
        inner = Linear(width, forward, bias: false)
        out = Linear(forward, width, bias: false)
    }

    var entries: [ModuleEntry] {
        let first = attention.named("SelfAttention") + attentionNorm.named("layer_norm")
        let dense = gate.named("wi_0") + inner.named("wi_1") + out.named("wo")
        let second = dense.map { $0.prefixed("DenseReluDense") } + forwardNorm.named("layer_norm")
        return first.map { $0.prefixed("layer.0") } + second.map { $0.prefixed("layer.1") }
    }

    func callAsFunction(_ x: Tensor, bias: Tensor, _ pass: Pass) -> Tensor {
        let y = x + attention(attentionNorm(x, pass), bias: bias, pass)
        let h = forwardNorm(y, pass)
        return y + out(geluTanh(gate(h, pass)) * inner(h, pass), pass)
    }
}

/// Self-attention without biases and without a scale.
struct T5Attention: Module {
    let heads: Int
    let width: Int
    let query: Linear
    let key: Linear
    let value: Linear
    let out: Linear

    init(_ configuration: T5Configuration) {
        (heads, width) = (configuration.num_heads, configuration.d_kv)
        let (model, inner) = (configuration.d_model, configuration.num_heads * configuration.d_kv)
        query = Linear(model, inner, bias: false)
        key = Linear(model, inner, bias: false)
        value = Linear(model, inner, bias: false)
        out = Linear(inner, model, bias: false)
    }

    var entries: [ModuleEntry] { query.named("q") + key.named("k") + value.named("v") + out.named("o") }

    /// - Parameter bias: `[B, H, L, L]`.
    func callAsFunction(_ x: Tensor, bias: Tensor, _ pass: Pass) -> Tensor {
        let (B, L) = (x.shape[0], x.shape[1])
        func split(_ map: Linear) -> Tensor { map(x, pass).reshaped([B, L, heads, width]) }
        let seen = Engine.attention(split(query), split(key), split(value), bias: bias, scale: 1)
        return out(seen.reshaped([B, L, heads * width]), pass)
    }
}

/// Where a token stands, seen from another: distances in buckets, exact near by and logarithmic far off, the same for every layer.
struct T5Positions {
    private let buckets: Int
    private let maximum: Int

    init(_ configuration: T5Configuration) {
        (buckets, maximum) = (configuration.buckets, configuration.maximumDistance)
    }

    /// What the scores are moved by: `table` `[buckets, H]` by distance, −∞ where the key is padding; `[B, H, L, L]`, without history.
    func bias(_ table: Tensor, _ L: Int, _ lengths: [Int]) -> Tensor {
        let H = table.shape[1]
        let values = table.array
        let ofDistance = (-(L - 1)...(L - 1)).map(bucket)
        let result = Tensor(uninitialized: [lengths.count, H, L, L])
        result.withMutableFloats { result in
            var place = 0
            for length in lengths {
                for head in 0..<H {
                    for query in 0..<L {
                        for key in 0..<L {
                            let seen = values[ofDistance[key - query + L - 1] * H + head]
                            result[place] = key < length ? seen : -.infinity
                            place += 1
                        }
                    }
                }
            }
        }
        return result
    }

    /// The bucket of a key `distance` tokens after the query.
    func bucket(_ distance: Int) -> Int {
        let half = buckets / 2
        let exact = half / 2
        let start = distance > 0 ? half : 0
        let n = abs(distance)
        guard n >= exact else { return start + n }
        // In float32, as PyTorch has it: a logarithm that is a whole number must round the same way.
        let scaled = log(Float(n) / Float(exact)) / Float(log(Double(maximum) / Double(exact))) * Float(half - exact)
        return start + min(exact + Int(scaled), half - 1)
    }
}
