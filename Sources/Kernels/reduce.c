#include "kernels_reduce.h"

#include "table.h"
#include "work.h"

enum { WIDTH = 512 };

struct job {
    const char *x;
    float *partial, *y;
    size_t outer, rows, inner, shares, blocks;
    float factor;
    int type;
};

static void sum_part(void *context, int part, int parts) {
    const struct job *j = context;
    const struct kernels_table *table = kernels_current();
    size_t element = j->type == KERNELS_FLOAT32 ? 4 : 2, first, end;
    kernels_split(j->outer * j->shares * j->blocks, 1, part, parts, &first, &end);
    for (size_t item = first; item < end; item++) {
        size_t block = item % j->blocks, share = item / j->blocks % j->shares, o = item / j->blocks / j->shares;
        size_t from, to;
        share_range(j->rows, share, j->shares, &from, &to);
        const void *x = j->x + ((o * j->rows + from) * j->inner + block * WIDTH) * element;
        float *out = j->partial + (o * j->shares + share) * j->inner + block * WIDTH;
        size_t left = j->inner - block * WIDTH;
        if (j->inner == 1)
            *out = table->sum_run[j->type](x, to - from);
        else
            table->sum_rows[j->type](x, to - from, j->inner, left < WIDTH ? left : WIDTH, out);
    }
}

size_t kernels_sum_scratch(size_t outer, size_t rows, size_t inner) { return outer * shares_for(rows, inner) * inner; }

void kernels_sum(
    const void *x, float factor, float *y, float *scratch, size_t outer, size_t rows, size_t inner, int type) {
    if (outer == 0 || inner == 0) return;
    size_t shares = shares_for(rows, inner);
    struct job job = {.x = x, .partial = scratch, .outer = outer, .rows = rows, .inner = inner, .shares = shares,
                      .blocks = (inner + WIDTH - 1) / WIDTH, .type = type};
    size_t items = outer * shares * job.blocks;
    kernels_parallel(sum_part, &job, parts_for_items(items, outer * rows * inner / items));
    for (size_t o = 0; o < outer; o++)
        for (size_t c = 0; c < inner; c++) {
            double sum = 0;
            for (size_t s = 0; s < shares; s++) sum += scratch[(o * shares + s) * inner + c];
            y[o * inner + c] = (float)(sum * factor);
        }
}
