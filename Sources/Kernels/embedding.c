#include "kernels_embedding.h"

#include <string.h>

#include "table.h"
#include "work.h"

struct job {
    const char *from;
    char *to;
    const int32_t *indices;
    size_t count, width, rows, bytes;
    int type;
};

static void gather_part(void *context, int part, int parts) {
    const struct job *j = context;
    size_t first, end;
    kernels_split(j->count, 1, part, parts, &first, &end);
    for (size_t i = first; i < end; i++)
        memcpy(j->to + i * j->bytes, j->from + (size_t)j->indices[i] * j->bytes, j->bytes);
}

void kernels_gather_rows(
    const void *table, const int32_t *indices, void *y, size_t count, size_t width, int type) {
    size_t bytes = width * (type == KERNELS_FLOAT32 ? 4 : 2);
    if (bytes == 0) return;
    struct job job = {.from = table, .to = y, .indices = indices, .count = count, .bytes = bytes};
    kernels_parallel(gather_part, &job, parts_for_items(count, width));
}

static void scatter_part(void *context, int part, int parts) {
    const struct job *j = context;
    size_t first, end;
    kernels_split(j->rows, 1, part, parts, &first, &end);
    kernels_current()->scatter_rows[j->type](j->from, j->indices, j->count, j->width, (float *)j->to, first, end);
}

void kernels_scatter_rows(
    const void *dy, const int32_t *indices, float *dtable, size_t count, size_t width, size_t rows, int type) {
    struct job job = {.from = dy, .to = (char *)dtable, .indices = indices, .count = count, .width = width,
                      .rows = rows, .type = type};
    kernels_parallel(scatter_part, &job, parts_for_items(count, width));
}
