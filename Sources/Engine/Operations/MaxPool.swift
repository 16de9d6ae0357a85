import Kernels

/// The largest of each `size × size` window, `stride` apart (`size` where not given); no padding, partial windows are left
/// out. A NaN counts as the largest.
///
/// `x` is `[B, H, W, C]`; the result `[B, (H − size) / stride + 1, (W − size) / stride + 1, C]`.
public func maxPool(_ x: Tensor, size: Int, stride: Int? = nil) -> Tensor {
    let stride = stride ?? size
    precondition(x.shape.rank == 4, "max pooling needs [B, H, W, C], found \(x.shape)")
    precondition(
        size > 0 && stride > 0 && size <= x.shape[1] && size <= x.shape[2],
        "windows of \(size), \(stride) apart, do not fit \(x.shape)")
    let (height, width) = ((x.shape[1] - size) / stride + 1, (x.shape[2] - size) / stride + 1)
    let pool = kernels_pool(
        batch: x.shape[0], height: x.shape[1], width: x.shape[2], channels: x.shape[3], size: size, stride: stride,
        out_height: height, out_width: width)
    let y = Tensor(uninitialized: [x.shape[0], height, width, x.shape[3]], x.elementType)
    // Which pixel each output came from, 32 bits like a float32.
    let chosen = Tensor(uninitialized: y.shape)
    kernels_max_pool_forward(
        x.pointer, y.pointer, chosen.pointer.assumingMemoryBound(to: Int32.self), pool, x.elementType.kernelType)
    let (shape, type) = (x.shape, x.elementType)
    withExtendedLifetime((x.storage, chosen.storage)) {}
    return y.recorded(from: [x]) { gradient in
        let dx = Tensor(uninitialized: shape, type)
        kernels_max_pool_backward(
            gradient.pointer, chosen.pointer.assumingMemoryBound(to: Int32.self), dx.pointer, pool, type.kernelType)
        withExtendedLifetime((gradient.storage, chosen.storage)) {}
        return [dx]
    }
}
