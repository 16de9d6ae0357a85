// Convolutions at stride 1 between an image of few channels (the thin one) and one of many (the wide one), in float32: patches of the
// thin image are the rows of one dense product, made and used up block by block.
#ifndef STUDIO_KERNELS_THIN_H
#define STUDIO_KERNELS_THIN_H

#include <stddef.h>

/// wide[r, c, o] = Σ thin[r + i - padding, c + j - padding, t] weights[t, o, k(i), k(j)] and its adjoints, k(i) = i or, with `flipped`,
/// kernel - 1 - i.
struct kernels_thin {
    size_t batch;
    /// The thin image.
    size_t height, width, channels;
    size_t wide_height, wide_width, wide_channels;
    size_t kernel, padding;
    int flipped;
    /// Plain weights: the floats between two channels of either image; the kernel's are side by side.
    size_t thin_stride, wide_stride;
};

/// Floats that the weights take in the product's layout, for expanding or for reducing, and of scratch that a pass and the gradient need.
size_t kernels_thin_packed(const struct kernels_thin *shape, int reduce);
size_t kernels_thin_scratch(const struct kernels_thin *shape);
size_t kernels_thin_gradient_scratch(const struct kernels_thin *shape);

void kernels_thin_pack(const struct kernels_thin *shape, int reduce, const float *weights, float *packed);

/// wide = activation(the convolution of thin + bias); bias may be NULL.
void kernels_thin_expand(
    const struct kernels_thin *shape, const float *thin, const float *packed, const float *bias, int activation, float *wide,
    float *scratch);

/// thin[r, c, t] = activation(Σ wide[r + i - padding, c + j - padding, o] weights[t, o, k(i), k(j)] + bias[t]); bias may be NULL.
void kernels_thin_reduce(
    const struct kernels_thin *shape, const float *wide, const float *packed, const float *bias, int activation, float *thin,
    float *scratch);

/// dweights[t, o, k(i), k(j)] = Σ thin[r + i - padding, c + j - padding, t] wide[r, c, o], in the weights' plain layout.
void kernels_thin_gradient(
    const struct kernels_thin *shape, const float *thin, const float *wide, float *dweights, float *scratch);

#endif
