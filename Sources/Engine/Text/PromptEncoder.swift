import Foundation

/// Prompts to embeddings through a pipeline's text encoder. What was encoded once is kept on disk, by encoder and text, and the encoder is
/// let go as soon as it has spoken.
struct PromptEncoder {
    private let pipeline: PipelineFolder
    private let tokenizer: Tokenizer
    private let cleans: Bool
    private let cache: String

    /// - Parameters:
    ///   - cleans: whether prompts are cleaned as IF's captions were; only lowered otherwise.
    ///   - cache: the folder embeddings are kept in.
    init(_ pipeline: PipelineFolder, cleans: Bool = true, cache: String = Places.data + "/embeddings") throws {
        (self.pipeline, self.cleans, self.cache) = (pipeline, cleans, cache)
        tokenizer = try pipeline.tokenizer()
    }

    /// The prompt as the encoder is given it.
    func tokens(of prompt: String) -> Tokenizer.Prompt {
        tokenizer.prompt(caption(prompt))
    }

    /// The text as the tokenizer is given it.
    private func caption(_ text: String) -> String { cleans ? Caption.cleaned(text) : Caption.plain(text) }

    /// The weight of each token of `pieces` and of their end, as many as are read, in order: a word has that of the piece it begins in. The
    /// tokens are those of the text without weights.
    func weights(of pieces: [PromptScript.Piece]) -> [Double] {
        let tokens = tokenizer.encode(caption(pieces.text))
        var weights: [Double] = []
        for (index, piece) in pieces.enumerated() {
            var end = tokens.count
            if index + 1 < pieces.count {
                let before = tokenizer.encode(caption(pieces[...index].map(\.text).joined()))
                end = zip(tokens, before).prefix { $0 == $1 }.count
                while end < tokens.count, !tokenizer.beginsWord(tokens[end]) { end += 1 }
            }
            weights += Array(repeating: piece.weight, count: max(0, end - weights.count))
        }
        return weights.prefix(Tokenizer.length - 1) + [1]
    }

    /// `[1, 77, E]` by prompt.
    ///
    /// - Parameter width: the numbers a token that are wanted; nil takes the encoder's.
    /// - Throws: ``EngineFailure`` where the encoder cannot be read, does not fit the tokenizer, or is of another width.
    func embeddings(of prompts: [String], width: Int? = nil) throws -> [String: Tensor] {
        let (weights, configuration) = try pipeline.textEncoderWeights()
        guard width ?? configuration.d_model == configuration.d_model else {
            throw EngineFailure(
                "the text encoder is another network's", expected: "\(width ?? 0) numbers a token",
                found: "\(configuration.d_model)", place: pipeline.path + "/text_encoder")
        }
        guard tokenizer.vocabularySize <= configuration.vocab_size else {
            throw EngineFailure(
                "the tokenizer knows more tokens than the text encoder",
                expected: "\(configuration.vocab_size) at most",
                found: "\(tokenizer.vocabularySize)", place: pipeline.path)
        }
        let encoder = weights.fingerprint
        var result: [String: Tensor] = [:]
        // Prompts that are one text to the encoder share a file.
        var missing: [String: (tokens: Tokenizer.Prompt, prompts: [String])] = [:]
        for prompt in Set(prompts).sorted() {
            let tokens = tokens(of: prompt)
            let key = SHA256.digest(of: Data("\(encoder) \(tokens.tokens)".utf8))
            let path = "\(cache)/\(key).safetensors"
            if let kept = try? SafetensorsFile(path: path).tensor("embedding"),
                kept.shape == [1, Tokenizer.length, configuration.d_model]
            {
                result[prompt] = kept
            } else {
                missing[path, default: (tokens, [])].prompts.append(prompt)
            }
        }
        guard !missing.isEmpty else { return result }
        let texts = missing.sorted { $0.key < $1.key }
        let said = try encoded(texts.map(\.value.tokens))
        try Folder.make(cache)
        for (index, (path, text)) in texts.enumerated() {
            let embedding = said.rows(index..<index + 1)
            try Safetensors.write([("embedding", embedding)], metadata: ["prompt": text.prompts[0]], to: path)
            for prompt in text.prompts { result[prompt] = embedding }
        }
        return result
    }

    private func encoded(_ prompts: [Tokenizer.Prompt]) throws -> Tensor {
        // Its weights came and went one by one; the memory they used is of no use to the network.
        defer { StoragePool.current.trim() }
        let encoder = try pipeline.textEncoder()
        let said = try encoder(
            prompts.map(\.tokens), lengths: prompts.map(\.length), .inference(keepsWeights: false)
        ) { try WorkPart.tellAndCheck("reading the prompts", done: $0, of: $1) }
        guard said.array.allSatisfy(\.isFinite) else {
            throw encoder.brokenWeights(place: pipeline.path + "/text_encoder")
                ?? EngineFailure("the text encoder overflowed", found: "NaN or infinity", place: pipeline.path)
        }
        return said
    }
}
