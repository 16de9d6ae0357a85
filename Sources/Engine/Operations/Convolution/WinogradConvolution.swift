import Kernels

/// A convolution computed by Winograd's method (Lavin and Gray, 2016) in our own kernels: 3×3 at stride 1 in 36 products for 16 outputs
/// instead of 144; 3×3 and 4×4 at stride 2, and their adjoints, as 2×2 convolutions between an image and another's four phases.
///
/// Results differ from the sum in order by up to about 2·10⁻⁶ of the largest (measured in `WinogradTests`), and have the same bits for any
/// number of threads.
struct WinogradConvolution {
    private var geometry: kernels_winograd
    private let input: Shape
    private let output: Shape

    /// Whether this method is used: the shape alone decides, so that a resumed run takes the same path.
    ///
    /// Below sixteen channels most of a panel would be zeros, and ``ThinConvolution`` is faster.
    static func suits(_ shape: ConvolutionShape) -> Bool {
        let isThree = shape.kernel == 3 && shape.stride == 1 && shape.padding <= 2
        let isStrided = (3...4).contains(shape.kernel) && shape.stride == 2 && shape.padding <= 2
        return (isThree || isStrided) && min(shape.inputs, shape.outputs) >= 16 && shape.type == .float32
    }

    /// The forward convolution, or its data gradient.
    init(_ kind: ConvolutionLibrary.Kind, _ shape: ConvolutionShape) {
        let (k, s, p) = (shape.kernel, shape.stride, shape.padding)
        var image = kernels_grid(height: shape.height, width: shape.width, channels: shape.inputs, step: s, padding: p)
        var small = kernels_grid(
            height: shape.outHeight, width: shape.outWidth, channels: shape.outputs, step: 1, padding: 0)
        geometry = kernels_winograd()
        geometry.batch = shape.batch
        geometry.taps = s == 1 ? 3 : 2
        geometry.kernel = k
        let (ofInput, ofOutput) = (k * k, shape.inputs * k * k)
        if kind == .data {
            // Gradients reach back: the taps in reverse, over an image with room for them at its edge.
            small.padding = s == 1 ? k - 1 - p : 1
            if s == 1 { image.padding = 0 }
            (geometry.source, geometry.destination, geometry.flipped) = (small, image, 1)
            (geometry.source_stride, geometry.destination_stride) = (ofOutput, ofInput)
            (input, output) = (shape.destination, shape.source)
        } else {
            (geometry.source, geometry.destination, geometry.flipped) = (image, small, 0)
            (geometry.source_stride, geometry.destination_stride) = (ofInput, ofOutput)
            (input, output) = (shape.source, shape.destination)
        }
    }

    /// The weights `[O, I, k, k]` as the method wants them, whatever the images' extents.
    func packed(_ weight: Tensor) -> Tensor {
        var geometry = geometry
        let result = Tensor(uninitialized: [kernels_winograd_packed(&geometry)])
        kernels_winograd_pack(&geometry, weight.floats, result.floats)
        withExtendedLifetime(weight.storage) {}
        return result
    }

    /// Whether the input may come as these parts, side by side along the channels: they need not be brought together then.
    func takes(_ parts: [Tensor]) -> Bool {
        let channels = parts.map { $0.shape[-1] }
        return parts.count == 1
            || geometry.source.step == 1 && channels.dropLast().allSatisfy { $0 % 16 == 0 }
                && parts.allSatisfy { $0.elementType == .float32 }
    }

    /// `activation(x ∗ w + bias)`, w as ``packed(_:)`` made it.
    func run(_ x: Tensor, packed: Tensor, bias: Tensor? = nil, activation: Activation = .none) -> Tensor {
        run([x], packed: packed, bias: bias, activation: activation)
    }

    /// The same of an input in parts that it ``takes(_:)``; a part of fewer images stands for all, over again.
    func run(_ parts: [Tensor], packed: Tensor, bias: Tensor? = nil, activation: Activation = .none) -> Tensor {
        precondition(
            parts.allSatisfy { input[0] % $0.shape[0] == 0 && $0.shape[1] == input[1] && $0.shape[2] == input[2] }
                && parts.reduce(0) { $0 + $1.shape[3] } == input[3],
            "expected \(input), found \(parts.map(\.shape))")
        var geometry = geometry
        let y = Tensor(uninitialized: output)
        let scratch = Tensor(uninitialized: [kernels_winograd_scratch(&geometry)])
        let sources = parts.map { kernels_winograd_part(x: $0.floats, channels: $0.shape[3], batch: $0.shape[0]) }
        kernels_winograd_run(
            &geometry, sources, sources.count, packed.floats, bias?.floats, activation.kernelFunction, y.floats,
            scratch.floats)
        withExtendedLifetime((parts, packed.storage, bias?.storage, scratch.storage)) {}
        return y
    }

    /// dLoss/dw `[O, I, k, k]`; of a forward convolution.
    func weightGradient(_ x: Tensor, _ dy: Tensor, _ weight: Shape) -> Tensor {
        precondition(
            x.shape == input && dy.shape == output, "expected \(input), \(output), found \(x.shape), \(dy.shape)")
        var geometry = geometry
        let result = Tensor(uninitialized: weight)
        let scratch = Tensor(uninitialized: [kernels_winograd_gradient_scratch(&geometry)])
        kernels_winograd_gradient(&geometry, x.floats, dy.floats, result.floats, scratch.floats)
        withExtendedLifetime((x.storage, dy.storage, scratch.storage)) {}
        return result
    }
}
