#include "kernels_functions.h"

#include "table.h"
#include "work.h"

struct job {
    const void *x, *dy;
    void *y;
    size_t n;
    int function, type;
};

static void forward_part(void *context, int part, int parts) {
    const struct job *job = context;
    size_t from, to;
    kernels_split(job->n, 64, part, parts, &from, &to);
    kernels_current()->function_forward[job->function][job->type](job->x, job->y, from, to);
}

static void backward_part(void *context, int part, int parts) {
    const struct job *job = context;
    size_t from, to;
    kernels_split(job->n, 64, part, parts, &from, &to);
    kernels_current()->function_backward[job->function][job->type](job->x, job->dy, job->y, from, to);
}

void kernels_function_forward(int function, const void *x, void *y, size_t n, int type) {
    struct job job = {.x = x, .y = y, .n = n, .function = function, .type = type};
    kernels_parallel(forward_part, &job, parts_for_items(n, 1));
}

void kernels_function_backward(int function, const void *x, const void *dy, void *dx, size_t n, int type) {
    struct job job = {.x = x, .dy = dy, .y = dx, .n = n, .function = function, .type = type};
    kernels_parallel(backward_part, &job, parts_for_items(n, 1));
}
