#include "kernels_pool.h"

#include "table.h"
#include "work.h"

struct job {
    const void *x;
    void *y;
    int32_t *chosen;
    struct kernels_pool pool;
    int type;
};

static void forward_part(void *context, int part, int parts) {
    const struct job *j = context;
    size_t from, to;
    kernels_split(j->pool.batch * j->pool.out_height, 1, part, parts, &from, &to);
    kernels_current()->max_pool_forward[j->type](j->x, j->y, j->chosen, j->pool, from, to);
}

static void backward_part(void *context, int part, int parts) {
    const struct job *j = context;
    size_t from, to;
    kernels_split(j->pool.batch * j->pool.height, 1, part, parts, &from, &to);
    kernels_current()->max_pool_backward[j->type](j->x, j->chosen, j->y, j->pool, from, to);
}

void kernels_max_pool_forward(const void *x, void *y, int32_t *chosen, struct kernels_pool pool, int type) {
    struct job job = {x, y, chosen, pool, type};
    size_t line = pool.out_width * pool.size * pool.size * pool.channels;
    kernels_parallel(forward_part, &job, parts_for_items(pool.batch * pool.out_height, line));
}

void kernels_max_pool_backward(const void *dy, const int32_t *chosen, void *dx, struct kernels_pool pool, int type) {
    struct job job = {dy, dx, (int32_t *)chosen, pool, type};
    kernels_parallel(backward_part, &job, parts_for_items(pool.batch * pool.height, pool.width * pool.channels));
}
