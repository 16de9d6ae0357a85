// Group norm of x [batch, rows, channels] with an activation in the same pass (Wu and He, 2018).
#ifndef STUDIO_KERNELS_GROUP_NORM_H
#define STUDIO_KERNELS_GROUP_NORM_H

#include <stddef.h>

/// What the forward pass leaves for the backward pass: four arrays [batch, channels].
struct kernels_group_norm_state {
    float *mean, *inverse, *scale, *shift;
};

/// y = f((x − mean) / √(variance + ε) · weight + bias), moments over the pixels and channels of each group; f is
/// KERNELS_IDENTITY, KERNELS_GELU or KERNELS_SILU. `scratch` holds kernels_group_norm_scratch floats.
void kernels_group_norm_forward(
    const void *x, const float *weight, const float *bias, float epsilon, int activation, void *y,
    struct kernels_group_norm_state state, float *scratch, size_t batch, size_t rows, size_t channels, size_t groups,
    int type);

void kernels_group_norm_backward(
    const void *x, const void *dy, const float *weight, int activation, void *dx, float *dweight, float *dbias,
    struct kernels_group_norm_state state, float *scratch, size_t batch, size_t rows, size_t channels, size_t groups,
    int type);

size_t kernels_group_norm_scratch(size_t batch, size_t rows, size_t channels);

#endif
