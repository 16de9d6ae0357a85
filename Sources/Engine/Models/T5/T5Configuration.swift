/// A T5 encoder's configuration in transformers' words (`config.json` of `T5EncoderModel`). Absent keys mean transformers' defaults.
public struct T5Configuration: Codable, Sendable, Equatable {
    var model_type: String?
    var vocab_size, d_model, d_kv, d_ff, num_layers, num_heads: Int
    var relative_attention_num_buckets, relative_attention_max_distance: Int?
    var layer_norm_epsilon: Double?
    var feed_forward_proj: String?
    var dense_act_fn: String?

    /// Read from a folder's `config.json`.
    ///
    /// - Throws: ``EngineFailure`` where it cannot be read, or asks for what is not known here.
    static func read(_ path: String) throws -> T5Configuration {
        let configuration = try JSON.decode(T5Configuration.self, from: path)
        try configuration.validate(ConfigurationChecks(place: path))
        return configuration
    }

    var buckets: Int { relative_attention_num_buckets ?? 32 }
    var maximumDistance: Int { relative_attention_max_distance ?? 128 }

    private func validate(_ checks: ConfigurationChecks) throws {
        try checks.among("model_type", model_type ?? "t5", ["t5"])
        // Version 1.1: a gate beside the activation. Version 1.0 has a plain ReLU.
        try checks.among("feed_forward_proj", feed_forward_proj ?? "relu", ["gated-gelu"])
        try checks.among("dense_act_fn", dense_act_fn ?? "gelu_new", ["gelu_new"])
        for (name, value) in [
            ("d_model", d_model), ("d_kv", d_kv), ("d_ff", d_ff), ("num_heads", num_heads),
            ("relative_attention_max_distance", maximumDistance),
        ] {
            try checks.number(name, value, 1...1 << 16)
        }
        try checks.number("vocab_size", vocab_size, 1...1 << 24)
        try checks.number("num_layers", num_layers, 1...1024)
        try checks.number("relative_attention_num_buckets", buckets, 4...1 << 16)
        guard buckets % 4 == 0, maximumDistance > buckets / 4 else {
            throw checks.failure(
                "relative_attention_num_buckets", expected: "a multiple of 4, at most 4 times the largest distance",
                found: "\(buckets)")
        }
    }
}
