import COneDNN

/// The extents of a convolution `y[B, P, Q, O] = x[B, H, W, I] ∗ w[O, I, k, k]`.
///
/// A transposed convolution is the data gradient of the convolution that goes the other way, so the same shape describes both.
struct ConvolutionShape: Hashable {
    var batch, height, width, inputs: Int
    var outHeight, outWidth, outputs: Int
    var kernel, stride, padding: Int
    var type: ElementType

    /// The convolution of an image of shape `x` with `weight`.
    init(x: Shape, _ type: ElementType, weight: Tensor, stride: Int, padding: Int) {
        self.init(x: x, type, weight: weight.shape, stride: stride, padding: padding)
    }

    /// The convolution of an image of shape `x` with a weight of shape `weight`.
    init(x: Shape, _ type: ElementType, weight: Shape, stride: Int, padding: Int) {
        precondition(
            x.rank == 4 && weight.rank == 4 && x[3] == weight[1] && weight[2] == weight[3],
            "expected x [B, H, W, I] and weight [O, I, k, k], found \(x) and \(weight)")
        (batch, height, width, inputs) = (x[0], x[1], x[2], x[3])
        (outputs, kernel) = (weight[0], weight[2])
        (self.stride, self.padding, self.type) = (stride, padding, type)
        outHeight = (height + 2 * padding - kernel) / stride + 1
        outWidth = (width + 2 * padding - kernel) / stride + 1
        precondition(outHeight > 0 && outWidth > 0, "a kernel of \(kernel) does not fit \(x)")
    }

    /// The convolution whose adjoint takes `x` to the larger image: x is its output.
    init(transposed x: Shape, _ type: ElementType, weight: Tensor, stride: Int, padding: Int) {
        precondition(
            x.rank == 4 && weight.shape.rank == 4 && x[3] == weight.shape[0] && weight.shape[2] == weight.shape[3],
            "expected x [B, H, W, I] and weight [I, O, k, k], found \(x) and \(weight.shape)")
        (batch, outHeight, outWidth, outputs) = (x[0], x[1], x[2], x[3])
        (inputs, kernel) = (weight.shape[1], weight.shape[2])
        (self.stride, self.padding, self.type) = (stride, padding, type)
        height = (outHeight - 1) * stride - 2 * padding + kernel
        width = (outWidth - 1) * stride - 2 * padding + kernel
        precondition(
            height > 0 && width > 0, "a kernel of \(kernel) with padding \(padding) leaves nothing of \(x)")
    }

    var source: Shape { [batch, height, width, inputs] }
    var destination: Shape { [batch, outHeight, outWidth, outputs] }
    var weight: Shape { [outputs, inputs, kernel, kernel] }

    func described(bias: Bool, activation: Activation) -> shim_convolution_shape {
        precondition(activation != .silu, "a convolution fuses GELU or nothing")
        return shim_convolution_shape(
            batch: Int64(batch), height: Int64(height), width: Int64(width), inputs: Int64(inputs),
            outHeight: Int64(outHeight), outWidth: Int64(outWidth), outputs: Int64(outputs), kernel: Int64(kernel),
            stride: Int64(stride), padding: Int64(padding), bfloat16: type == .bfloat16 ? 1 : 0, bias: bias ? 1 : 0,
            activation: Int32(activation == .gelu ? SHIM_GELU : SHIM_PLAIN))
    }
}
