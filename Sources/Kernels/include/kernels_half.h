// Between float32 and IEEE half precision (a storage type of files; nothing computes in it).
#ifndef STUDIO_KERNELS_HALF_H
#define STUDIO_KERNELS_HALF_H

#include <stddef.h>
#include <stdint.h>

/// Rounds to nearest even; too large becomes infinity.
void kernels_float_to_float16(const float *x, uint16_t *y, size_t n);
/// Exact.
void kernels_float16_to_float(const uint16_t *x, float *y, size_t n);

#endif
