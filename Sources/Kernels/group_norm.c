#include "kernels_group_norm.h"

#include <math.h>

#include "kernels_channels.h"
#include "table.h"
#include "work.h"

struct job {
    const char *x, *dy;
    char *y;
    const float *scale, *shift, *center, *slope, *offset;
    float *partial;
    size_t batch, rows, channels, shares;
    int activation, type;
};

#define EACH_SHARE(name, call)                                                                       \
    static void name(void *context, int part, int parts) {                                           \
        const struct job *j = context;                                                               \
        const struct kernels_table *table = kernels_current();                                       \
        size_t element = j->type == KERNELS_FLOAT32 ? 4 : 2, channels = j->channels, first, end;     \
        kernels_split(j->batch * j->shares, 1, part, parts, &first, &end);                           \
        for (size_t item = first; item < end; item++) {                                              \
            size_t from, to, c = item / j->shares * channels;                                        \
            share_range(j->rows, item % j->shares, j->shares, &from, &to);                           \
            size_t at = (item / j->shares * j->rows + from) * channels * element, rows = to - from;  \
            float *partial = j->partial + item * 2 * channels;                                       \
            call;                                                                                    \
        }                                                                                            \
    }

EACH_SHARE(moments_part, (void)c; table->channel_moments[j->type](
    j->x + at, partial, partial + channels, rows, channels))
EACH_SHARE(forward_part, (void)partial; table->affine_forward[j->type](
    j->x + at, j->scale + c, j->shift + c, j->activation, j->y + at, rows, channels))
EACH_SHARE(sums_part, table->affine_sums[j->type](
    j->x + at, j->dy + at, j->scale + c, j->shift + c, j->center + c, j->activation, partial, partial + channels, rows,
    channels))
EACH_SHARE(backward_part, (void)partial; table->affine_backward[j->type](
    j->x + at, j->dy + at, j->scale + c, j->shift + c, j->center + c, j->slope + c, j->offset + c, j->activation,
    j->y + at, rows, channels))

static void run(void (*part)(void *, int, int), struct job *job) {
    kernels_parallel(
        part, job, parts_for_items(job->batch * job->shares, job->rows * job->channels / job->shares));
}

/// The mean and variance of one group of one image, put together from its channels' and shares' (Chan et al., 1983).
static void group_moments(
    const struct job *j, size_t image, size_t from, size_t to, double *mean_out, double *variance_out) {
    double count = 0, mean = 0, squares = 0;
    for (size_t s = 0; s < j->shares; s++) {
        size_t first, end;
        share_range(j->rows, s, j->shares, &first, &end);
        double more = (double)(end - first);
        if (more == 0) continue;
        const float *partial = j->partial + (image * j->shares + s) * 2 * j->channels;
        for (size_t c = from; c < to; c++) {
            double difference = (double)partial[c] - mean, total = count + more;
            mean += difference * more / total;
            squares += (double)partial[j->channels + c] + difference * difference * count * more / total;
            count = total;
        }
    }
    *mean_out = mean;
    *variance_out = count > 0 ? squares / count : 0;
}

void kernels_group_norm_forward(
    const void *x, const float *weight, const float *bias, float epsilon, int activation, void *y,
    struct kernels_group_norm_state state, float *scratch, size_t batch, size_t rows, size_t channels, size_t groups,
    int type) {
    struct job job = {.x = x, .y = y, .scale = state.scale, .shift = state.shift, .partial = scratch, .batch = batch,
                      .rows = rows, .channels = channels, .shares = shares_for(rows, channels),
                      .activation = activation, .type = type};
    run(moments_part, &job);
    size_t width = channels / groups;
    for (size_t b = 0; b < batch; b++)
        for (size_t g = 0; g < groups; g++) {
            double mean, variance;
            group_moments(&job, b, g * width, (g + 1) * width, &mean, &variance);
            double inverse = 1 / sqrt(variance + epsilon);
            for (size_t c = g * width; c < (g + 1) * width; c++) {
                state.mean[b * channels + c] = (float)mean;
                state.inverse[b * channels + c] = (float)inverse;
                state.scale[b * channels + c] = (float)(inverse * weight[c]);
                state.shift[b * channels + c] = (float)(bias[c] - mean * inverse * weight[c]);
            }
        }
    run(forward_part, &job);
}

size_t kernels_group_norm_scratch(size_t batch, size_t rows, size_t channels) {
    return kernels_channel_sums_scratch(batch, rows, channels) + 2 * batch * channels;
}

void kernels_group_norm_backward(
    const void *x, const void *dy, const float *weight, int activation, void *dx, float *dweight, float *dbias,
    struct kernels_group_norm_state state, float *scratch, size_t batch, size_t rows, size_t channels, size_t groups,
    int type) {
    float *slope = scratch + kernels_channel_sums_scratch(batch, rows, channels), *offset = slope + batch * channels;
    struct job job = {.x = x, .dy = dy, .y = dx, .scale = state.scale, .shift = state.shift, .center = state.mean,
                      .slope = slope, .offset = offset, .partial = scratch, .batch = batch, .rows = rows,
                      .channels = channels, .shares = shares_for(rows, channels), .activation = activation,
                      .type = type};
    run(sums_part, &job);
    for (size_t c = 0; c < channels; c++) dweight[c] = dbias[c] = 0;
    size_t width = channels / groups;
    double count = (double)width * (double)rows;
    for (size_t b = 0; b < batch; b++)
        for (size_t g = 0; g < groups; g++) {
            double first = 0, second = 0, inverse = state.inverse[b * channels + g * width];
            for (size_t c = g * width; c < (g + 1) * width; c++) {
                double sum = 0, product = 0;
                for (size_t s = 0; s < job.shares; s++) {
                    const float *partial = scratch + (b * job.shares + s) * 2 * channels;
                    sum += partial[c];
                    product += partial[channels + c];
                }
                dbias[c] += (float)sum;
                dweight[c] += (float)(product * inverse);
                first += weight[c] * sum;
                second += weight[c] * product;
            }
            // dx = inverse (d w - mean(d w) - x̂ mean(d w x̂)), x̂ = (x - mean) · inverse.
            for (size_t c = g * width; c < (g + 1) * width; c++) {
                slope[b * channels + c] = (float)(-inverse * inverse * inverse * second / count);
                offset[b * channels + c] = (float)(-inverse * first / count);
            }
        }
    run(backward_part, &job);
}
