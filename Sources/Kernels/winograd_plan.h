// What follows from the shape of a Winograd convolution: tiles, points, padded channels.
#ifndef STUDIO_KERNELS_WINOGRAD_PLAN_H
#define STUDIO_KERNELS_WINOGRAD_PLAN_H

#include "kernels_winograd.h"

struct winograd_plan {
    struct kernels_winograd shape;
    /// Points a dimension, tiles down and across an image and in all.
    size_t side, down, across, tiles;
    /// Channels of all phases, each phase filled up to panels of sixteen: of the source and of the destination.
    size_t depth, width;
};

static inline size_t grid_panels(const struct kernels_grid *g) { return (g->channels + 15) / 16; }
static inline size_t grid_depth(const struct kernels_grid *g) { return g->step * g->step * grid_panels(g) * 16; }

/// The number of virtual pixels, each of `step` phases, that cover `extent` pixels.
static inline size_t grid_virtual(const struct kernels_grid *g, size_t extent) {
    return (extent - 1 + g->padding) / g->step + 1;
}

static inline struct winograd_plan winograd_plan(const struct kernels_winograd *s) {
    struct winograd_plan p = {.shape = *s, .side = s->taps + 3};
    p.down = (grid_virtual(&s->destination, s->destination.height) + 3) / 4;
    p.across = (grid_virtual(&s->destination, s->destination.width) + 3) / 4;
    p.tiles = s->batch * p.down * p.across;
    p.depth = grid_depth(&s->source);
    p.width = grid_depth(&s->destination);
    return p;
}

/// One operand at the points: where tile t's panel of sixteen channels c at point q is, q · point + c · panel + t · tile floats in.
struct winograd_layout {
    size_t point, panel, tile;
};

#endif
