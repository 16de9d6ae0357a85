/// What a U-Net is built from: a configuration with its defaults filled in, checked.
public struct UNet2DPlan: Sendable, Equatable {
    /// How a block changes the resolution: by a residual block, or by a 3×3 convolution, which on the way down has a padding of 1 or, of 0,
    /// a line of zeros below and on the right.
    enum Resampler: Sendable, Equatable {
        case residual
        case convolution(padding: Int)
    }

    /// One resolution, on the way down or up.
    struct Block: Sendable, Equatable {
        var channels: Int
        var layers: Int
        var resampler: Resampler
        var attention: AttentionSettings?
    }

    /// What the network is asked about a picture beside its time.
    enum Conditioning: Sendable, Equatable {
        case nothing
        /// Classes, so many.
        case labels(Int)
        /// The text encoder's output of this width.
        case text(width: Int)
    }

    /// Width and height of the pictures, and the channels that go in and come out.
    var sampleSize: Int
    var inChannels, outChannels: Int
    var centersInput: Bool
    var kernelIn = 3, kernelOut = 3
    var down, up: [Block]
    var mid: Block
    var midScale: Float
    var residual: ResidualSettings
    var outActivation: Activation
    var time: TimestepSettings
    var conditioning: Conditioning
    /// What the text becomes before the blocks see it; nil where it has their width already.
    var projectedTextWidth: Int? = nil
    /// Heads of the text's pooling; nil where text is not added to the time.
    var poolHeads: Int? = nil
    /// Whether a second time, the noise level of the low-resolution picture, is added.
    var hasNoiseLevel = false

    /// The width of the text encoder's output; nil for a network that reads no text.
    var textWidth: Int? { if case .text(let width) = conditioning { width } else { nil } }

    /// Every ResNet block's settings.
    struct ResidualSettings: Sendable, Equatable {
        var groups: Int
        var epsilon: Float
        var activation: Activation
        /// Whether time scales and shifts, or only shifts.
        var scalesByTime: Bool
        /// Whether the time embedding comes with its activation done.
        var skipsTimeActivation: Bool
        /// What the sum of a block and its shortcut is divided by.
        var outScale: Float
        var timeWidth: Int
    }

    /// An attention's settings.
    struct AttentionSettings: Sendable, Equatable {
        var headWidth: Int
        /// Of its group norm; nil where it has none.
        var groups: Int?
        var epsilon: Float = 1e-5
        /// Width of the text its pixels look at; nil where they look at each other alone.
        var textWidth: Int?
        var normalizesText = false
        /// Whether pixels look at the text alone.
        var onlyCrossAttention = false
        /// What the sum of what was seen and the pixels is divided by.
        var outScale: Float = 1
    }

    /// How a time becomes a vector.
    struct TimestepSettings: Sendable, Equatable {
        /// Of the sines and cosines.
        var width: Int
        var cosinesFirst: Bool
        var frequencyShift: Double
        var activation: Activation
        var postActivation: Activation
        /// What is done to the sum of all embeddings.
        var sumActivation: Activation
    }
}

extension UNet2DPlan {
    /// - Throws: ``EngineFailure`` naming what is out of range.
    func validate(_ checks: ConfigurationChecks) throws {
        for (name, value) in [
            ("sample_size", sampleSize), ("in_channels", inChannels), ("out_channels", outChannels),
            ("time_embedding_dim", residual.timeWidth), ("norm_num_groups", residual.groups),
            ("encoder_hid_dim", textWidth ?? 1), ("addition_embed_type_num_heads", poolHeads ?? 1),
        ] {
            try checks.number(name, value, 1...1 << 16)
        }
        if case .labels(let count) = conditioning { try checks.number("num_class_embeds", count, 1...1 << 20) }
        for (name, kernel) in [("conv_in_kernel", kernelIn), ("conv_out_kernel", kernelOut)] where kernel % 2 == 0 {
            throw checks.failure(name, expected: "an odd number", found: "\(kernel)")
        }
        try checks.divides(
            "a halving for each of block_out_channels, of sample_size", 1 << (down.count - 1), sampleSize)
        for block in down + up + [mid] {
            try checks.number("block_out_channels", block.channels, 1...1 << 16)
            try checks.number("layers_per_block", block.layers, 1...65)
            try checks.divides("norm_num_groups", residual.groups, block.channels)
            if let attention = block.attention { try validate(attention, block.channels, checks) }
        }
        if let poolHeads, let textWidth {
            try checks.divides("addition_embed_type_num_heads", poolHeads, textWidth)
        }
        guard residual.outScale > 0, midScale > 0, residual.epsilon > 0 else {
            throw checks.failure("resnet_out_scale_factor, mid_block_scale_factor, norm_eps", expected: "more than 0")
        }
    }

    private func validate(_ attention: AttentionSettings, _ channels: Int, _ checks: ConfigurationChecks) throws {
        try checks.number("attention_head_dim", attention.headWidth, 1...1 << 16)
        try checks.divides("attention_head_dim", attention.headWidth, channels)
        if let groups = attention.groups { try checks.divides("attn_norm_num_groups", groups, channels) }
        guard let width = attention.textWidth else { return }
        try checks.number("cross_attention_dim", width, 1...1 << 16)
        if attention.normalizesText {
            try checks.divides("cross_attention_norm groups", UNetAttention.textGroups, width)
        }
        if projectedTextWidth != nil, width != projectedTextWidth {
            throw checks.failure("cross_attention_dim", expected: "one width", found: "several")
        }
    }
}
