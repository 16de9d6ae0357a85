#include <stdint.h>
#include <string.h>

#include "kernels_copy.h"
#include "work.h"

struct job {
    const char *from;
    char *to;
    size_t from_stride, to_stride, bytes, rows;
};

static void copy_part(void *context, int part, int parts) {
    const struct job *job = context;
    size_t first, end;
    kernels_split(job->rows, 1, part, parts, &first, &end);
    for (size_t row = first; row < end; row++)
        memcpy(job->to + row * job->to_stride, job->from + row * job->from_stride, job->bytes);
}

void kernels_copy_rows(
    const void *from, size_t from_stride, void *to, size_t to_stride, size_t bytes, size_t rows) {
    if (bytes == 0 || rows == 0) return;
    struct job job = {from, to, from_stride, to_stride, bytes, rows};
    kernels_parallel(copy_part, &job, parts_for_items(rows, bytes / 4));
}
