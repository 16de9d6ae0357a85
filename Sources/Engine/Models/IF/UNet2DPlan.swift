/// What a U-Net is built from: a configuration with its defaults filled in, checked.
public struct UNet2DPlan: Sendable, Equatable {
    /// One resolution, on the way down or up.
    struct Block: Sendable, Equatable {
        var channels: Int
        var layers: Int
        /// Channels of an attention head; nil where the block has no attention.
        var headWidth: Int?
        var onlyCrossAttention: Bool
        var textWidth: Int
    }

    var sampleSize: Int
    var inChannels: Int
    var outChannels: Int
    var centersInput: Bool
    var down: [Block]
    var up: [Block]
    var mid: Block
    var kernelIn: Int
    var kernelOut: Int
    var residual: ResidualSettings
    var midScale: Float
    var attention: AttentionSettings
    var time: TimestepSettings
    /// The width of the text encoder's output; nil where that has the blocks' width already.
    var encoderWidth: Int?
    /// Heads of the text's pooling; nil where text is not added to the time.
    var poolHeads: Int?
    /// Whether a second time, the noise level of the low-resolution picture, is added.
    var hasNoiseLevel: Bool

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

    /// Every attention's settings.
    struct AttentionSettings: Sendable, Equatable {
        var groups: Int
        var normalizesText: Bool
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

extension UNet2DConfiguration {
    static let downTypes = ["ResnetDownsampleBlock2D", "SimpleCrossAttnDownBlock2D"]
    static let midTypes = ["UNetMidBlock2DSimpleCrossAttn"]
    static let upTypes = ["ResnetUpsampleBlock2D", "SimpleCrossAttnUpBlock2D"]

    /// - Throws: ``EngineFailure`` naming what is not known here or out of range.
    func validate(place: String) throws { _ = try plan(place: place) }

    /// The configuration with its defaults filled in.
    ///
    /// - Throws: ``EngineFailure`` naming what is not known here or out of range.
    func plan(place: String) throws -> UNet2DPlan {
        let checks = ConfigurationChecks(place: place)
        try refuseUnknown(checks)
        let channels = block_out_channels ?? [320, 640, 1280, 1280]
        let count = channels.count
        try checks.number("block_out_channels", count, 1...16)
        let blocks = try blocks(channels, checks)
        let groups = norm_num_groups ?? 32
        let timeWidth = time_embedding_dim ?? channels[0] * 4
        let activation = try checks.activation("act_fn", act_fn ?? "silu")
        let scale = resnet_time_scale_shift ?? "default"
        try checks.among("resnet_time_scale_shift", scale, ["default", "scale_shift"])
        let plan = UNet2DPlan(
            sampleSize: sample_size ?? 64, inChannels: in_channels ?? 4, outChannels: out_channels ?? 4,
            centersInput: center_input_sample ?? false, down: blocks.down, up: blocks.up, mid: blocks.mid,
            kernelIn: conv_in_kernel ?? 3, kernelOut: conv_out_kernel ?? 3,
            residual: .init(
                groups: groups, epsilon: Float(norm_eps ?? 1e-5), activation: activation,
                scalesByTime: scale == "scale_shift", skipsTimeActivation: resnet_skip_time_act ?? false,
                outScale: Float(resnet_out_scale_factor ?? 1), timeWidth: timeWidth),
            midScale: Float(mid_block_scale_factor ?? 1),
            attention: .init(groups: groups, normalizesText: cross_attention_norm != nil),
            time: .init(
                width: channels[0], cosinesFirst: flip_sin_to_cos ?? true, frequencyShift: freq_shift ?? 0,
                activation: activation, postActivation: try checks.activation("timestep_post_act", timestep_post_act),
                sumActivation: try checks.activation("time_embedding_act_fn", time_embedding_act_fn)),
            encoderWidth: encoder_hid_dim,
            poolHeads: addition_embed_type == nil ? nil : addition_embed_type_num_heads ?? 64,
            hasNoiseLevel: class_embed_type != nil)
        try plan.validate(checks)
        return plan
    }

    /// What this engine does not build is refused by name.
    private func refuseUnknown(_ checks: ConfigurationChecks) throws {
        if let name = _class_name { try checks.among("_class_name", name, ["UNet2DConditionModel"]) }
        for type in down_block_types ?? ["CrossAttnDownBlock2D"] {
            try checks.among("down_block_types", type, Self.downTypes)
        }
        try checks.among("mid_block_type", mid_block_type ?? "UNetMidBlock2DCrossAttn", Self.midTypes)
        for type in up_block_types ?? ["CrossAttnUpBlock2D"] { try checks.among("up_block_types", type, Self.upTypes) }
        try checks.among("encoder_hid_dim_type", encoder_hid_dim_type ?? "text_proj", ["text_proj"])
        try checks.among("class_embed_type", class_embed_type ?? "timestep", ["timestep"])
        try checks.among("addition_embed_type", addition_embed_type ?? "text", ["text"])
        try checks.among("cross_attention_norm", cross_attention_norm ?? "group_norm", ["group_norm"])
        try checks.among("time_embedding_type", time_embedding_type ?? "positional", ["positional"])
        try checks.absent("num_class_embeds", num_class_embeds != nil)
        try checks.absent("time_cond_proj_dim", time_cond_proj_dim != nil)
        try checks.absent("num_attention_heads", num_attention_heads != nil)
        try checks.absent("class_embeddings_concat", class_embeddings_concat == true)
        if encoder_hid_dim_type != nil, encoder_hid_dim == nil { throw checks.missing("encoder_hid_dim") }
    }

    private func blocks(
        _ channels: [Int], _ checks: ConfigurationChecks
    ) throws -> (down: [UNet2DPlan.Block], mid: UNet2DPlan.Block, up: [UNet2DPlan.Block]) {
        let count = channels.count
        let layers = (layers_per_block ?? .one(2)).values(count)
        let heads = (attention_head_dim ?? .one(8)).values(count)
        let only = (only_cross_attention ?? .one(false)).values(count)
        let text = (cross_attention_dim ?? .one(1280)).values(count)
        let (down, up) = (down_block_types ?? [], up_block_types ?? [])
        for (name, found) in [
            ("layers_per_block", layers.count), ("attention_head_dim", heads.count),
            ("only_cross_attention", only.count), ("cross_attention_dim", text.count),
            ("down_block_types", down.count), ("up_block_types", up.count),
        ] where found != count {
            throw checks.failure(name, expected: "\(count) values", found: "\(found)")
        }
        func block(_ index: Int, _ type: String, layers: Int, headWidth: Int) -> UNet2DPlan.Block {
            UNet2DPlan.Block(
                channels: channels[index], layers: layers,
                headWidth: type.hasPrefix("SimpleCrossAttn") ? headWidth : nil, onlyCrossAttention: only[index],
                textWidth: text[index])
        }
        var mid = block(count - 1, "SimpleCrossAttn", layers: 1, headWidth: heads[count - 1])
        let all = if case .one(let value)? = only_cross_attention { value } else { false }
        mid.onlyCrossAttention = mid_block_only_cross_attention ?? all
        return (
            (0..<count).map { block($0, down[$0], layers: layers[$0], headWidth: heads[$0]) }, mid,
            // Every list is read backwards on the way up but the heads', which diffusers leaves as it is.
            (0..<count).map { block(count - 1 - $0, up[$0], layers: layers[count - 1 - $0] + 1, headWidth: heads[$0]) }
        )
    }
}

extension UNet2DPlan {
    fileprivate func validate(_ checks: ConfigurationChecks) throws {
        for (name, value) in [
            ("sample_size", sampleSize), ("in_channels", inChannels), ("out_channels", outChannels),
            ("time_embedding_dim", residual.timeWidth), ("norm_num_groups", residual.groups),
            ("encoder_hid_dim", encoderWidth ?? 1), ("addition_embed_type_num_heads", poolHeads ?? 1),
        ] {
            try checks.number(name, value, 1...1 << 16)
        }
        for (name, kernel) in [("conv_in_kernel", kernelIn), ("conv_out_kernel", kernelOut)] where kernel % 2 == 0 {
            throw checks.failure(name, expected: "an odd number", found: "\(kernel)")
        }
        try checks.divides(
            "a halving for each of block_out_channels, of sample_size", 1 << (down.count - 1), sampleSize)
        for block in down + up + [mid] {
            try checks.number("block_out_channels", block.channels, 1...1 << 16)
            try checks.number("layers_per_block", block.layers, 1...65)
            try checks.divides("norm_num_groups", residual.groups, block.channels)
            guard let width = block.headWidth else { continue }
            try checks.number("attention_head_dim", width, 1...1 << 16)
            try checks.divides("attention_head_dim", width, block.channels)
            try checks.number("cross_attention_dim", block.textWidth, 1...1 << 16)
            if attention.normalizesText {
                try checks.divides("cross_attention_norm groups", UNetAttention.textGroups, block.textWidth)
            }
            if encoderWidth != nil, block.textWidth != mid.textWidth {
                throw checks.failure("cross_attention_dim", expected: "one width", found: "several")
            }
        }
        if let poolHeads {
            try checks.divides("addition_embed_type_num_heads", poolHeads, encoderWidth ?? mid.textWidth)
        }
        guard residual.outScale > 0, midScale > 0, residual.epsilon > 0 else {
            throw checks.failure("resnet_out_scale_factor, mid_block_scale_factor, norm_eps", expected: "more than 0")
        }
    }
}
