// Average pooling and resizing: sums over a rectangle of weighted pixels. Images are [B, H, W, C].
#ifndef STUDIO_KERNELS_RESAMPLE_H
#define STUDIO_KERNELS_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

/// Along one axis: output o is the sum of weight[k] · input[index[k]] for k in start[o] ..< start[o + 1].
struct kernels_taps {
    const int32_t *start;
    const int32_t *index;
    const float *weight;
};

/// y[b, oy, ox, c] = Σ Σ row weight · column weight · x[b, iy, ix, c], over the taps of oy and of ox.
void kernels_resample(
    const void *x, void *y, size_t batch, size_t channels, size_t in_height, size_t in_width, size_t out_height,
    size_t out_width, struct kernels_taps rows, struct kernels_taps columns, int type);

#endif
