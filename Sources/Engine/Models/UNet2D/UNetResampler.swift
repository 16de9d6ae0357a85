/// What changes the resolution between two blocks of a U-Net: half of it, or twice.
enum UNetResampler: Module {
    case residual(UNetResidualBlock)
    /// A 3×3 convolution (diffusers' `Downsample2D` and `Upsample2D`), at stride 2 or of pixels that are repeated.
    case convolution(Conv2d, doubles: Bool)

    init(_ block: UNet2DPlan.Block, _ settings: UNet2DPlan.ResidualSettings, doubles: Bool) {
        let C = block.channels
        switch block.resampler {
        case .residual:
            self = .residual(
                UNetResidualBlock(
                    C, C, settings, outScale: settings.outScale, resampling: doubles ? .up : .down))
        case .convolution(let padding):
            let specification = ConvolutionSpecification(
                C, C, kernel: 3, stride: doubles ? 1 : 2, padding: doubles ? 1 : padding)
            self = .convolution(Conv2d(specification), doubles: doubles)
        }
    }

    var entries: [ModuleEntry] {
        switch self {
        case .residual(let block): block.entries
        case .convolution(let convolution, _): convolution.named("conv")
        }
    }

    /// `[B, H, W, C]` to `[B, H/2, W/2, C]` or `[B, 2H, 2W, C]`.
    func callAsFunction(_ x: Tensor, time: Tensor, _ pass: Pass) -> Tensor {
        switch self {
        case .residual(let block): return block(x, time: time, pass)
        case .convolution(let convolution, doubles: true):
            return convolution(resizeNearest(x, height: 2 * x.shape[1], width: 2 * x.shape[2]), pass)
        case .convolution(let convolution, doubles: false):
            return convolution(convolution.specification.padding == 0 ? withZerosBehind(x) : x, pass)
        }
    }

    /// `x` with a line of zeros below and one on the right.
    private func withZerosBehind(_ x: Tensor) -> Tensor {
        let (B, H, W, C) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
        func zeros(_ rows: Int, _ width: Int) -> Tensor {
            Tensor(zeros: [rows, width]).convertedStorage(to: x.elementType)
        }
        let below = concatenated([x.reshaped([B, H * W * C]), zeros(B, W * C)])
        let right = concatenated([below.reshaped([B * (H + 1), W * C]), zeros(B * (H + 1), C)])
        return right.reshaped([B, H + 1, W + 1, C])
    }
}
