/// `UNet2DModel`: pictures of nothing in particular, or of a class.
extension UNet2DConfiguration {
    func modelPlan(_ checks: ConfigurationChecks) throws -> UNet2DPlan {
        try refuseUnknownOfModel(checks)
        let channels = block_out_channels ?? [224, 448, 672, 896]
        try checks.number("block_out_channels", channels.count, 1...16)
        guard let side = sample_size else { throw checks.missing("sample_size") }
        let residual = try residualSettings(channels, checks)
        let blocks = try blocks(channels, residual, checks)
        return UNet2DPlan(
            sampleSize: side, inChannels: in_channels ?? 3, outChannels: out_channels ?? 3,
            centersInput: center_input_sample ?? false, down: blocks.down, up: blocks.up, mid: blocks.mid,
            midScale: Float(mid_block_scale_factor ?? 1), residual: residual,
            // Whatever act_fn says of the blocks.
            outActivation: .silu,
            time: .init(
                width: channels[0], cosinesFirst: flip_sin_to_cos ?? true, frequencyShift: freq_shift ?? 0,
                activation: .silu, postActivation: .none, sumActivation: .none),
            conditioning: num_class_embeds.map { .labels($0) } ?? .nothing)
    }

    private func refuseUnknownOfModel(_ checks: ConfigurationChecks) throws {
        for type in down_block_types ?? [] {
            try checks.among("down_block_types", type, ["DownBlock2D", "AttnDownBlock2D"])
        }
        for type in up_block_types ?? [] { try checks.among("up_block_types", type, ["UpBlock2D", "AttnUpBlock2D"]) }
        let middle = nulls.contains("mid_block_type") ? "none" : mid_block_type ?? "UNetMidBlock2D"
        try checks.among("mid_block_type", middle, ["UNetMidBlock2D"])
        try checks.among("time_embedding_type", time_embedding_type ?? "positional", ["positional"])
        try checks.among("downsample_type", downsample_type ?? "conv", ["conv", "resnet"])
        try checks.among("upsample_type", upsample_type ?? "conv", ["conv", "resnet"])
        try checks.number("downsample_padding", downsample_padding ?? 1, 0...1)
        try checks.absent("class_embed_type", class_embed_type != nil)
        if nulls.contains("norm_num_groups") { throw checks.missing("norm_num_groups") }
    }

    private func blocks(
        _ channels: [Int], _ residual: UNet2DPlan.ResidualSettings, _ checks: ConfigurationChecks
    ) throws -> (down: [UNet2DPlan.Block], mid: UNet2DPlan.Block, up: [UNet2DPlan.Block]) {
        let count = channels.count
        let usual = (
            down: ["DownBlock2D"] + Array(repeating: "AttnDownBlock2D", count: 3),
            up: Array(repeating: "AttnUpBlock2D", count: 3) + ["UpBlock2D"]
        )
        let down = try perBlock("down_block_types", .many(down_block_types ?? usual.down), count, checks)
        let up = try perBlock("up_block_types", .many(up_block_types ?? usual.up), count, checks)
        let layers = try perBlock("layers_per_block", layers_per_block ?? .one(2), count, checks)
        let heads = try perBlock("attention_head_dim", attention_head_dim ?? .one(8), count, checks)
        func attention(_ index: Int) -> UNet2DPlan.AttentionSettings {
            // No value there is one head as wide as the block.
            let width = nulls.contains("attention_head_dim") ? channels[index] : heads[index]
            return .init(headWidth: width, groups: residual.groups, epsilon: residual.epsilon)
        }
        func block(_ index: Int, _ type: String, layers: Int, _ resampling: String?) -> UNet2DPlan.Block {
            let attends = type.hasPrefix("Attn")
            let isResidual = attends && resampling == "resnet"
            return UNet2DPlan.Block(
                channels: channels[index], layers: layers,
                resampler: isResidual ? .residual : .convolution(padding: downsample_padding ?? 1),
                attention: attends ? attention(index) : nil)
        }
        var mid = block(count - 1, add_attention ?? true ? "Attn" : "", layers: 1, nil)
        mid.attention?.groups = attn_norm_num_groups ?? (residual.scalesByTime ? nil : residual.groups)
        mid.attention?.outScale = Float(mid_block_scale_factor ?? 1)
        return (
            (0..<count).map { block($0, down[$0], layers: layers[$0], downsample_type) }, mid,
            (0..<count).map { block(count - 1 - $0, up[$0], layers: layers[count - 1 - $0] + 1, upsample_type) }
        )
    }
}
