// The table of one instruction set: every range function the entry points call.
#ifndef STUDIO_KERNELS_TABLE_H
#define STUDIO_KERNELS_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "kernels_parallel.h"
#include "kernels_resample.h"

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
    void (*float_to_bfloat16)(const float *x, uint16_t *y, size_t from, size_t to);
    void (*bfloat16_to_float)(const uint16_t *x, float *y, size_t from, size_t to);

    void (*adam)(float *w, const float *g, float *m, float *v, size_t from, size_t to, struct kernels_adam_constants k);
    void (*moving_average)(float *average, const float *w, float decay, size_t from, size_t to);
    double (*sum_of_squares)(const float *x, size_t from, size_t to);

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
};

extern const struct kernels_table kernels_table_baseline, kernels_table_avx2, kernels_table_avx512;

/// The table in use.
const struct kernels_table *kernels_current(void);

#endif
