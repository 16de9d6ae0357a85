#include "kernels_resample.h"

#include "table.h"
#include "work.h"

struct job {
    const void *x;
    void *y;
    size_t batch, channels, in_height, in_width, out_height, out_width;
    struct kernels_taps rows, columns;
    int type;
};

static void resample_part(void *context, int part, int parts) {
    const struct job *j = context;
    size_t from, to;
    kernels_split(j->batch * j->out_height, 1, part, parts, &from, &to);
    kernels_current()->resample[j->type](
        j->x, j->y, j->channels, j->in_height, j->in_width, j->out_width, j->out_height, j->rows, j->columns, from, to);
}

void kernels_resample(
    const void *x, void *y, size_t batch, size_t channels, size_t in_height, size_t in_width, size_t out_height,
    size_t out_width, struct kernels_taps rows, struct kernels_taps columns, int type) {
    struct job job = {x, y, batch, channels, in_height, in_width, out_height, out_width, rows, columns, type};
    size_t larger = in_height * in_width > out_height * out_width ? in_height * in_width : out_height * out_width;
    kernels_parallel(
        resample_part, &job, parts_for_items(batch * out_height, out_height ? larger * channels / out_height : 0));
}
