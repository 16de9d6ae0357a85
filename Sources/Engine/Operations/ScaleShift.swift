import Kernels

/// A factor and a term for each image and channel: `y[b, h, w, c] = x[b, h, w, c] · scale[b, c] + shift[b, c]`.
///
/// `x` is `[B, …, C]`, `scale` and `shift` `[B, C]` (1 and 0 where absent); one fused pass forward and one backward.
public func scaleShiftChannels(_ x: Tensor, scale: Tensor? = nil, shift: Tensor? = nil) -> Tensor {
    precondition(x.shape.rank >= 2, "scale and shift need [B, …, C], found \(x.shape)")
    let wanted: Shape = [x.shape[0], x.shape[-1]]
    for given in [scale, shift].compactMap({ $0 }) {
        precondition(given.shape == wanted, "\(x.shape) needs scale and shift \(wanted), found \(given.shape)")
    }
    let factor = scale?.convertedStorage(to: .float32) ?? Tensor(repeating: 1, wanted)
    let term = shift?.convertedStorage(to: .float32) ?? Tensor(zeros: wanted)
    let y = Tensor(uninitialized: x.shape, x.elementType)
    kernels_scale_shift_forward(
        x.pointer, factor.floats, term.floats, y.pointer, wanted[0], pixels(x), wanted[1], x.elementType.kernelType)
    withExtendedLifetime((x.storage, factor.storage, term.storage)) {}
    return y.recorded(from: [x] + [scale, shift].compactMap { $0 }) { gradient in
        let (dx, dScale, dShift) = scaleShiftBackward(x, factor, gradient)
        var shares: [Tensor?] = [dx]
        if let scale { shares.append(dScale.convertedStorage(to: scale.elementType)) }
        if let shift { shares.append(dShift.convertedStorage(to: shift.elementType)) }
        return shares
    }
}

private func scaleShiftBackward(_ x: Tensor, _ scale: Tensor, _ gradient: Tensor) -> (Tensor, Tensor, Tensor) {
    let dx = Tensor(uninitialized: x.shape, x.elementType)
    let dScale = Tensor(uninitialized: scale.shape)
    let dShift = Tensor(uninitialized: scale.shape)
    let (batch, channels) = (scale.shape[0], scale.shape[1])
    let scratch = Tensor(uninitialized: [Int(kernels_channel_sums_scratch(batch, pixels(x), channels))])
    kernels_scale_shift_backward(
        x.pointer, gradient.pointer, scale.floats, dx.pointer, dScale.floats, dShift.floats, scratch.floats, batch,
        pixels(x), channels, x.elementType.kernelType)
    withExtendedLifetime((x.storage, gradient.storage, scale.storage, scratch.storage)) {}
    return (dx, dScale, dShift)
}

/// The number of pixels of one image of `[B, …, C]`.
func pixels(_ x: Tensor) -> Int { x.shape.dimensions.dropFirst().dropLast().reduce(1, *) }
