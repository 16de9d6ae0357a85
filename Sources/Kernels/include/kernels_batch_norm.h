// Batch normalisation of [rows, channels]: statistics, and normalisation fused with the activation (KERNELS_GELU, …).
#ifndef STUDIO_KERNELS_BATCH_NORM_H
#define STUDIO_KERNELS_BATCH_NORM_H

#include <stddef.h>

/// Floats of scratch the two reductions need.
size_t kernels_batch_norm_scratch(size_t rows, size_t channels);

/// mean = Σ x / rows, variance = Σ (x - mean)² / rows, in one reading pass.
void kernels_batch_moments(
    const void *x, float *mean, float *variance, float *scratch, size_t rows, size_t channels, int type);

/// y = activation(x · scale + shift), one pass.
void kernels_batch_norm_forward(
    const void *x, const float *scale, const float *shift, void *y, size_t rows, size_t channels, int activation, int type);

/// dz = dy · activation'(x · scale + shift), written to dx, with sum = Σ dz and product = Σ dz (x - mean).
void kernels_batch_norm_reduce(
    const void *x, const void *dy, const float *scale, const float *shift, const float *mean, void *dx, float *sum,
    float *product, float *scratch, size_t rows, size_t channels, int activation, int type);

/// dx = scale · dx + slope · x + term: what is left once the sums are known.
void kernels_batch_norm_backward(
    const void *x, const float *scale, const float *slope, const float *term, void *dx, size_t rows, size_t channels,
    int type);

#endif
