import Kernels

/// A convolution at stride 1 between an image of few channels and one of many, in our own kernels: patches of the thin image, whichever
/// side it is on, are the rows of one dense product that is never laid out whole.
///
/// The sums run in one order whatever the number of threads.
struct ThinConvolution {
    private var geometry = kernels_thin()
    private let input: Shape
    private let output: Shape
    /// Whether the direction goes from many channels to few.
    private let reduces: Bool

    /// The shape alone decides. Patches of more than 64 numbers are no longer thin.
    static func suits(_ shape: ConvolutionShape) -> Bool {
        let channels = min(shape.inputs, shape.outputs)
        return shape.stride == 1 && channels < 16 && channels * shape.kernel * shape.kernel <= 64
            && shape.padding < shape.kernel && shape.type == .float32
    }

    init(_ kind: ConvolutionLibrary.Kind, _ shape: ConvolutionShape) {
        let (k, p) = (shape.kernel, shape.padding)
        let isThinInput = shape.inputs <= shape.outputs
        let (image, small) = (
            (shape.height, shape.width, shape.inputs), (shape.outHeight, shape.outWidth, shape.outputs)
        )
        geometry.batch = shape.batch
        geometry.kernel = k
        (geometry.height, geometry.width, geometry.channels) = isThinInput ? image : small
        (geometry.wide_height, geometry.wide_width, geometry.wide_channels) = isThinInput ? small : image
        (geometry.thin_stride, geometry.wide_stride) =
            isThinInput ? (k * k, shape.inputs * k * k) : (shape.inputs * k * k, k * k)
        // Backwards, and for the weights of a thin output, the taps run in reverse over an image with room for them at its edge.
        let isReversed = kind == .data || (kind == .weights && !isThinInput)
        geometry.flipped = isReversed ? 1 : 0
        geometry.padding = isReversed ? k - 1 - p : p
        reduces = (kind == .forward) != isThinInput
        (input, output) = kind == .data ? (shape.destination, shape.source) : (shape.source, shape.destination)
    }

    /// The weights `[O, I, k, k]` in the product's layout.
    func packed(_ weight: Tensor) -> Tensor {
        var geometry = geometry
        let result = Tensor(uninitialized: [kernels_thin_packed(&geometry, reduces ? 1 : 0)])
        kernels_thin_pack(&geometry, reduces ? 1 : 0, weight.floats, result.floats)
        withExtendedLifetime(weight.storage) {}
        return result
    }

    /// `activation(x ∗ w + bias)`, w as ``packed(_:)`` made it.
    func run(_ x: Tensor, packed: Tensor, bias: Tensor? = nil, activation: Activation = .none) -> Tensor {
        precondition(x.shape == input, "expected \(input), found \(x.shape)")
        var geometry = geometry
        let y = Tensor(uninitialized: output)
        let scratch = Tensor(uninitialized: [kernels_thin_scratch(&geometry)])
        let pass = reduces ? kernels_thin_reduce : kernels_thin_expand
        pass(&geometry, x.floats, packed.floats, bias?.floats, activation.kernelFunction, y.floats, scratch.floats)
        withExtendedLifetime((x.storage, packed.storage, bias?.storage, scratch.storage)) {}
        return y
    }

    /// dLoss/dw `[O, I, k, k]`; of the kind `weights`.
    func weightGradient(_ x: Tensor, _ dy: Tensor, _ weight: Shape) -> Tensor {
        precondition(
            x.shape == input && dy.shape == output, "expected \(input), \(output), found \(x.shape), \(dy.shape)")
        var geometry = geometry
        let result = Tensor(uninitialized: weight)
        let scratch = Tensor(uninitialized: [kernels_thin_gradient_scratch(&geometry)])
        let isThinInput = geometry.channels == x.shape[3]
        let (thin, wide) = isThinInput ? (x, dy) : (dy, x)
        kernels_thin_gradient(&geometry, thin.floats, wide.floats, result.floats, scratch.floats)
        withExtendedLifetime((x.storage, dy.storage, scratch.storage)) {}
        return result
    }
}
