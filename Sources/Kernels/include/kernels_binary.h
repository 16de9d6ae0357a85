// Arithmetic of two arrays with broadcasting.
#ifndef STUDIO_KERNELS_BINARY_H
#define STUDIO_KERNELS_BINARY_H

#include <stddef.h>

enum {
    KERNELS_ADD, KERNELS_SUBTRACT, KERNELS_MULTIPLY, KERNELS_DIVIDE,
    /// −a / b²
    KERNELS_QUOTIENT_SLOPE,
    KERNELS_BINARY_OPERATIONS
};

enum { KERNELS_MAX_RANK = 8 };

/// The output's extents, rank >= 1, and where each operand steps along them, in elements; 0 repeats. The last strides are 0 or 1.
struct kernels_broadcast {
    int rank;
    size_t extents[KERNELS_MAX_RANK], a_strides[KERNELS_MAX_RANK], b_strides[KERNELS_MAX_RANK];
};

/// y = a ∘ b.
void kernels_binary(
    int operation, const void *a, const void *b, void *y, const struct kernels_broadcast *shape, int type);

#endif
