#include "kernels_random.h"

#include "table.h"

void kernels_twister_refill(uint32_t *state) { kernels_current()->twister_refill(state); }

void kernels_twister_uniform(const uint32_t *state, float *y, size_t n) {
    kernels_current()->twister_uniform(state, y, n);
}

void kernels_normal_from_uniform(float *y, size_t blocks) { kernels_current()->normal_from_uniform(y, blocks); }
