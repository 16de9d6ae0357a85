// A factor and a term for each image and channel; x is [batch, rows, channels], scale and shift float32 [batch, channels].
#ifndef STUDIO_KERNELS_CHANNELS_H
#define STUDIO_KERNELS_CHANNELS_H

#include <stddef.h>

/// y = x · scale + shift.
void kernels_scale_shift_forward(
    const void *x, const float *scale, const float *shift, void *y, size_t batch, size_t rows, size_t channels, int type);

/// dx = dy · scale, dscale = Σ dy · x, dshift = Σ dy, in one pass; `scratch` holds kernels_channel_sums_scratch floats.
void kernels_scale_shift_backward(
    const void *x, const void *dy, const float *scale, void *dx, float *dscale, float *dshift, float *scratch,
    size_t batch, size_t rows, size_t channels, int type);

/// Floats that the sums over the pixels of [batch, rows, channels] need besides their results.
size_t kernels_channel_sums_scratch(size_t batch, size_t rows, size_t channels);

#endif
