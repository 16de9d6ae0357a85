/// A U-Net's configuration in diffusers' words (`config.json` of `UNet2DConditionModel` or `UNet2DModel`). Absent keys mean diffusers'
/// defaults, which differ between the two.
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
    var downsample_padding: Int?
    var downsample_type: String?
    var upsample_type: String?
    var attn_norm_num_groups: Int?
    var add_attention: Bool?
    /// The keys that stand there with no value, which for some is not the same as not standing there.
    private(set) var nulls: Set<String> = []

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case _class_name, sample_size, in_channels, out_channels, center_input_sample, flip_sin_to_cos, freq_shift
        case down_block_types, mid_block_type, up_block_types, only_cross_attention, mid_block_only_cross_attention
        case block_out_channels, layers_per_block, mid_block_scale_factor, act_fn, norm_num_groups, norm_eps
        case cross_attention_dim, cross_attention_norm, encoder_hid_dim, encoder_hid_dim_type, attention_head_dim
        case num_attention_heads, class_embed_type, class_embeddings_concat, num_class_embeds, addition_embed_type
        case addition_embed_type_num_heads, resnet_time_scale_shift, resnet_skip_time_act, resnet_out_scale_factor
        case time_embedding_type, time_embedding_dim, time_embedding_act_fn, timestep_post_act, time_cond_proj_dim
        case conv_in_kernel, conv_out_kernel, downsample_padding, downsample_type, upsample_type
        case attn_norm_num_groups, add_attention
    }

    private struct Nulls: Decodable {
        var keys: Set<String> = []

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            for key in CodingKeys.allCases where (try? container.decodeNil(forKey: key)) == true {
                keys.insert(key.rawValue)
            }
        }
    }

    public init() {}

    /// Read from a folder's `config.json`.
    ///
    /// - Throws: ``EngineFailure`` where it cannot be read, or asks for what is not known here.
    static func read(_ path: String) throws -> UNet2DConfiguration {
        var configuration = try JSON.decode(UNet2DConfiguration.self, from: path)
        configuration.nulls = try JSON.decode(Nulls.self, from: path).keys
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
