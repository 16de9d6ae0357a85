// Row by row, x [rows, columns]: softmax, cross entropy, layer norm.
#ifndef STUDIO_KERNELS_ROWS_H
#define STUDIO_KERNELS_ROWS_H

#include <stddef.h>
#include <stdint.h>

/// Where the bias of the row (batch, head, query) begins, and the step between its columns: 0 or 1.
struct kernels_row_bias {
    size_t heads, queries, batch_stride, head_stride, query_stride, column_stride;
};

/// y = softmax(scale x + bias) along each row; `bias` and `layout` may be NULL; y may be x.
void kernels_softmax_forward(
    const void *x, float scale, const float *bias, const struct kernels_row_bias *layout, void *y, size_t rows,
    size_t columns, int type);
/// dx = scale y (dy − Σ y dy) along each row; dx may be dy.
void kernels_softmax_backward(
    const void *y, const void *dy, float scale, void *dx, size_t rows, size_t columns, int type);

/// y[row] = ln Σ e^x along each row.
void kernels_log_sum_exp(const void *x, float *y, size_t rows, size_t columns, int type);
/// dx = factor (e^{x − totals[row]} − 1 at the label).
void kernels_cross_entropy_backward(
    const void *x, const float *totals, const int32_t *labels, float factor, void *dx, size_t rows, size_t columns,
    int type);

/// y = (x − mean) / √(variance + ε) · weight + bias along each row; keeps the mean and the inverse deviation of each.
void kernels_layer_norm_forward(
    const void *x, const float *weight, const float *bias, float epsilon, void *y, float *mean, float *inverse,
    size_t rows, size_t columns, int type);
/// The gradients; `scratch` holds kernels_layer_norm_scratch floats.
void kernels_layer_norm_backward(
    const void *x, const void *dy, const float *weight, const float *mean, const float *inverse, void *dx,
    float *dweight, float *dbias, float *scratch, size_t rows, size_t columns, int type);
size_t kernels_layer_norm_scratch(size_t rows, size_t columns);

#endif
