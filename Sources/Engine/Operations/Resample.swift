import Kernels

/// Along one axis: output o is the sum of `weight[k] · input[index[k]]` for k in `start[o] ..< start[o + 1]`.
struct Taps {
    private(set) var start: [Int32] = [0]
    private(set) var index: [Int32] = []
    private(set) var weight: [Float] = []
    let inputs: Int

    var outputs: Int { start.count - 1 }

    init(inputs: Int) { self.inputs = inputs }

    /// Adds an output made of the given inputs; equal inputs are summed.
    mutating func append(_ taps: [(index: Int, weight: Float)]) {
        for tap in taps where tap.weight != 0 {
            index.append(Int32(tap.index))
            weight.append(tap.weight)
        }
        start.append(Int32(index.count))
    }

    /// The tables of the gradient: for each input the outputs it went into.
    var transposed: Taps {
        var lists = [[(index: Int, weight: Float)]](repeating: [], count: inputs)
        for output in 0..<outputs {
            for k in Int(start[output])..<Int(start[output + 1]) {
                lists[Int(index[k])].append((output, weight[k]))
            }
        }
        var result = Taps(inputs: outputs)
        for list in lists { result.append(list) }
        return result
    }

    fileprivate func withKernelTaps<R>(_ body: (kernels_taps) -> R) -> R {
        start.withUnsafeBufferPointer { start in
            index.withUnsafeBufferPointer { index in
                weight.withUnsafeBufferPointer { weight in
                    body(
                        kernels_taps(
                            start: start.baseAddress, index: index.baseAddress, weight: weight.baseAddress))
                }
            }
        }
    }
}

/// `[B, H, W, C]` to `[B, rows.outputs, columns.outputs, C]`, every output pixel a weighted sum of input pixels.
func resampled(_ x: Tensor, rows: Taps, columns: Taps) -> Tensor {
    resampledWithoutHistory(x, rows, columns).recorded(from: [x]) { gradient in
        [resampledWithoutHistory(gradient, rows.transposed, columns.transposed)]
    }
}

private func resampledWithoutHistory(_ x: Tensor, _ rows: Taps, _ columns: Taps) -> Tensor {
    precondition(
        x.shape.rank == 4 && x.shape[1] == rows.inputs && x.shape[2] == columns.inputs,
        "expected [B, \(rows.inputs), \(columns.inputs), C], found \(x.shape)")
    let y = Tensor(uninitialized: [x.shape[0], rows.outputs, columns.outputs, x.shape[3]], x.elementType)
    rows.withKernelTaps { rowTaps in
        columns.withKernelTaps { columnTaps in
            kernels_resample(
                x.pointer, y.pointer, x.shape[0], x.shape[3], x.shape[1], x.shape[2], rows.outputs, columns.outputs,
                rowTaps, columnTaps, x.elementType.kernelType)
        }
    }
    withExtendedLifetime(x.storage) {}
    return y
}
