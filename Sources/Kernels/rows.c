#include "kernels_rows.h"

#include "table.h"
#include "work.h"

struct job {
    const char *x, *dy;
    char *y;
    const float *bias, *weight;
    float *mean, *inverse, *partial;
    const int32_t *labels;
    struct kernels_row_bias layout;
    size_t rows, columns, shares;
    float scale;
    int type;
};

#define EACH_ROW(name, call)                                                                 \
    static void name(void *context, int part, int parts) {                                   \
        const struct job *j = context;                                                       \
        const struct kernels_table *table = kernels_current();                               \
        size_t bytes = j->columns * (j->type == KERNELS_FLOAT32 ? 4 : 2), first, end;         \
        kernels_split(j->rows, 1, part, parts, &first, &end);                                 \
        for (size_t row = first; row < end; row++) {                                          \
            size_t at = row * bytes;                                                          \
            call;                                                                            \
        }                                                                                    \
    }

static size_t bias_row(const struct job *j, size_t row) {
    const struct kernels_row_bias *b = &j->layout;
    return row / (b->heads * b->queries) * b->batch_stride + row / b->queries % b->heads * b->head_stride
        + row % b->queries * b->query_stride;
}

EACH_ROW(softmax_part, table->softmax_row[j->type](
    j->x + at, j->scale, j->bias ? j->bias + bias_row(j, row) : NULL, j->layout.column_stride, j->y + at, j->columns))
EACH_ROW(softmax_backward_part, table->softmax_row_backward[j->type](
    j->x + at, j->dy + at, j->scale, j->y + at, j->columns))
EACH_ROW(log_sum_exp_part, j->mean[row] = table->log_sum_exp_row[j->type](j->x + at, j->columns))
EACH_ROW(cross_entropy_backward_part, table->cross_entropy_row_backward[j->type](
    j->x + at, j->mean[row], (size_t)j->labels[row], j->scale, j->y + at, j->columns))
EACH_ROW(layer_norm_part, table->layer_norm_row[j->type](
    j->x + at, j->weight, j->bias, j->scale, j->y + at, j->mean + row, j->inverse + row, j->columns))

static void layer_norm_backward_part(void *context, int part, int parts) {
    const struct job *j = context;
    size_t bytes = j->columns * (j->type == KERNELS_FLOAT32 ? 4 : 2);
    for (size_t share = (size_t)part; share < j->shares; share += (size_t)parts) {
        float *dweight = j->partial + share * 2 * j->columns, *dbias = dweight + j->columns;
        for (size_t c = 0; c < 2 * j->columns; c++) dweight[c] = 0;
        size_t from, to;
        share_range(j->rows, share, j->shares, &from, &to);
        for (size_t row = from; row < to; row++)
            kernels_current()->layer_norm_row_backward[j->type](
                j->x + row * bytes, j->dy + row * bytes, j->weight, j->mean[row], j->inverse[row], j->y + row * bytes,
                dweight, dbias, j->columns);
    }
}

void kernels_softmax_forward(
    const void *x, float scale, const float *bias, const struct kernels_row_bias *layout, void *y, size_t rows,
    size_t columns, int type) {
    struct job job = {.x = x, .scale = scale, .y = y, .rows = rows, .columns = columns, .type = type};
    if (bias && layout) {
        job.bias = bias;
        job.layout = *layout;
    }
    kernels_parallel(softmax_part, &job, parts_for_items(rows, columns));
}

void kernels_softmax_backward(
    const void *y, const void *dy, float scale, void *dx, size_t rows, size_t columns, int type) {
    struct job job = {.x = y, .dy = dy, .scale = scale, .y = dx, .rows = rows, .columns = columns, .type = type};
    kernels_parallel(softmax_backward_part, &job, parts_for_items(rows, columns));
}

void kernels_log_sum_exp(const void *x, float *y, size_t rows, size_t columns, int type) {
    struct job job = {.x = x, .mean = y, .rows = rows, .columns = columns, .type = type};
    kernels_parallel(log_sum_exp_part, &job, parts_for_items(rows, columns));
}

void kernels_cross_entropy_backward(
    const void *x, const float *totals, const int32_t *labels, float factor, void *dx, size_t rows, size_t columns,
    int type) {
    struct job job = {.x = x, .mean = (float *)totals, .labels = labels, .scale = factor, .y = dx, .rows = rows,
                      .columns = columns, .type = type};
    kernels_parallel(cross_entropy_backward_part, &job, parts_for_items(rows, columns));
}

void kernels_layer_norm_forward(
    const void *x, const float *weight, const float *bias, float epsilon, void *y, float *mean, float *inverse,
    size_t rows, size_t columns, int type) {
    struct job job = {.x = x, .weight = weight, .bias = bias, .scale = epsilon, .y = y, .mean = mean,
                      .inverse = inverse, .rows = rows, .columns = columns, .type = type};
    kernels_parallel(layer_norm_part, &job, parts_for_items(rows, columns));
}

size_t kernels_layer_norm_scratch(size_t rows, size_t columns) { return shares_for(rows, columns) * 2 * columns; }

void kernels_layer_norm_backward(
    const void *x, const void *dy, const float *weight, const float *mean, const float *inverse, void *dx,
    float *dweight, float *dbias, float *scratch, size_t rows, size_t columns, int type) {
    struct job job = {.x = x, .dy = dy, .weight = weight, .mean = (float *)mean, .inverse = (float *)inverse, .y = dx,
                      .partial = scratch, .rows = rows, .columns = columns, .shares = shares_for(rows, columns),
                      .type = type};
    kernels_parallel(layer_norm_backward_part, &job, parts_for_items(job.shares, rows * columns / job.shares));
    for (size_t c = 0; c < columns; c++) {
        double first = 0, second = 0;
        for (size_t s = 0; s < job.shares; s++) {
            first += scratch[s * 2 * columns + c];
            second += scratch[(s * 2 + 1) * columns + c];
        }
        dweight[c] = (float)first;
        dbias[c] = (float)second;
    }
}
