/// The mean of each `size × size` window, `stride` apart (`size` where not given); no padding, partial windows are left out.
///
/// `x` is `[B, H, W, C]`; the result `[B, (H − size) / stride + 1, (W − size) / stride + 1, C]`.
public func averagePool(_ x: Tensor, size: Int, stride: Int? = nil) -> Tensor {
    let stride = stride ?? size
    precondition(x.shape.rank == 4, "average pooling needs [B, H, W, C], found \(x.shape)")
    precondition(
        size > 0 && stride > 0 && size <= x.shape[1] && size <= x.shape[2],
        "windows of \(size), \(stride) apart, do not fit \(x.shape)")
    return resampled(
        x, rows: poolingTaps(x.shape[1], size, stride), columns: poolingTaps(x.shape[2], size, stride))
}

private func poolingTaps(_ extent: Int, _ size: Int, _ stride: Int) -> Taps {
    var taps = Taps(inputs: extent)
    for first in Swift.stride(from: 0, through: extent - size, by: stride) {
        taps.append((first..<(first + size)).map { ($0, 1 / Float(size)) })
    }
    return taps
}
