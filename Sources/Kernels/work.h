// How much work is worth a thread, and how sums are cut so that they do not depend on the number of threads.
#ifndef STUDIO_KERNELS_WORK_H
#define STUDIO_KERNELS_WORK_H

#include <stddef.h>

#include "kernels_parallel.h"

/// Below this many elements a thread costs more than it brings.
enum { KERNELS_GRAIN = 16384 };

/// The number of parts for `items` items of `size` elements each.
static inline int parts_for_items(size_t items, size_t size) {
    size_t useful = items * (size ? size : 1) / KERNELS_GRAIN + 1;
    if (useful > items) useful = items;
    size_t most = (size_t)kernels_threads();
    return (int)(useful < most ? (useful ? useful : 1) : most);
}

/// The number of pieces into which `rows` rows of `size` elements are cut before they are summed: it depends on the extents
/// alone, and the pieces are added in order, so the sum has the same bits however many threads work on it.
static inline size_t shares_for(size_t rows, size_t size) {
    size_t shares = rows * size / KERNELS_GRAIN;
    if (shares > 64) shares = 64;
    if (shares > rows) shares = rows;
    return shares ? shares : 1;
}

/// Share number `share` of `rows` rows cut into `shares`.
static inline void share_range(size_t rows, size_t share, size_t shares, size_t *from, size_t *to) {
    *from = rows * share / shares;
    *to = rows * (share + 1) / shares;
}

#endif
