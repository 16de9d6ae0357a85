// Losses.
#ifndef STUDIO_KERNELS_LOSS_H
#define STUDIO_KERNELS_LOSS_H

#include <stddef.h>
#include <stdint.h>

/// Σ (a − b)², in double; the same bits whatever the number of threads.
double kernels_squared_difference(const void *a, const void *b, size_t n, int type);

#endif
