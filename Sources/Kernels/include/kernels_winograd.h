// Convolutions by Winograd's method in float32: 3×3 kernels at stride 1, and 3×3 and 4×4 kernels at stride 2 and their adjoints, which
// are 2×2 convolutions between an image and the four phases of another.
#ifndef STUDIO_KERNELS_WINOGRAD_H
#define STUDIO_KERNELS_WINOGRAD_H

#include <stddef.h>

/// An image [height, width, channels] seen as virtual pixels of step × step phases: virtual pixel (i, j), phase (a, b), is the pixel
/// (step i + a - padding, step j + b - padding).
struct kernels_grid {
    size_t height, width, channels, step, padding;
};

/// destination[i, o] = Σ source[i + q, c] weights[k(q), c, o] over q < taps in each direction, between the virtual pixels of two grids.
struct kernels_winograd {
    size_t batch;
    struct kernels_grid source, destination;
    /// 3, or 2 where one of the grids has step 2.
    size_t taps;
    /// k(q) = step · q + phase, or with `flipped` step · (taps - 1 - q) + phase; a k beyond the kernel is a zero.
    size_t kernel;
    int flipped;
    /// Plain weights: the floats between two source channels and between two destination channels; the kernel's are side by side.
    size_t source_stride, destination_stride;
};

/// Floats that the weights at the points take, and what a run and a weight gradient need besides.
size_t kernels_winograd_packed(const struct kernels_winograd *shape);
size_t kernels_winograd_scratch(const struct kernels_winograd *shape);
size_t kernels_winograd_gradient_scratch(const struct kernels_winograd *shape);

/// Brings plain weights to the points.
void kernels_winograd_pack(const struct kernels_winograd *shape, const float *weights, float *packed);

/// Some of a source's channels: those of `batch` images [height, width, channels], which stand for the images after them over again.
struct kernels_winograd_part {
    const float *x;
    size_t channels, batch;
};

/// y = activation(x ∗ weights + bias), x being `count` parts side by side along the channels, whole panels of sixteen each but the last; a
/// source of step 2 has one part. KERNELS_IDENTITY, KERNELS_GELU or KERNELS_SILU; bias may be NULL.
void kernels_winograd_run(
    const struct kernels_winograd *shape, const struct kernels_winograd_part *parts, size_t count, const float *packed,
    const float *bias, int activation, float *y, float *scratch);

/// dweights = the sum over all pixels of source and destination gradient, in the weights' plain layout.
void kernels_winograd_gradient(
    const struct kernels_winograd *shape, const float *x, const float *dy, float *dweights, float *scratch);

#endif
