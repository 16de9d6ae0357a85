/// Image-to-image from several steps as one batch: a picture whose step has not come yet is put back to the noised original each step.
struct WaitingStarts {
    /// The picture, `[1, H, W, C]`, clean.
    let image: Tensor
    /// `[R, H, W, C]`: the pictures of a round share one.
    let noise: Tensor
    /// The evaluation each picture starts with.
    let evaluations: [Int]
    /// Pictures a round.
    let round: Int

    /// Every picture as it starts where it starts at `level`, `[N, H, W, C]`.
    func noised(to level: NoiseLevel) -> Tensor {
        stacked(evaluations.indices.map { noised($0, to: level) })
    }

    /// The state `x` before evaluation `evaluation`, with those that still wait put back to `level`.
    func restored(_ x: Tensor, evaluation: Int, level: NoiseLevel) -> Tensor {
        guard evaluations.contains(where: { $0 >= evaluation }) else { return x }
        let result = mix(1, x, 0, x)
        for (index, start) in evaluations.enumerated() where start >= evaluation {
            result.rows(index..<index + 1).assign(noised(index, to: level))
        }
        return result
    }

    private func noised(_ index: Int, to level: NoiseLevel) -> Tensor {
        level.noised(image, with: noise.rows(index / round..<index / round + 1))
    }
}
