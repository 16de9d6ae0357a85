// The activations that may be fused into another pass, and their derivatives.
#ifndef STUDIO_KERNELS_ACTIVATION_H
#define STUDIO_KERNELS_ACTIVATION_H

#include "kernels_functions.h"
#include "scalar.h"

ALWAYS_INLINE float gelu(float x) { return x * normal_cdf(x); }
ALWAYS_INLINE float gelu_derivative(float x) {
    float cdf, pdf;
    normal_both(x, &cdf, &pdf);
    return cdf + x * pdf;
}

// ½ x (1 + tanh g) = x σ(2g), g = √(2/π) (x + 0.044715 x³).
ALWAYS_INLINE float gelu_tanh(float x) { return x * sigmoid(1.59576912f * (x + 0.044715f * x * x * x)); }
ALWAYS_INLINE float gelu_tanh_derivative(float x) {
    float s = sigmoid(1.59576912f * (x + 0.044715f * x * x * x));
    return s + x * s * (1.0f - s) * 1.59576912f * (1.0f + 0.134145f * x * x);
}

ALWAYS_INLINE float silu(float x) { return x * sigmoid(x); }
ALWAYS_INLINE float silu_derivative(float x) {
    float s = sigmoid(x);
    return s + x * s * (1.0f - s);
}

ALWAYS_INLINE float identity(float x) { return x; }
ALWAYS_INLINE float identity_derivative(float x) { (void)x; return 1.0f; }

/// Runs LOOP(function, derivative) with the functions of `activation`, one copy of the loop each.
#define FOR_ACTIVATION(activation, LOOP)                             \
    switch (activation) {                                            \
    case KERNELS_GELU: LOOP(gelu, gelu_derivative) break;            \
    case KERNELS_SILU: LOOP(silu, silu_derivative) break;            \
    default: LOOP(identity, identity_derivative) break;              \
    }

#endif
