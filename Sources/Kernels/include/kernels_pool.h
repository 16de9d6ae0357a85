// Max pooling of [B, H, W, C] without padding.
#ifndef STUDIO_KERNELS_POOL_H
#define STUDIO_KERNELS_POOL_H

#include <stddef.h>
#include <stdint.h>

struct kernels_pool {
    size_t batch, height, width, channels, size, stride, out_height, out_width;
};

/// y = the largest of each window; chosen[…] = the pixel it came from, in its image. A NaN counts as largest.
void kernels_max_pool_forward(const void *x, void *y, int32_t *chosen, struct kernels_pool pool, int type);
/// dx = Σ dy over the windows that chose the pixel.
void kernels_max_pool_backward(const void *dy, const int32_t *chosen, void *dx, struct kernels_pool pool, int type);

#endif
