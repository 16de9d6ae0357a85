// Moving memory about.
#ifndef STUDIO_KERNELS_COPY_H
#define STUDIO_KERNELS_COPY_H

#include <stddef.h>

/// Copies `rows` rows of `bytes` bytes; the strides are in bytes, and a `from_stride` of 0 repeats one row.
void kernels_copy_rows(
    const void *from, size_t from_stride, void *to, size_t to_stride, size_t bytes, size_t rows);

#endif
