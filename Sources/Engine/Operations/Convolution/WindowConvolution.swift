import Kernels

/// A convolution whose windows tile the image (stride = kernel, no padding): a dense product with the windows as rows. With [O, I, k, k]
/// read as `[O, I k²]` the weights need no reordering: windows · wᵀ forward, dy · w back, dyᵀ · windows for the weights.
struct WindowConvolution {
    private let shape: ConvolutionShape
    /// Windows in all, and numbers in one.
    private let rows: Int
    private let width: Int

    /// The shape alone decides.
    static func suits(_ shape: ConvolutionShape) -> Bool {
        shape.kernel == shape.stride && shape.kernel > 1 && shape.padding == 0
            && shape.height == shape.outHeight * shape.kernel && shape.width == shape.outWidth * shape.kernel
            && shape.type == .float32
    }

    init(_ shape: ConvolutionShape) {
        self.shape = shape
        rows = shape.batch * shape.outHeight * shape.outWidth
        width = shape.inputs * shape.kernel * shape.kernel
    }

    /// The product from a pixel to its window has few rows and many columns, where OpenBLAS spends its time packing the weights: it is
    /// that of ``ThinConvolution``'s kernels with a patch of one pixel, whose packed weights are kept.
    private var expansion: kernels_thin {
        var geometry = kernels_thin()
        (geometry.batch, geometry.kernel) = (rows, 1)
        (geometry.height, geometry.width, geometry.channels) = (1, 1, shape.outputs)
        (geometry.wide_height, geometry.wide_width, geometry.wide_channels) = (1, 1, width)
        (geometry.thin_stride, geometry.wide_stride) = (width, 1)
        return geometry
    }

    func packed(_ weight: Tensor) -> Tensor {
        var geometry = expansion
        let result = Tensor(uninitialized: [kernels_thin_packed(&geometry, 0)])
        kernels_thin_pack(&geometry, 0, weight.floats, result.floats)
        withExtendedLifetime(weight.storage) {}
        return result
    }

    /// From windows to pixels: `[B, H, W, I]` to `[B, H/k, W/k, O]`.
    func forward(_ x: Tensor, _ weight: Tensor) -> Tensor {
        MatrixProduct.reproducibleProduct(
            windows(of: x), weight.reshapedWithoutHistory([shape.outputs, width]), transposeB: true
        )
        .reshapedWithoutHistory(shape.destination)
    }

    /// From pixels to windows, w as ``packed(_:)`` made it.
    func data(_ dy: Tensor, packed: Tensor) -> Tensor {
        var geometry = expansion
        let matrix = Tensor(uninitialized: [rows, width])
        let scratch = Tensor(uninitialized: [kernels_thin_scratch(&geometry)])
        kernels_thin_expand(
            &geometry, dy.floats, packed.floats, nil, Int32(KERNELS_IDENTITY), matrix.floats, scratch.floats)
        let result = Tensor(uninitialized: shape.source)
        exchange(image: result, matrix, back: true)
        withExtendedLifetime((dy.storage, packed.storage, scratch.storage)) {}
        return result
    }

    /// dLoss/dw `[O, I, k, k]`.
    func weightGradient(_ x: Tensor, _ dy: Tensor) -> Tensor {
        let dy = dy.reshapedWithoutHistory([rows, shape.outputs])
        return MatrixProduct.reproducibleProduct(dy, windows(of: x), transposeA: true).reshapedWithoutHistory(
            shape.weight)
    }

    private func windows(of x: Tensor) -> Tensor {
        let matrix = Tensor(uninitialized: [rows, width])
        exchange(image: x, matrix, back: false)
        return matrix
    }

    private func exchange(image: Tensor, _ matrix: Tensor, back: Bool) {
        kernels_windows(
            image.floats, matrix.floats, shape.batch, shape.outHeight, shape.outWidth, shape.inputs, shape.kernel,
            back ? 1 : 0)
        withExtendedLifetime((image.storage, matrix.storage)) {}
    }
}
