extension Tensor {
    /// Images `[N, C, H, W]`, as PyTorch has them, as `[N, H, W, C]`; float32, without history.
    package func channelsLast() -> Tensor {
        let (N, C, H, W) = (shape[0], shape[1], shape[2], shape[3])
        return transposed(N, C, H * W).reshapedWithoutHistory([N, H, W, C])
    }

    /// Images `[N, H, W, C]` as `[N, C, H, W]`, as PyTorch has them; float32, without history.
    package func channelsFirst() -> Tensor {
        let (N, H, W, C) = (shape[0], shape[1], shape[2], shape[3])
        return transposed(N, H * W, C).reshapedWithoutHistory([N, C, H, W])
    }

    /// `[batch, rows, columns]` as `[batch, columns, rows]`.
    private func transposed(_ batch: Int, _ rows: Int, _ columns: Int) -> Tensor {
        precondition(shape.rank == 4, "images have four extents, found \(shape)")
        // With one row or one column both orders are the same memory.
        guard rows > 1, columns > 1 else { return convertedStorage(to: .float32) }
        let source = convertedStorage(to: .float32)
        let result = Tensor(uninitialized: [batch, columns, rows])
        let (from, to) = (source.floats, result.floats)
        for image in 0..<batch {
            let start = image * rows * columns
            for row in 0..<rows {
                for column in 0..<columns { to[start + column * rows + row] = from[start + row * columns + column] }
            }
        }
        withExtendedLifetime((source.storage, result.storage)) {}
        return result
    }
}

extension Generator {
    /// Standard normal noise for images `[N, H, W, C]`, drawn in PyTorch's order, `[N, C, H, W]`: the same seed is the same picture.
    public mutating func noise(_ shape: Shape) -> Tensor {
        guard shape.rank == 4, shape[3] > 1 else { return normal(shape) }
        return normal([shape[0], shape[3], shape[1], shape[2]]).channelsLast()
    }
}
