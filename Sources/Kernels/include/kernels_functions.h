// Functions of one number, element by element.
#ifndef STUDIO_KERNELS_FUNCTIONS_H
#define STUDIO_KERNELS_FUNCTIONS_H

#include <stddef.h>

enum {
    KERNELS_IDENTITY, KERNELS_GELU, KERNELS_GELU_TANH, KERNELS_SILU, KERNELS_RELU, KERNELS_EXP, KERNELS_LOG,
    KERNELS_SQRT, KERNELS_SQUARE, KERNELS_TANH, KERNELS_SIGMOID, KERNELS_SIN, KERNELS_COS, KERNELS_FUNCTIONS
};

/// y = f(x), `function` one of the names above.
void kernels_function_forward(int function, const void *x, void *y, size_t n, int type);
/// dx = dy f'(x).
void kernels_function_backward(int function, const void *x, const void *dy, void *dx, size_t n, int type);

#endif
