#include "kernels_elementwise.h"

#include "table.h"

// Below this many elements a thread costs more than it brings.
static const size_t grain = 16384;

static int parts_for(size_t n) {
    size_t useful = n / grain + 1;
    size_t most = (size_t)kernels_threads();
    return (int)(useful < most ? useful : most);
}

struct job {
    const void *a, *b;
    void *y;
    float alpha, beta;
    size_t n;
    int type;
};

#define BODY(name, call)                                                   \
    static void name##_part(void *context, int part, int parts) {         \
        const struct job *job = context;                                   \
        size_t from, to;                                                   \
        kernels_split(job->n, 64, part, parts, &from, &to);                \
        call;                                                              \
    }

BODY(gelu_forward, kernels_current()->gelu_forward[job->type](job->a, job->y, from, to))
BODY(gelu_backward, kernels_current()->gelu_backward[job->type](job->a, job->b, job->y, from, to))
BODY(add_scaled, kernels_current()->add_scaled[job->type](job->a, job->alpha, job->b, job->beta, job->y, from, to))
BODY(scale_add, kernels_current()->scale_add[job->type](job->a, job->alpha, job->beta, job->y, from, to))
BODY(float_to_bfloat16, kernels_current()->float_to_bfloat16(job->a, job->y, from, to))
BODY(bfloat16_to_float, kernels_current()->bfloat16_to_float(job->a, job->y, from, to))

void kernels_gelu_forward(const void *x, void *y, size_t n, int type) {
    struct job job = {.a = x, .y = y, .n = n, .type = type};
    kernels_parallel(gelu_forward_part, &job, parts_for(n));
}

void kernels_gelu_backward(const void *x, const void *dy, void *dx, size_t n, int type) {
    struct job job = {.a = x, .b = dy, .y = dx, .n = n, .type = type};
    kernels_parallel(gelu_backward_part, &job, parts_for(n));
}

void kernels_add_scaled(const void *a, float alpha, const void *b, float beta, void *y, size_t n, int type) {
    struct job job = {.a = a, .b = b, .y = y, .alpha = alpha, .beta = beta, .n = n, .type = type};
    kernels_parallel(add_scaled_part, &job, parts_for(n));
}

void kernels_scale_add(const void *x, float factor, float term, void *y, size_t n, int type) {
    struct job job = {.a = x, .y = y, .alpha = factor, .beta = term, .n = n, .type = type};
    kernels_parallel(scale_add_part, &job, parts_for(n));
}

void kernels_float_to_bfloat16(const float *x, uint16_t *y, size_t n) {
    struct job job = {.a = x, .y = y, .n = n};
    kernels_parallel(float_to_bfloat16_part, &job, parts_for(n));
}

void kernels_bfloat16_to_float(const uint16_t *x, float *y, size_t n) {
    struct job job = {.a = x, .y = y, .n = n};
    kernels_parallel(bfloat16_to_float_part, &job, parts_for(n));
}
