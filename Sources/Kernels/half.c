#include "kernels_half.h"

#include "table.h"

// Files are read once: one thread is enough.
void kernels_float_to_float16(const float *x, uint16_t *y, size_t n) {
    kernels_current()->float_to_float16(x, y, 0, n);
}

void kernels_float16_to_float(const uint16_t *x, float *y, size_t n) {
    kernels_current()->float16_to_float(x, y, 0, n);
}
