extension UNet2DConfiguration {
    /// - Throws: ``EngineFailure`` naming what is not known here or out of range.
    func validate(place: String) throws { _ = try plan(place: place) }

    /// The configuration with its defaults filled in.
    ///
    /// - Throws: ``EngineFailure`` naming what is not known here or out of range.
    func plan(place: String) throws -> UNet2DPlan {
        let checks = ConfigurationChecks(place: place)
        let className = _class_name ?? UNet2D.conditionClass
        try checks.among("_class_name", className, [UNet2D.conditionClass, UNet2D.modelClass])
        let plan = try className == UNet2D.modelClass ? modelPlan(checks) : conditionPlan(checks)
        try plan.validate(checks)
        return plan
    }

    /// Every residual block's settings, which both kinds of network say alike.
    func residualSettings(_ channels: [Int], _ checks: ConfigurationChecks) throws -> UNet2DPlan.ResidualSettings {
        let scale = resnet_time_scale_shift ?? "default"
        try checks.among("resnet_time_scale_shift", scale, ["default", "scale_shift"])
        return UNet2DPlan.ResidualSettings(
            groups: norm_num_groups ?? 32, epsilon: Float(norm_eps ?? 1e-5),
            activation: try checks.activation("act_fn", act_fn ?? "silu"), scalesByTime: scale == "scale_shift",
            skipsTimeActivation: resnet_skip_time_act ?? false, outScale: Float(resnet_out_scale_factor ?? 1),
            timeWidth: time_embedding_dim ?? channels[0] * 4)
    }

    /// One of `values` for each of `count` blocks.
    func perBlock<Value>(_ name: String, _ values: OneOrMany<Value>, _ count: Int, _ checks: ConfigurationChecks) throws
        -> [Value]
    {
        let all = values.values(count)
        guard all.count == count else {
            throw checks.failure(name, expected: "\(count) values", found: "\(all.count)")
        }
        return all
    }
}

/// `UNet2DConditionModel`, as DeepFloyd IF uses it.
extension UNet2DConfiguration {
    private static let attends = "SimpleCrossAttn"

    fileprivate func conditionPlan(_ checks: ConfigurationChecks) throws -> UNet2DPlan {
        try refuseUnknown(checks)
        let channels = block_out_channels ?? [320, 640, 1280, 1280]
        try checks.number("block_out_channels", channels.count, 1...16)
        let residual = try residualSettings(channels, checks)
        let blocks = try blocks(channels, residual, checks)
        let inner = blocks.mid.attention?.textWidth ?? 0
        return UNet2DPlan(
            sampleSize: sample_size ?? 64, inChannels: in_channels ?? 4, outChannels: out_channels ?? 4,
            centersInput: center_input_sample ?? false, kernelIn: conv_in_kernel ?? 3,
            kernelOut: conv_out_kernel ?? 3, down: blocks.down, up: blocks.up, mid: blocks.mid,
            midScale: Float(mid_block_scale_factor ?? 1), residual: residual, outActivation: residual.activation,
            time: .init(
                width: channels[0], cosinesFirst: flip_sin_to_cos ?? true, frequencyShift: freq_shift ?? 0,
                activation: residual.activation,
                postActivation: try checks.activation("timestep_post_act", timestep_post_act),
                sumActivation: try checks.activation("time_embedding_act_fn", time_embedding_act_fn)),
            conditioning: .text(width: encoder_hid_dim ?? inner),
            projectedTextWidth: encoder_hid_dim == nil ? nil : inner,
            poolHeads: addition_embed_type == nil ? nil : addition_embed_type_num_heads ?? 64,
            hasNoiseLevel: class_embed_type != nil)
    }

    /// What this engine does not build is refused by name.
    private func refuseUnknown(_ checks: ConfigurationChecks) throws {
        for type in down_block_types ?? ["CrossAttnDownBlock2D"] {
            try checks.among("down_block_types", type, ["ResnetDownsampleBlock2D", "\(Self.attends)DownBlock2D"])
        }
        try checks.among(
            "mid_block_type", mid_block_type ?? "UNetMidBlock2DCrossAttn", ["UNetMidBlock2D\(Self.attends)"])
        for type in up_block_types ?? ["CrossAttnUpBlock2D"] {
            try checks.among("up_block_types", type, ["ResnetUpsampleBlock2D", "\(Self.attends)UpBlock2D"])
        }
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
        _ channels: [Int], _ residual: UNet2DPlan.ResidualSettings, _ checks: ConfigurationChecks
    ) throws -> (down: [UNet2DPlan.Block], mid: UNet2DPlan.Block, up: [UNet2DPlan.Block]) {
        let count = channels.count
        let layers = try perBlock("layers_per_block", layers_per_block ?? .one(2), count, checks)
        let heads = try perBlock("attention_head_dim", attention_head_dim ?? .one(8), count, checks)
        let only = try perBlock("only_cross_attention", only_cross_attention ?? .one(false), count, checks)
        let text = try perBlock("cross_attention_dim", cross_attention_dim ?? .one(1280), count, checks)
        let down = try perBlock("down_block_types", .many(down_block_types ?? []), count, checks)
        let up = try perBlock("up_block_types", .many(up_block_types ?? []), count, checks)
        func block(_ index: Int, _ type: String, layers: Int, headWidth: Int) -> UNet2DPlan.Block {
            var block = UNet2DPlan.Block(channels: channels[index], layers: layers, resampler: .residual)
            guard type.hasPrefix(Self.attends) else { return block }
            block.attention = .init(
                headWidth: headWidth, groups: residual.groups, textWidth: text[index],
                normalizesText: cross_attention_norm != nil, onlyCrossAttention: only[index])
            return block
        }
        var mid = block(count - 1, Self.attends, layers: 1, headWidth: heads[count - 1])
        let all = if case .one(let value)? = only_cross_attention { value } else { false }
        mid.attention?.onlyCrossAttention = mid_block_only_cross_attention ?? all
        return (
            (0..<count).map { block($0, down[$0], layers: layers[$0], headWidth: heads[$0]) }, mid,
            // Every list is read backwards on the way up but the heads', which diffusers leaves as it is.
            (0..<count).map { block(count - 1 - $0, up[$0], layers: layers[count - 1 - $0] + 1, headWidth: heads[$0]) }
        )
    }
}
