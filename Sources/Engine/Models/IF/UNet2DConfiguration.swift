/// A U-Net's configuration in diffusers' words (`config.json` of `UNet2DConditionModel`). Absent keys mean diffusers' defaults.
public struct UNet2DConfiguration: Codable, Sendable, Equatable {
    var _class_name: String?
    var sample_size: Int?
    var in_channels: Int?
    var out_channels: Int?
    var center_input_sample: Bool?
    var flip_sin_to_cos: Bool?
    var freq_shift: Double?
    var down_block_types: [String]?
    var mid_block_type: String?
    var up_block_types: [String]?
    var only_cross_attention: OneOrMany<Bool>?
    var mid_block_only_cross_attention: Bool?
    var block_out_channels: [Int]?
    var layers_per_block: OneOrMany<Int>?
    var mid_block_scale_factor: Double?
    var act_fn: String?
    var norm_num_groups: Int?
    var norm_eps: Double?
    var cross_attention_dim: OneOrMany<Int>?
    var cross_attention_norm: String?
    var encoder_hid_dim: Int?
    var encoder_hid_dim_type: String?
    var attention_head_dim: OneOrMany<Int>?
    var num_attention_heads: OneOrMany<Int>?
    var class_embed_type: String?
    var class_embeddings_concat: Bool?
    var num_class_embeds: Int?
    var addition_embed_type: String?
    var addition_embed_type_num_heads: Int?
    var resnet_time_scale_shift: String?
    var resnet_skip_time_act: Bool?
    var resnet_out_scale_factor: Double?
    var time_embedding_type: String?
    var time_embedding_dim: Int?
    var time_embedding_act_fn: String?
    var timestep_post_act: String?
    var time_cond_proj_dim: Int?
    var conv_in_kernel: Int?
    var conv_out_kernel: Int?

    public init() {}

    /// Read from a folder's `config.json`.
    ///
    /// - Throws: ``EngineFailure`` where it cannot be read, or asks for what is not known here.
    static func read(_ path: String) throws -> UNet2DConfiguration {
        let configuration = try JSON.decode(UNet2DConfiguration.self, from: path)
        try configuration.validate(place: path)
        return configuration
    }
}

/// A value for all blocks, or one for each.
enum OneOrMany<Value: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
    case one(Value)
    case many([Value])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Value.self) {
            self = .one(value)
        } else {
            self = .many(try container.decode([Value].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .one(let value): try container.encode(value)
        case .many(let values): try container.encode(values)
        }
    }

    /// One for each of `count` blocks, or as many as the file gave.
    func values(_ count: Int) -> [Value] {
        switch self {
        case .one(let value): Array(repeating: value, count: count)
        case .many(let values): values
        }
    }
}
