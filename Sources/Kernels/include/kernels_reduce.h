// Sums over an extent; the same bits whatever the number of threads.
#ifndef STUDIO_KERNELS_REDUCE_H
#define STUDIO_KERNELS_REDUCE_H

#include <stddef.h>

/// y[o, i] = factor · Σ_r x[o, r, i]; y is float32, `scratch` holds kernels_sum_scratch floats.
void kernels_sum(
    const void *x, float factor, float *y, float *scratch, size_t outer, size_t rows, size_t inner, int type);

size_t kernels_sum_scratch(size_t outer, size_t rows, size_t inner);

#endif
