// Windows that tile an image without overlapping, as the rows of a matrix.
#ifndef STUDIO_KERNELS_WINDOWS_H
#define STUDIO_KERNELS_WINDOWS_H

#include <stddef.h>

/// rows[b, i, j, c, u, v] = image[b, size i + u, size j + v, c] for an image [batch, size · down, size · across, channels]; with `back`
/// the image is written from the rows.
void kernels_windows(
    float *image, float *rows, size_t batch, size_t down, size_t across, size_t channels, size_t size, int back);

#endif
