#include "kernels_winograd.h"

#include <string.h>

#include "table.h"
#include "winograd_plan.h"

// Floats of a block's inputs at the points that leave the second-level cache (512 KB and more) room for the rest; the fewest tiles for
// which a thread reads all weights.
enum { BLOCK_FLOATS = 88 * 1024, LEAST_TILES = 12, MOST_TILES = 96, THREAD_TILES = 8 };
// Tiles whose inputs and gradients are brought to the points before they are multiplied: their panels fit the first-level cache.
enum { GRADIENT_TILES = 192 };

struct job {
    struct winograd_plan plan;
    const float *x, *packed, *bias;
    const struct kernels_winograd_part *sources;
    size_t source_count;
    float *y, *scratch, *v, *z;
    // A run's blocks: of tiles, and of output panels; the floats of scratch for each part.
    size_t blocks, groups, share;
    // A gradient's tiles.
    size_t first, count;
    int activation, accumulate;
};

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }
static size_t points_of(const struct winograd_plan *p) { return p->side * p->side; }
static size_t up16(size_t n) { return (n + 15) / 16 * 16; }

static size_t block_tiles(const struct winograd_plan *p) {
    size_t tiles = BLOCK_FLOATS / (points_of(p) * p->depth) / LEAST_TILES * LEAST_TILES;
    return tiles < LEAST_TILES ? LEAST_TILES : smaller(tiles, MOST_TILES);
}

static size_t outside_size(const struct winograd_plan *p) {
    size_t source = p->shape.source.channels, destination = p->shape.destination.channels;
    return up16(source > destination ? source : destination);
}

// V and M of one block and a pixel of zeros.
static size_t share_size(const struct winograd_plan *p) {
    return points_of(p) * (block_tiles(p) * (p->depth + 16) + 32) + outside_size(p);
}

size_t kernels_winograd_packed(const struct kernels_winograd *shape) {
    struct winograd_plan p = winograd_plan(shape);
    return points_of(&p) * p.depth * p.width;
}

size_t kernels_winograd_scratch(const struct kernels_winograd *shape) {
    struct winograd_plan p = winograd_plan(shape);
    return share_size(&p) * (size_t)kernels_threads();
}

static void pack_part(void *context, int part, int parts) {
    const struct job *j = context;
    size_t from, to;
    kernels_split(j->plan.width / 16, 1, part, parts, &from, &to);
    kernels_current()->winograd_pack(&j->plan, j->x, j->y, from, to);
}

static int parts_for(size_t items) { return (int)smaller(items, (size_t)kernels_threads()); }

void kernels_winograd_pack(const struct kernels_winograd *shape, const float *weights, float *packed) {
    struct job job = {.plan = winograd_plan(shape), .x = weights, .y = packed};
    kernels_parallel(pack_part, &job, parts_for(job.plan.width / 16));
}

static void run_part(void *context, int part, int parts) {
    const struct job *j = context;
    const struct winograd_plan *p = &j->plan;
    size_t tiles = block_tiles(p), panels = p->width / 16, from, to;
    float *outside = j->scratch + (size_t)part * j->share, *v = outside + outside_size(p);
    float *m = v + points_of(p) * (tiles * p->depth + 16);
    memset(outside, 0, outside_size(p) * sizeof(float));
    kernels_split(j->blocks * j->groups, 1, part, parts, &from, &to);
    for (size_t item = from; item < to; item++) {
        size_t block = item % j->blocks, group = item / j->blocks;
        size_t first = p->tiles * block / j->blocks, end = p->tiles * (block + 1) / j->blocks;
        kernels_current()->winograd_block(
            p, j->sources, j->source_count, j->packed, j->bias, j->activation, j->y, v, m, outside, first, end - first,
            panels * group / j->groups, panels * (group + 1) / j->groups);
    }
}

void kernels_winograd_run(
    const struct kernels_winograd *shape, const struct kernels_winograd_part *parts, size_t count, const float *packed,
    const float *bias, int activation, float *y, float *scratch) {
    struct job job = {.plan = winograd_plan(shape), .sources = parts, .source_count = count, .packed = packed, .bias = bias, .y = y, .scratch = scratch,
                      .groups = 1, .activation = activation};
    const struct winograd_plan *p = &job.plan;
    if (p->tiles == 0) return;
    size_t threads = (size_t)kernels_threads(), panels = p->width / 16;
    job.share = share_size(p);
    job.blocks = (p->tiles + block_tiles(p) - 1) / block_tiles(p);
    // Every thread gets the same number of blocks; where that would leave each few tiles, the threads share the weights instead.
    // Neither changes a bit of the result.
    if (p->tiles >= threads * THREAD_TILES) job.blocks = (job.blocks + threads - 1) / threads * threads;
    else job.groups = smaller(threads, panels);
    kernels_parallel(run_part, &job, parts_for(job.blocks * job.groups));
}

// How many tiles a gradient takes at a time, and the floats of one operand of `channels` for them.
static size_t gradient_tiles(const struct winograd_plan *p) { return smaller(p->tiles, GRADIENT_TILES); }
static size_t operand_size(const struct winograd_plan *p, size_t channels) {
    return points_of(p) * (gradient_tiles(p) * channels + 16);
}

size_t kernels_winograd_gradient_scratch(const struct kernels_winograd *shape) {
    struct winograd_plan p = winograd_plan(shape);
    return operand_size(&p, p.depth) + operand_size(&p, p.width) + points_of(&p) * p.depth * p.width + outside_size(&p);
}

static void points_part(void *context, int part, int parts) {
    const struct job *j = context;
    const struct winograd_plan *p = &j->plan;
    size_t from, to, panel = j->count * 16;
    kernels_split(j->count, 1, part, parts, &from, &to);
    struct winograd_layout in = {.point = p->depth * j->count + 16, .panel = panel, .tile = 16};
    struct winograd_layout out = {.point = p->width * j->count + 16, .panel = panel, .tile = 16};
    const struct kernels_table *table = kernels_current();
    table->winograd_points(p, j->x, j->first + from, to - from, 0, j->scratch, j->v + from * 16, in);
    table->winograd_points(p, j->packed, j->first + from, to - from, 1, j->scratch, j->z + from * 16, out);
}

static void products_part(void *context, int part, int parts) {
    const struct job *j = context;
    size_t from, to;
    kernels_split(points_of(&j->plan) * j->plan.width / 16, 1, part, parts, &from, &to);
    kernels_current()->winograd_products(&j->plan, j->v, j->z, j->y, j->count, j->accumulate, from, to);
}

static void unpack_part(void *context, int part, int parts) {
    const struct job *j = context;
    size_t from, to;
    kernels_split(j->plan.width / 16, 1, part, parts, &from, &to);
    kernels_current()->winograd_unpack(&j->plan, j->y, (float *)j->bias, from, to);
}

void kernels_winograd_gradient(
    const struct kernels_winograd *shape, const float *x, const float *dy, float *dweights, float *scratch) {
    struct job job = {.plan = winograd_plan(shape), .x = x, .packed = dy, .bias = dweights, .scratch = scratch};
    const struct winograd_plan *p = &job.plan;
    size_t tiles = gradient_tiles(p), items = points_of(p) * p->width / 16;
    job.v = scratch + outside_size(p);
    job.z = job.v + operand_size(p, p->depth);
    job.y = job.z + operand_size(p, p->width);
    memset(scratch, 0, outside_size(p) * sizeof(float));
    // Threads divide the tiles to bring them to the points, then the points to multiply: each sum is one thread's, in the order of the
    // tiles, so the number of threads changes no bit.
    for (job.first = 0; job.first < p->tiles; job.first += tiles) {
        job.count = smaller(tiles, p->tiles - job.first);
        job.accumulate = job.first > 0;
        kernels_parallel(points_part, &job, parts_for(job.count));
        kernels_parallel(products_part, &job, parts_for(items));
    }
    kernels_parallel(unpack_part, &job, parts_for(p->width / 16));
}
