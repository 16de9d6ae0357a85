#include "kernels_channels.h"

#include "table.h"
#include "work.h"

struct job {
    const char *x, *dy;
    char *y;
    const float *scale, *shift;
    float *partial;
    size_t batch, rows, channels, shares;
    int type;
};

// Calls a range function for each (image, share of its pixels).
#define EACH_SHARE(name, call)                                                                       \
    static void name(void *context, int part, int parts) {                                           \
        const struct job *j = context;                                                               \
        size_t element = j->type == KERNELS_FLOAT32 ? 4 : 2, first, end;                             \
        kernels_split(j->batch * j->shares, 1, part, parts, &first, &end);                           \
        for (size_t item = first; item < end; item++) {                                              \
            size_t image = item / j->shares, from, to;                                               \
            share_range(j->rows, item % j->shares, j->shares, &from, &to);                           \
            size_t at = (image * j->rows + from) * j->channels * element, rows = to - from;          \
            size_t channel = image * j->channels;                                                    \
            call;                                                                                    \
        }                                                                                            \
    }

EACH_SHARE(forward_part, kernels_current()->scale_shift_forward[j->type](
    j->x + at, j->scale + channel, j->shift + channel, j->y + at, rows, j->channels))

EACH_SHARE(backward_part, kernels_current()->scale_shift_backward[j->type](
    j->x + at, j->dy + at, j->scale + channel, j->y + at, j->partial + item * 2 * j->channels,
    j->partial + (item * 2 + 1) * j->channels, rows, j->channels))

void kernels_scale_shift_forward(
    const void *x, const float *scale, const float *shift, void *y, size_t batch, size_t rows, size_t channels, int type) {
    struct job job = {.x = x, .y = y, .scale = scale, .shift = shift, .batch = batch, .rows = rows,
                      .channels = channels, .shares = shares_for(rows, channels), .type = type};
    kernels_parallel(forward_part, &job, parts_for_items(batch * job.shares, rows * channels / job.shares));
}

size_t kernels_channel_sums_scratch(size_t batch, size_t rows, size_t channels) {
    return batch * shares_for(rows, channels) * 2 * channels;
}

void kernels_scale_shift_backward(
    const void *x, const void *dy, const float *scale, void *dx, float *dscale, float *dshift, float *scratch,
    size_t batch, size_t rows, size_t channels, int type) {
    struct job job = {.x = x, .dy = dy, .y = dx, .scale = scale, .partial = scratch, .batch = batch, .rows = rows,
                      .channels = channels, .shares = shares_for(rows, channels), .type = type};
    kernels_parallel(backward_part, &job, parts_for_items(batch * job.shares, rows * channels / job.shares));
    for (size_t b = 0; b < batch; b++)
        for (size_t c = 0; c < channels; c++) {
            float first = 0, second = 0;
            for (size_t s = 0; s < job.shares; s++) {
                const float *sums = scratch + (b * job.shares + s) * 2 * channels;
                first += sums[c];
                second += sums[channels + c];
            }
            dscale[b * channels + c] = first;
            dshift[b * channels + c] = second;
        }
}
