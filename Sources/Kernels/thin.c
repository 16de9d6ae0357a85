#include "kernels_thin.h"

#include <string.h>

#include "table.h"

// Pixels whose patches are made before they are multiplied, and the most pieces a gradient's pixels are summed in.
enum { BLOCK_PIXELS = 96, MOST_SHARES = 32 };

struct job {
    const struct kernels_thin *shape;
    const float *x, *packed, *bias;
    float *y, *scratch, *sums;
    // An expansion's blocks of pixels and groups of panels; a gradient's shares of the blocks.
    size_t blocks, groups, shares, part_scratch;
    int activation;
};

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }
static size_t up16(size_t n) { return (n + 15) / 16 * 16; }
static size_t depth_of(const struct kernels_thin *s) { return s->kernel * s->kernel * s->channels; }
static size_t pixels_of(const struct kernels_thin *s) { return s->batch * s->wide_height * s->wide_width; }
static size_t blocks_of(const struct kernels_thin *s) { return (pixels_of(s) + BLOCK_PIXELS - 1) / BLOCK_PIXELS; }
static size_t sums_size(const struct kernels_thin *s) { return depth_of(s) * up16(s->wide_channels); }

// Patches and the last panel of a block, or the products of an image.
static size_t part_size(const struct kernels_thin *s) {
    size_t block = up16(BLOCK_PIXELS * (depth_of(s) + 16)), image = s->wide_height * s->wide_width * up16(depth_of(s));
    return block > image ? block : image;
}

size_t kernels_thin_packed(const struct kernels_thin *s, int reduce) {
    return reduce ? up16(depth_of(s)) * s->wide_channels : sums_size(s);
}

size_t kernels_thin_scratch(const struct kernels_thin *s) { return part_size(s) * (size_t)kernels_threads(); }

size_t kernels_thin_gradient_scratch(const struct kernels_thin *s) {
    return kernels_thin_scratch(s) + smaller(blocks_of(s), MOST_SHARES) * sums_size(s);
}

static int parts_for(size_t items) { return (int)smaller(items, (size_t)kernels_threads()); }

struct pack_job {
    const struct kernels_thin *shape;
    const float *weights;
    float *packed;
    size_t panels;
    int reduce;
};

static void pack_part(void *context, int part, int parts) {
    const struct pack_job *j = context;
    size_t from, to;
    kernels_split(j->panels, 1, part, parts, &from, &to);
    kernels_current()->thin_pack(j->shape, j->reduce, j->weights, j->packed, from, to);
}

void kernels_thin_pack(const struct kernels_thin *s, int reduce, const float *weights, float *packed) {
    size_t panels = up16(reduce ? depth_of(s) : s->wide_channels) / 16;
    struct pack_job job = {.shape = s, .weights = weights, .packed = packed, .panels = panels, .reduce = reduce};
    kernels_parallel(pack_part, &job, parts_for(kernels_thin_packed(s, reduce) > 16384 ? panels : 1));
}

static void expand_part(void *context, int part, int parts) {
    const struct job *j = context;
    size_t from, to;
    kernels_split(j->blocks * j->groups, 1, part, parts, &from, &to);
    for (size_t item = from; item < to; item++) {
        size_t block = item % j->blocks, group = item / j->blocks, panels = up16(j->shape->wide_channels) / 16;
        kernels_current()->thin_expand(
            j->shape, j->x, j->packed, j->bias, j->activation, j->y, j->scratch + (size_t)part * j->part_scratch,
            block * BLOCK_PIXELS, smaller((block + 1) * BLOCK_PIXELS, pixels_of(j->shape)), panels * group / j->groups,
            panels * (group + 1) / j->groups);
    }
}

static struct job job_for(
    const struct kernels_thin *s, const float *x, const float *packed, const float *bias, int activation, float *y,
    float *scratch) {
    struct job job = {.shape = s, .x = x, .packed = packed, .bias = bias, .y = y, .scratch = scratch, .activation = activation,
                      .blocks = blocks_of(s), .part_scratch = part_size(s)};
    return job;
}

void kernels_thin_expand(
    const struct kernels_thin *s, const float *thin, const float *packed, const float *bias, int activation, float *wide,
    float *scratch) {
    struct job job = job_for(s, thin, packed, bias, activation, wide, scratch);
    // Where there are few pixels the threads share the weights instead; that changes no bit.
    size_t threads = (size_t)kernels_threads();
    job.groups = job.blocks < threads ? smaller(threads, up16(s->wide_channels) / 16) : 1;
    kernels_parallel(expand_part, &job, parts_for(job.blocks * job.groups));
}

static void reduce_part(void *context, int part, int parts) {
    const struct job *j = context;
    size_t from, to;
    kernels_split(j->shape->batch, 1, part, parts, &from, &to);
    for (size_t image = from; image < to; image++)
        kernels_current()->thin_reduce(
            j->shape, j->x, j->packed, j->bias, j->activation, j->y, j->scratch + (size_t)part * j->part_scratch, image);
}

void kernels_thin_reduce(
    const struct kernels_thin *s, const float *wide, const float *packed, const float *bias, int activation, float *thin,
    float *scratch) {
    struct job job = job_for(s, wide, packed, bias, activation, thin, scratch);
    kernels_parallel(reduce_part, &job, parts_for(s->batch));
}

static void gradient_part(void *context, int part, int parts) {
    const struct job *j = context;
    size_t from, to;
    kernels_split(j->shares, 1, part, parts, &from, &to);
    for (size_t share = from; share < to; share++)
        for (size_t block = j->blocks * share / j->shares; block < j->blocks * (share + 1) / j->shares; block++)
            kernels_current()->thin_gradient(
                j->shape, j->x, j->packed, j->sums + share * sums_size(j->shape),
                j->scratch + (size_t)part * j->part_scratch, block * BLOCK_PIXELS,
                smaller((block + 1) * BLOCK_PIXELS, pixels_of(j->shape)));
}

void kernels_thin_gradient(
    const struct kernels_thin *s, const float *thin, const float *wide, float *dweights, float *scratch) {
    struct job job = job_for(s, thin, wide, NULL, KERNELS_IDENTITY, dweights, scratch);
    // The pieces depend on the extents alone and are added in order, so the number of threads changes no bit.
    job.shares = smaller(job.blocks, MOST_SHARES);
    job.sums = scratch + job.part_scratch * (size_t)kernels_threads();
    size_t size = sums_size(s), row = up16(s->wide_channels), k = s->kernel;
    memset(job.sums, 0, job.shares * size * sizeof(float));
    kernels_parallel(gradient_part, &job, parts_for(job.shares));
    for (size_t d = 0; d < depth_of(s); d++)
        for (size_t o = 0; o < s->wide_channels; o++) {
            size_t tap = s->flipped ? k * k - 1 - d / s->channels : d / s->channels;
            float sum = 0;
            for (size_t share = 0; share < job.shares; share++) sum += job.sums[share * size + d * row + o];
            dweights[d % s->channels * s->thin_stride + o * s->wide_stride + tap] = sum;
        }
}
