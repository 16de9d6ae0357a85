import Kernels

/// Scaled dot-product attention: `softmax(scale q kᵀ + bias) v` for every image and head (Vaswani et al., 2017).
///
/// `query` is `[B, L, H, D]`, `key` and `value` `[B, S, H, D]`; the result is `[B, L, H, D]`. `bias`, float32, is
/// `[B or 1, H or 1, L or 1, S or 1]`; a mask is a bias of 0 and −∞. `scale` is 1/√D where not given.
public func attention(
    _ query: Tensor, _ key: Tensor, _ value: Tensor, bias: Tensor? = nil, scale: Float? = nil
) -> Tensor {
    let pass = AttentionPass(query, key, value, bias: bias, scale: scale)
    return pass.forward().recorded(from: [query, key, value] + (bias.map { [$0] } ?? [])) { gradient in
        pass.backward(gradient, wantsBias: bias?.isRecorded ?? false)
    }
}

/// One forward pass and what its backward pass needs. All products are float32.
private struct AttentionPass {
    let type: ElementType
    let query: Tensor
    let key: Tensor
    let value: Tensor
    let bias: Tensor?
    let scale: Float
    /// softmax(scale q kᵀ + bias): `[B, H, L, S]`.
    let probabilities: Tensor

    init(_ query: Tensor, _ key: Tensor, _ value: Tensor, bias: Tensor?, scale: Float?) {
        let shape = query.shape
        precondition(
            shape.rank == 4 && key.shape.rank == 4 && key.shape == value.shape && key.shape[0] == shape[0]
                && key.shape[2] == shape[2] && key.shape[3] == shape[3]
                && query.elementType == key.elementType && key.elementType == value.elementType,
            "attention needs q [B, L, H, D] and k, v [B, S, H, D] of one type, found \(shape), \(key.shape), \(value.shape)"
        )
        let full: Shape = [shape[0], shape[2], shape[1], key.shape[1]]
        if let bias {
            precondition(
                bias.elementType == .float32 && bias.shape.rank == 4
                    && zip(bias.shape.dimensions, full.dimensions).allSatisfy { $0 == $1 || $0 == 1 },
                "an attention bias for \(full) is float32 with each extent that or 1, found \(bias.shape)")
        }
        type = query.elementType
        self.query = query.convertedStorage(to: .float32)
        self.key = key.convertedStorage(to: .float32)
        self.value = value.convertedStorage(to: .float32)
        self.bias = bias?.detached
        self.scale = scale ?? 1 / Float(shape[3]).squareRoot()
        probabilities = Tensor(uninitialized: full)
    }

    private var heads: Int { query.shape[2] }
    private var width: Int { query.shape[3] }
    private var queries: Int { query.shape[1] }
    private var keys: Int { key.shape[1] }

    /// The matrix `[length, D]` of image and head number `index` within `[B, length, H, D]`.
    private func matrix(_ x: Tensor, _ index: Int, transposed: Bool = false) -> MatrixProduct.Operand {
        .init(start: x.floats + start(x, index), stride: heads * width, transposed: transposed)
    }

    private func start(_ x: Tensor, _ index: Int) -> Int {
        index / heads * x.shape[1] * heads * width + index % heads * width
    }

    /// Calls `body` for every image and head.
    private func forEachHead(_ body: (Int) -> Void) {
        MatrixProduct.forEach(query.shape[0] * heads, operations: 4 * queries * keys * width, body)
    }

    func forward() -> Tensor {
        let result = Tensor(uninitialized: query.shape)
        let layout = biasLayout
        forEachHead { index in
            let scores = probabilities.floats + index * queries * keys
            MatrixProduct.compute(
                matrix(query, index), matrix(key, index, transposed: true), into: scores, cStride: keys, m: queries,
                n: keys, k: width)
            var layout = layout
            let rowBias = bias.map {
                $0.floats + index / heads * layout.batch_stride + index % heads * layout.head_stride
            }
            kernels_softmax_forward(
                scores, scale, rowBias, &layout, scores, queries, keys, Int32(KERNELS_FLOAT32))
            MatrixProduct.compute(
                .init(start: scores, stride: keys), matrix(value, index), into: result.floats + start(result, index),
                cStride: heads * width, m: queries, n: width, k: keys)
        }
        withExtendedLifetime(self) {}
        return result.convertedStorage(to: type)
    }

    private var biasLayout: kernels_row_bias {
        let strides = bias.map { Broadcast.strides(of: $0.shape) } ?? [0, 0, 0, 0]
        return kernels_row_bias(
            heads: heads, queries: max(queries, 1), batch_stride: strides[0], head_stride: strides[1],
            query_stride: strides[2], column_stride: strides[3])
    }

    /// With P the probabilities: dV = Pᵀ dO, dP = dO Vᵀ, dS = scale P (dP − Σ P dP), dQ = dS K, dK = dSᵀ Q.
    func backward(_ gradient: Tensor, wantsBias: Bool) -> [Tensor?] {
        let dOutput = gradient.convertedStorage(to: .float32)
        let (dQuery, dKey) = (Tensor(uninitialized: query.shape), Tensor(uninitialized: key.shape))
        let dValue = Tensor(uninitialized: value.shape)
        let dScores = Tensor(uninitialized: probabilities.shape)
        forEachHead { index in
            let offset = index * queries * keys
            let (chances, slopes) = (probabilities.floats + offset, dScores.floats + offset)
            MatrixProduct.compute(
                .init(start: chances, stride: keys, transposed: true), matrix(dOutput, index),
                into: dValue.floats + start(dValue, index), cStride: heads * width, m: keys, n: width, k: queries)
            MatrixProduct.compute(
                matrix(dOutput, index), matrix(value, index, transposed: true), into: slopes, cStride: keys, m: queries,
                n: keys, k: width)
            kernels_softmax_backward(chances, slopes, 1, slopes, queries, keys, Int32(KERNELS_FLOAT32))
            MatrixProduct.compute(
                .init(start: slopes, stride: keys), matrix(key, index), into: dQuery.floats + start(dQuery, index),
                cStride: heads * width, m: queries, n: width, k: keys, alpha: scale)
            MatrixProduct.compute(
                .init(start: slopes, stride: keys, transposed: true), matrix(query, index),
                into: dKey.floats + start(dKey, index), cStride: heads * width, m: keys, n: width, k: queries,
                alpha: scale)
        }
        withExtendedLifetime((self, dOutput.storage)) {}
        let shares: [Tensor?] = [dQuery, dKey, dValue].map { $0.convertedStorage(to: type) }
        guard let bias else { return shares }
        return shares + [wantsBias ? summedWithoutHistory(dScores, to: bias.shape) : nil]
    }
}
