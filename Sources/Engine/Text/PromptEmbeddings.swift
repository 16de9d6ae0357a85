/// Prompts with what a text encoder said of them: from a file (`.pth` of `torch.save`, or safetensors), so that no encoder is needed.
public struct PromptEmbeddings {
    public let path: String
    /// The prompts, sorted.
    public let prompts: [String]
    private let source: any TensorSource

    /// - Throws: ``EngineFailure`` where the file cannot be read, or holds anything but a tensor `[1, L, E]` or `[L, E]` a prompt.
    public init(path: String) throws {
        self.path = path
        source =
            path.hasSuffix(".safetensors") ? try SafetensorsFile(path: path) : try TorchFile(path: path)
        prompts = source.names
        for prompt in prompts {
            let shape = source.shape(of: prompt) ?? []
            let isOne = shape.rank == 2 || shape.rank == 3 && shape[0] == 1
            guard isOne, shape[-2] == Tokenizer.length else {
                throw EngineFailure(
                    "this is not the embedding of a prompt", expected: "[1, \(Tokenizer.length), width]",
                    found: "\(shape) for “\(prompt)”", place: path)
            }
        }
    }

    /// Numbers a token; nil where there are no prompts.
    public var width: Int? { prompts.first.flatMap { source.shape(of: $0)?[-1] } }

    /// What the encoder said of `prompt`, `[1, 77, width]`, float32.
    ///
    /// - Parameter width: what the network reads.
    /// - Throws: ``EngineFailure`` where the prompt is not there, or its embedding is of another width or not finite.
    public func embedding(of prompt: String, width: Int) throws -> Tensor {
        guard let shape = source.shape(of: prompt) else {
            throw EngineFailure(
                "there is no embedding of that prompt", expected: "one of those in the file", found: "“\(prompt)”",
                place: path,
                hint: "it has: \(listed(prompts.map { "“\($0)”" }))")
        }
        guard shape[-1] == width else {
            throw EngineFailure(
                "the embeddings are of another text encoder", expected: "\(width) numbers a token",
                found: "\(shape[-1])", place: path)
        }
        let tensor = try source.stored(prompt).tensor()
        guard tensor.array.allSatisfy(\.isFinite) else {
            throw EngineFailure("an embedding holds what is not a number", found: "“\(prompt)”", place: path)
        }
        return tensor.reshapedWithoutHistory([1, Tokenizer.length, width])
    }
}
