// Element by element: activations and conversions. `n` is the number of elements, `type` a KERNELS_ element type.
#ifndef STUDIO_KERNELS_ELEMENTWISE_H
#define STUDIO_KERNELS_ELEMENTWISE_H

#include <stddef.h>
#include <stdint.h>

/// y = x Φ(x), Φ the normal distribution function (exact, by erf).
void kernels_gelu_forward(const void *x, void *y, size_t n, int type);
/// dx = dy (Φ(x) + x φ(x)).
void kernels_gelu_backward(const void *x, const void *dy, void *dx, size_t n, int type);

/// y = alpha a + beta b.
void kernels_add_scaled(const void *a, float alpha, const void *b, float beta, void *y, size_t n, int type);

/// y = factor x + term.
void kernels_scale_add(const void *x, float factor, float term, void *y, size_t n, int type);

/// Conversions between element types, rounding to nearest even.
void kernels_float_to_bfloat16(const float *x, uint16_t *y, size_t n);
void kernels_bfloat16_to_float(const uint16_t *x, float *y, size_t n);

#endif
