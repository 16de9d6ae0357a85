#include "kernels_loss.h"

#include "table.h"
#include "work.h"

struct job {
    const void *a, *b;
    double *sums;
    size_t n;
    int type;
};

static void squared_difference_part(void *context, int part, int parts) {
    const struct job *job = context;
    size_t shares = shares_for(job->n, 1);
    for (size_t share = (size_t)part; share < shares; share += (size_t)parts) {
        size_t from, to;
        share_range(job->n, share, shares, &from, &to);
        job->sums[share] = kernels_current()->squared_difference[job->type](job->a, job->b, from, to);
    }
}

double kernels_squared_difference(const void *a, const void *b, size_t n, int type) {
    double sums[64] = {0};
    struct job job = {a, b, sums, n, type};
    kernels_parallel(squared_difference_part, &job, parts_for_items(n, 1));
    double sum = 0;
    for (size_t share = 0; share < shares_for(n, 1); share++) sum += sums[share];
    return sum;
}
