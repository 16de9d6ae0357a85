// The table of one instruction set: every range function the entry points call.
#ifndef STUDIO_KERNELS_TABLE_H
#define STUDIO_KERNELS_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "kernels_binary.h"
#include "kernels_functions.h"
#include "kernels_parallel.h"
#include "kernels_pool.h"
#include "kernels_resample.h"
#include "kernels_thin.h"
#include "winograd_plan.h"

/// What is left of a kernels_adam_step once the number of the step is known.
struct kernels_adam_constants {
    float one_minus_beta1, beta2, one_minus_beta2, inverse_root_correction2, epsilon, step_size, keep, gradient_scale;
};

/// Functions that exist for both element types are arrays indexed by KERNELS_FLOAT32 and KERNELS_BFLOAT16.
struct kernels_table {
    void (*gelu_forward[2])(const void *x, void *y, size_t from, size_t to);
    void (*gelu_backward[2])(const void *x, const void *dy, void *dx, size_t from, size_t to);
    void (*add_scaled[2])(
        const void *a, float alpha, const void *b, float beta, void *y, size_t from, size_t to);
    void (*scale_add[2])(const void *x, float factor, float term, void *y, size_t from, size_t to);
    void (*float_to_bfloat16)(const float *x, uint16_t *y, size_t from, size_t to);
    void (*bfloat16_to_float)(const uint16_t *x, float *y, size_t from, size_t to);
    void (*float_to_float16)(const float *x, uint16_t *y, size_t from, size_t to);
    void (*float16_to_float)(const uint16_t *x, float *y, size_t from, size_t to);
    void (*twister_refill)(uint32_t *state);
    void (*twister_uniform)(const uint32_t *state, float *y, size_t n);
    void (*normal_from_uniform)(float *y, size_t blocks);

    void (*adam)(float *w, const float *g, float *m, float *v, size_t from, size_t to, struct kernels_adam_constants k);
    void (*moving_average)(float *average, const float *w, float decay, size_t from, size_t to);
    double (*sum_of_squares)(const float *x, size_t from, size_t to);

    void (*thin_pack)(
        const struct kernels_thin *s, int reduce, const float *weights, float *packed, size_t from, size_t to);
    void (*thin_expand)(
        const struct kernels_thin *s, const float *thin, const float *packed, const float *bias, int activation, float *wide,
        float *patches, size_t from, size_t to, size_t first, size_t end);
    void (*thin_reduce)(
        const struct kernels_thin *s, const float *wide, const float *packed, const float *bias, int activation, float *thin,
        float *products, size_t image);
    void (*thin_gradient)(
        const struct kernels_thin *s, const float *thin, const float *wide, float *sums, float *patches, size_t from,
        size_t to);
    void (*winograd_pack)(const struct winograd_plan *p, const float *weights, float *packed, size_t from, size_t to);
    void (*winograd_block)(
        const struct winograd_plan *p, const struct kernels_winograd_part *sources, size_t source_count, const float *packed,
        const float *bias, int activation, float *y,
        float *v, float *m, const float *outside, size_t first, size_t count, size_t from, size_t to);
    void (*winograd_points)(
        const struct winograd_plan *p, const float *x, size_t first, size_t count, int gradient, const float *outside,
        float *out, struct winograd_layout layout);
    void (*winograd_products)(
        const struct winograd_plan *p, const float *v, const float *z, float *du, size_t count, int accumulate, size_t from,
        size_t to);
    void (*winograd_unpack)(const struct winograd_plan *p, const float *du, float *dweights, size_t from, size_t to);

    void (*scale_shift_forward[2])(
        const void *x, const float *scale, const float *shift, void *y, size_t rows, size_t channels);
    void (*scale_shift_backward[2])(
        const void *x, const void *dy, const float *scale, void *dx, float *sum_scale, float *sum_shift, size_t rows,
        size_t channels);
    void (*batch_moments[2])(
        const void *x, const void *origin, float *sum, float *squares, size_t rows, size_t channels);
    void (*batch_norm_forward[2])(
        const void *x, const float *scale, const float *shift, void *y, size_t rows, size_t channels, int activation);
    void (*batch_norm_reduce[2])(
        const void *x, const void *dy, const float *scale, const float *shift, const float *mean, void *dx, float *sum,
        float *product, size_t rows, size_t channels, int activation);
    void (*batch_norm_backward[2])(
        const void *x, const float *scale, const float *slope, const float *term, void *dx, size_t rows,
        size_t channels);
    void (*resample[2])(
        const void *x, void *y, size_t channels, size_t in_height, size_t in_width, size_t out_width, size_t out_height,
        struct kernels_taps rows, struct kernels_taps columns, size_t from, size_t to);
    void (*sum_rows[2])(const void *x, size_t rows, size_t stride, size_t width, float *out);
    float (*sum_run[2])(const void *x, size_t n);
    double (*squared_difference[2])(const void *a, const void *b, size_t from, size_t to);

    void (*function_forward[KERNELS_FUNCTIONS][2])(const void *x, void *y, size_t from, size_t to);
    void (*function_backward[KERNELS_FUNCTIONS][2])(const void *x, const void *dy, void *dx, size_t from, size_t to);
    void (*binary[KERNELS_BINARY_OPERATIONS][2])(
        const void *a, size_t a_step, const void *b, size_t b_step, void *y, size_t n);

    void (*softmax_row[2])(
        const void *x, float scale, const float *bias, size_t bias_step, void *y, size_t columns);
    void (*softmax_row_backward[2])(const void *y, const void *dy, float scale, void *dx, size_t columns);
    float (*log_sum_exp_row[2])(const void *x, size_t columns);
    void (*cross_entropy_row_backward[2])(
        const void *x, float total, size_t label, float factor, void *dx, size_t columns);
    void (*layer_norm_row[2])(
        const void *x, const float *weight, const float *bias, float epsilon, void *y, float *mean, float *inverse,
        size_t columns);
    void (*layer_norm_row_backward[2])(
        const void *x, const void *dy, const float *weight, float mean, float inverse, void *dx, float *dweight,
        float *dbias, size_t columns);

    void (*channel_moments[2])(const void *x, float *mean, float *squares, size_t rows, size_t channels);
    void (*affine_forward[2])(
        const void *x, const float *scale, const float *shift, int activation, void *y, size_t rows, size_t channels);
    void (*affine_sums[2])(
        const void *x, const void *dy, const float *scale, const float *shift, const float *center, int activation,
        float *sum, float *product, size_t rows, size_t channels);
    void (*affine_backward[2])(
        const void *x, const void *dy, const float *scale, const float *shift, const float *center, const float *slope,
        const float *offset, int activation, void *dx, size_t rows, size_t channels);

    void (*max_pool_forward[2])(
        const void *x, void *y, int32_t *chosen, struct kernels_pool pool, size_t from, size_t to);
    void (*max_pool_backward[2])(
        const void *dy, const int32_t *chosen, void *dx, struct kernels_pool pool, size_t from, size_t to);
    void (*scatter_rows[2])(
        const void *dy, const int32_t *indices, size_t count, size_t width, float *dtable, size_t first, size_t end);
};

extern const struct kernels_table kernels_table_baseline, kernels_table_avx2, kernels_table_avx512;

/// The table in use.
const struct kernels_table *kernels_current(void);

#endif
