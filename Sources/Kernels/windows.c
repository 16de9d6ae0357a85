#include "kernels_windows.h"

#include "work.h"

struct job {
    float *image, *rows;
    size_t batch, down, across, channels, size;
    int back;
};

static void windows_part(void *context, int part, int parts) {
    const struct job *j = context;
    const size_t pixels = j->size * j->size;
    size_t from, to;
    kernels_split(j->batch * j->down * j->across, 1, part, parts, &from, &to);
    for (size_t window = from; window < to; window++) {
        // The first row of the image that the window has, and its first column there.
        size_t row = window / j->across * j->size, column = window % j->across * j->size;
        for (size_t p = 0; p < pixels; p++) {
            size_t at = (row + p / j->size) * j->across * j->size + column + p % j->size;
            float *pixel = j->image + at * j->channels, *entry = j->rows + window * j->channels * pixels + p;
            if (j->back)
                for (size_t c = 0; c < j->channels; c++) pixel[c] = entry[c * pixels];
            else
                for (size_t c = 0; c < j->channels; c++) entry[c * pixels] = pixel[c];
        }
    }
}

void kernels_windows(
    float *image, float *rows, size_t batch, size_t down, size_t across, size_t channels, size_t size, int back) {
    struct job job = {image, rows, batch, down, across, channels, size, back};
    kernels_parallel(windows_part, &job, parts_for_items(batch * down * across, channels * size * size));
}
