#include "kernels_batch_norm.h"

#include "table.h"
#include "work.h"

struct job {
    const char *x, *dy;
    char *y;
    const float *scale, *shift, *mean;
    float *partial;
    size_t rows, channels, shares;
    int activation, type;
};

// Calls a range function for each share of the rows.
#define EACH_SHARE(name, call)                                                        \
    static void name(void *context, int part, int parts) {                            \
        const struct job *j = context;                                                \
        size_t element = j->type == KERNELS_FLOAT32 ? 4 : 2, first, end;              \
        kernels_split(j->shares, 1, part, parts, &first, &end);                       \
        for (size_t share = first; share < end; share++) {                            \
            size_t from, to;                                                          \
            share_range(j->rows, share, j->shares, &from, &to);                       \
            size_t at = from * j->channels * element, rows = to - from;               \
            float *sums = j->partial + share * 2 * j->channels;                       \
            (void)sums;                                                               \
            call;                                                                     \
        }                                                                             \
    }

EACH_SHARE(moments_part, kernels_current()->batch_moments[j->type](
    j->x + at, j->x + at, sums, sums + j->channels, rows, j->channels))
EACH_SHARE(forward_part, kernels_current()->batch_norm_forward[j->type](
    j->x + at, j->scale, j->shift, j->y + at, rows, j->channels, j->activation))
EACH_SHARE(reduce_part, kernels_current()->batch_norm_reduce[j->type](
    j->x + at, j->dy + at, j->scale, j->shift, j->mean, j->y + at, sums, sums + j->channels, rows, j->channels,
    j->activation))
EACH_SHARE(backward_part, kernels_current()->batch_norm_backward[j->type](
    j->x + at, j->scale, j->shift, j->mean, j->y + at, rows, j->channels))

static void run(void (*body)(void *, int, int), struct job *job) {
    kernels_parallel(body, job, parts_for_items(job->shares, job->rows * job->channels / job->shares));
}

size_t kernels_batch_norm_scratch(size_t rows, size_t channels) { return shares_for(rows, channels) * 2 * channels; }

static float element_of(const void *x, size_t i, int type) {
    if (type == KERNELS_FLOAT32) return ((const float *)x)[i];
    float value;
    kernels_current()->bfloat16_to_float((const uint16_t *)x + i, &value, 0, 1);
    return value;
}

void kernels_batch_moments(
    const void *x, float *mean, float *variance, float *scratch, size_t rows, size_t channels, int type) {
    struct job job = {.x = x, .partial = scratch, .rows = rows, .channels = channels,
                      .shares = shares_for(rows, channels), .type = type};
    run(moments_part, &job);
    // Chan, Golub and LeVeque (1983): means and squared deviations of two sets combine exactly.
    for (size_t c = 0; c < channels; c++) {
        double count = 0, average = 0, deviations = 0;
        for (size_t s = 0; s < job.shares; s++) {
            size_t from, to;
            share_range(rows, s, job.shares, &from, &to);
            double n = (double)(to - from), sum = scratch[s * 2 * channels + c];
            double share_mean = element_of(x, from * channels + c, type) + sum / n;
            double share_deviations = scratch[(s * 2 + 1) * channels + c] - sum * sum / n;
            double difference = share_mean - average;
            deviations += share_deviations + difference * difference * count * n / (count + n);
            average += difference * n / (count + n);
            count += n;
        }
        mean[c] = (float)average;
        variance[c] = (float)(deviations > 0 ? deviations / (double)rows : 0);
        if (deviations != deviations) variance[c] = (float)deviations;
    }
}

void kernels_batch_norm_forward(
    const void *x, const float *scale, const float *shift, void *y, size_t rows, size_t channels, int activation, int type) {
    struct job job = {.x = x, .y = y, .scale = scale, .shift = shift, .rows = rows, .channels = channels,
                      .shares = shares_for(rows, channels), .activation = activation, .type = type};
    run(forward_part, &job);
}

void kernels_batch_norm_reduce(
    const void *x, const void *dy, const float *scale, const float *shift, const float *mean, void *dx, float *sum,
    float *product, float *scratch, size_t rows, size_t channels, int activation, int type) {
    struct job job = {.x = x, .dy = dy, .y = dx, .scale = scale, .shift = shift, .mean = mean, .partial = scratch,
                      .rows = rows, .channels = channels, .shares = shares_for(rows, channels),
                      .activation = activation, .type = type};
    run(reduce_part, &job);
    for (size_t c = 0; c < channels; c++) {
        double first = 0, second = 0;
        for (size_t s = 0; s < job.shares; s++) {
            first += scratch[s * 2 * channels + c];
            second += scratch[(s * 2 + 1) * channels + c];
        }
        sum[c] = (float)first;
        product[c] = (float)second;
    }
}

void kernels_batch_norm_backward(
    const void *x, const float *scale, const float *slope, const float *term, void *dx, size_t rows, size_t channels,
    int type) {
    struct job job = {.x = x, .y = dx, .scale = scale, .shift = slope, .mean = term, .rows = rows, .channels = channels,
                      .shares = shares_for(rows, channels), .type = type};
    run(backward_part, &job);
}
