/// A small convolutional network that says which class a 28×28 grey image belongs to.
///
/// `x [B, 28, 28, 1]` → 3×3 to 16 → 3×3 stride 2 to 32 → 3×3 → 3×3 stride 2 to 64 → 3×3, each with batch normalisation and GELU,
/// → mean over the 7×7 positions → linear, `[B, K]`.
final class DigitClassifier: Module {
    private let blocks: [ConvNormGELU]
    private let head: Linear

    init(classes: Int, generator: inout Generator) {
        let layers: [ConvolutionSpecification] = [
            .init(1, 16, kernel: 3, padding: 1), .init(16, 32, kernel: 3, stride: 2, padding: 1),
            .init(32, 32, kernel: 3, padding: 1), .init(32, 64, kernel: 3, stride: 2, padding: 1),
            .init(64, 64, kernel: 3, padding: 1),
        ]
        blocks = layers.map { ConvNormGELU($0, generator: &generator) }
        head = Linear(64, classes, generator: &generator)
    }

    var entries: [ModuleEntry] {
        blocks.enumerated().flatMap { $1.named("block\($0)") } + head.named("head")
    }

    /// The logits `[B, K]` of `x`.
    func callAsFunction(_ x: Tensor, _ pass: Pass) -> Tensor {
        let features = blocks.reduce(x) { $1($0, pass) }
        let pooled = averagePool(features, size: features.shape[1])
        return head(pooled.reshaped([x.shape[0], features.shape[3]]), pass)
    }
}
