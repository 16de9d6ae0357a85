// Rows of a table, by number. The caller has checked the indices.
#ifndef STUDIO_KERNELS_EMBEDDING_H
#define STUDIO_KERNELS_EMBEDDING_H

#include <stddef.h>
#include <stdint.h>

/// y[i] = table[indices[i]], rows of `width`.
void kernels_gather_rows(const void *table, const int32_t *indices, void *y, size_t count, size_t width, int type);
/// dtable[indices[i]] += dy[i], in the order of i; dtable is float32 with `rows` rows.
void kernels_scatter_rows(
    const void *dy, const int32_t *indices, float *dtable, size_t count, size_t width, size_t rows, int type);

#endif
