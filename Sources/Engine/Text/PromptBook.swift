/// What a text encoder, or a file, says of prompts: asked when a prompt is first needed, and kept.
///
/// Weights move a token's vector away from the mean of the text's: `m + w (e − m)`, m the mean over the tokens of the text with its end. A
/// weight of 1 changes no bit, and none changes what the other tokens are.
final class PromptBook {
    private enum Source {
        case encoder(PromptEncoder)
        case file(PromptEmbeddings)
    }

    private let open: () throws -> Source
    private var source: Source?
    /// Numbers a token that the network reads.
    private let width: Int
    /// By a prompt without weights, and by one with them as it is written.
    private var plain: [String: Tensor] = [:]
    private var weighted: [String: Tensor] = [:]

    init(_ pipeline: PipelineFolder, reader: TextReader, cleans: Bool, width: Int) {
        self.width = width
        open = {
            switch reader {
            case .ownEncoder: .encoder(try PromptEncoder(pipeline, cleans: cleans))
            case .encoder(let folder): .encoder(try PromptEncoder(try PipelineFolder(folder), cleans: cleans))
            case .file(let path): .file(try PromptEmbeddings(path: path))
            }
        }
    }

    /// What was said before, by the prompts as they are written.
    init(known: [String: Tensor]) {
        width = 0
        weighted = known
        open = { throw EngineFailure("nothing reads further prompts") }
    }

    private func opened() throws -> Source {
        if let source { return source }
        let opened = try open()
        source = opened
        return opened
    }

    /// What reads prompts; nil where they were read before.
    func encoder() throws -> PromptEncoder? { if case .encoder(let encoder) = try opened() { encoder } else { nil } }

    /// Sees to it that ``embedding(of:)`` knows `forms`, scripts that do not change.
    ///
    /// - Throws: ``EngineFailure`` where a prompt is not in the file, cannot be encoded, or weighs words no tokens are known of.
    func prepare(_ forms: [String]) throws {
        let pieces = Dictionary(forms.map { ($0, PromptScript($0).pieces(at: 0, of: 1)) }) { first, _ in first }
        let texts = Set(pieces.values.map(\.text)).subtracting(plain.keys).sorted()
        if !texts.isEmpty {
            switch try opened() {
            case .encoder(let encoder): plain.merge(try encoder.embeddings(of: texts, width: width)) { $1 }
            case .file(let file):
                for text in texts { plain[text] = try file.embedding(of: text, width: width) }
            }
        }
        for (form, pieces) in pieces where weighted[form] == nil && pieces.contains(where: { $0.weight != 1 }) {
            guard let encoder = try encoder() else {
                throw EngineFailure(
                    "words can only be weighted by a text encoder", expected: "a prompt without weights", found: form,
                    hint: "give the pipeline's encoder, or write \\( for a bracket")
            }
            guard let embedding = plain[pieces.text] else { continue }
            weighted[form] = Self.weighted(embedding, encoder.weights(of: pieces))
        }
    }

    /// `[1, 77, E]` of a form that was prepared.
    func embedding(of form: String) -> Tensor {
        guard let embedding = weighted[form] ?? plain[PromptScript(form).pieces(at: 0, of: 1).text] else {
            preconditionFailure("the prompt “\(form)” was not encoded beforehand")
        }
        return embedding
    }

    /// - Parameter weights: of the text's tokens and its end, in order.
    private static func weighted(_ embedding: Tensor, _ weights: [Double]) -> Tensor {
        let width = embedding.shape[2]
        var values = embedding.array
        guard !weights.isEmpty else { return embedding }
        var mean = [Double](repeating: 0, count: width)
        for token in weights.indices {
            for index in 0..<width { mean[index] += Double(values[token * width + index]) / Double(weights.count) }
        }
        for (token, weight) in weights.enumerated() where weight != 1 {
            for index in 0..<width {
                let place = token * width + index
                values[place] = Float(mean[index] + weight * (Double(values[place]) - mean[index]))
            }
        }
        return Tensor(values, embedding.shape)
    }
}

extension [PromptScript.Piece] {
    /// All of it without weights.
    var text: String { map(\.text).joined() }
}
