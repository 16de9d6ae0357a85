// The table of one instruction set: every range function the entry points call.
#ifndef STUDIO_KERNELS_TABLE_H
#define STUDIO_KERNELS_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "kernels_parallel.h"

/// Functions that exist for both element types are arrays indexed by KERNELS_FLOAT32 and KERNELS_BFLOAT16.
struct kernels_table {
    void (*gelu_forward[2])(const void *x, void *y, size_t from, size_t to);
    void (*gelu_backward[2])(const void *x, const void *dy, void *dx, size_t from, size_t to);
    void (*add_scaled[2])(
        const void *a, float alpha, const void *b, float beta, void *y, size_t from, size_t to);
    void (*float_to_bfloat16)(const float *x, uint16_t *y, size_t from, size_t to);
    void (*bfloat16_to_float)(const uint16_t *x, float *y, size_t from, size_t to);
    void (*float_to_float16)(const float *x, uint16_t *y, size_t from, size_t to);
    void (*float16_to_float)(const uint16_t *x, float *y, size_t from, size_t to);
    void (*twister_refill)(uint32_t *state);
    void (*twister_uniform)(const uint32_t *state, float *y, size_t n);
    void (*normal_from_uniform)(float *y, size_t blocks);
};

extern const struct kernels_table kernels_table_baseline, kernels_table_avx2, kernels_table_avx512;

/// The table in use.
const struct kernels_table *kernels_current(void);

#endif
