/// Each output pixel is the input pixel at `⌊o · H / height⌋, ⌊o · W / width⌋`.
///
/// `x` is `[B, H, W, C]`; the result `[B, height, width, C]`.
public func resizeNearest(_ x: Tensor, height: Int, width: Int) -> Tensor {
    checkResize(x, height, width)
    return resampled(x, rows: nearestTaps(x.shape[1], height), columns: nearestTaps(x.shape[2], width))
}

/// Linear interpolation along both axes.
///
/// `x` is `[B, H, W, C]`; the result `[B, height, width, C]`. With `alignCorners` the centres of the corner pixels stay where
/// they are, `i = o (H − 1) / (height − 1)`; without it the corners of the picture do, `i = (o + ½) H / height − ½`, held to
/// the picture.
public func resizeBilinear(_ x: Tensor, height: Int, width: Int, alignCorners: Bool = false) -> Tensor {
    checkResize(x, height, width)
    return resampled(
        x, rows: bilinearTaps(x.shape[1], height, alignCorners), columns: bilinearTaps(x.shape[2], width, alignCorners))
}

private func checkResize(_ x: Tensor, _ height: Int, _ width: Int) {
    precondition(
        x.shape.rank == 4 && x.shape[1] > 0 && x.shape[2] > 0 && height > 0 && width > 0,
        "cannot resize \(x.shape) to \(height) × \(width)")
}

private func nearestTaps(_ inputs: Int, _ outputs: Int) -> Taps {
    var taps = Taps(inputs: inputs)
    for output in 0..<outputs { taps.append([(output * inputs / outputs, 1)]) }
    return taps
}

private func bilinearTaps(_ inputs: Int, _ outputs: Int, _ alignCorners: Bool) -> Taps {
    var taps = Taps(inputs: inputs)
    for output in 0..<outputs {
        let position =
            if alignCorners {
                outputs > 1 ? Double(output) * Double(inputs - 1) / Double(outputs - 1) : 0
            } else {
                max((Double(output) + 0.5) * Double(inputs) / Double(outputs) - 0.5, 0)
            }
        let low = min(Int(position), inputs - 1)
        let weight = low == inputs - 1 ? 0 : Float(position - Double(low))
        taps.append([(low, 1 - weight), (min(low + 1, inputs - 1), weight)])
    }
    return taps
}
