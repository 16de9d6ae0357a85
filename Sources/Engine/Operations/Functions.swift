import Kernels

/// The Gaussian error linear unit by its tanh approximation: `y = ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))`.
public func geluTanh(_ x: Tensor) -> Tensor { applied(KERNELS_GELU_TANH, to: x) }

/// The sigmoid linear unit: `y = x / (1 + e⁻ˣ)` (Elfwing et al., 2017).
public func silu(_ x: Tensor) -> Tensor { applied(KERNELS_SILU, to: x) }

/// The rectified linear unit: `y = max(x, 0)`; its slope at 0 is 0, and a NaN stays one.
public func relu(_ x: Tensor) -> Tensor { applied(KERNELS_RELU, to: x) }

/// `y = 1 / (1 + e⁻ˣ)`.
public func sigmoid(_ x: Tensor) -> Tensor { applied(KERNELS_SIGMOID, to: x) }

/// `y = tanh x`.
public func tanh(_ x: Tensor) -> Tensor { applied(KERNELS_TANH, to: x) }

/// `y = eˣ`; 0 below −86.9.
public func exp(_ x: Tensor) -> Tensor { applied(KERNELS_EXP, to: x) }

/// `y = ln x`; −∞ at 0, not a number below.
public func log(_ x: Tensor) -> Tensor { applied(KERNELS_LOG, to: x) }

/// `y = √x`; not a number below 0.
public func sqrt(_ x: Tensor) -> Tensor { applied(KERNELS_SQRT, to: x) }

/// `y = x²`.
public func square(_ x: Tensor) -> Tensor { applied(KERNELS_SQUARE, to: x) }

/// `y = sin x`.
public func sin(_ x: Tensor) -> Tensor { applied(KERNELS_SIN, to: x) }

/// `y = cos x`.
public func cos(_ x: Tensor) -> Tensor { applied(KERNELS_COS, to: x) }

/// y = f(x) element by element; dx = dy f′(x).
private func applied(_ function: some BinaryInteger, to x: Tensor) -> Tensor {
    let function = Int32(function)
    let y = Tensor(uninitialized: x.shape, x.elementType)
    kernels_function_forward(function, x.pointer, y.pointer, x.count, x.elementType.kernelType)
    withExtendedLifetime(x.storage) {}
    return y.recorded(from: [x]) { gradient in
        let dx = Tensor(uninitialized: x.shape, x.elementType)
        kernels_function_backward(
            function, x.pointer, gradient.pointer, dx.pointer, x.count, x.elementType.kernelType)
        withExtendedLifetime((x.storage, gradient.storage)) {}
        return [dx]
    }
}
