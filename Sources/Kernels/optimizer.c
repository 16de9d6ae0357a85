#include "kernels_optimizer.h"

#include <math.h>

#include "table.h"
#include "work.h"

struct job {
    float *a, *b, *c;
    const float *x;
    double *sums;
    size_t n;
    float decay;
    struct kernels_adam_constants constants;
};

static void adam_part(void *context, int part, int parts) {
    const struct job *job = context;
    size_t from, to;
    kernels_split(job->n, 64, part, parts, &from, &to);
    kernels_current()->adam(job->a, job->x, job->b, job->c, from, to, job->constants);
}

void kernels_adam(
    float *weights, const float *gradient, float *m, float *v, size_t n, const struct kernels_adam_step *step) {
    double correction1 = 1 - pow(step->beta1, step->step);
    double correction2 = 1 - pow(step->beta2, step->step);
    struct kernels_adam_constants constants = {
        .one_minus_beta1 = (float)(1 - step->beta1),
        .beta2 = (float)step->beta2,
        .one_minus_beta2 = (float)(1 - step->beta2),
        .inverse_root_correction2 = (float)(1 / sqrt(correction2)),
        .epsilon = (float)step->epsilon,
        .step_size = (float)(step->learning_rate / correction1),
        .keep = (float)(1 - step->learning_rate * step->weight_decay),
        .gradient_scale = (float)step->gradient_scale,
    };
    struct job job = {.a = weights, .x = gradient, .b = m, .c = v, .n = n, .constants = constants};
    kernels_parallel(adam_part, &job, parts_for_items(n, 1));
}

static void moving_average_part(void *context, int part, int parts) {
    const struct job *job = context;
    size_t from, to;
    kernels_split(job->n, 64, part, parts, &from, &to);
    kernels_current()->moving_average(job->a, job->x, job->decay, from, to);
}

void kernels_ema(float *average, const float *weights, float decay, size_t n) {
    struct job job = {.a = average, .x = weights, .decay = decay, .n = n};
    kernels_parallel(moving_average_part, &job, parts_for_items(n, 1));
}

static void sum_of_squares_part(void *context, int part, int parts) {
    const struct job *job = context;
    size_t shares = shares_for(job->n, 1);
    for (size_t share = (size_t)part; share < shares; share += (size_t)parts) {
        size_t from, to;
        share_range(job->n, share, shares, &from, &to);
        job->sums[share] = kernels_current()->sum_of_squares(job->x, from, to);
    }
}

double kernels_sum_of_squares(const float *x, size_t n) {
    double sums[64] = {0};
    struct job job = {.x = x, .n = n, .sums = sums};
    kernels_parallel(sum_of_squares_part, &job, parts_for_items(n, 1));
    double sum = 0;
    for (size_t share = 0; share < shares_for(n, 1); share++) sum += sums[share];
    return sum;
}
