// Over all parameters at once, float32: one fused pass each.
#ifndef STUDIO_KERNELS_OPTIMIZER_H
#define STUDIO_KERNELS_OPTIMIZER_H

#include <stddef.h>

/// The constants of one step of Adam (Kingma and Ba, 2015), or of AdamW where `weight_decay` is not 0.
struct kernels_adam_step {
    double learning_rate, beta1, beta2, epsilon;
    /// Decoupled decay λ: w ← (1 − lr λ) w before the step (Loshchilov and Hutter, 2019).
    double weight_decay;
    /// The gradient is multiplied by this first (clipping).
    double gradient_scale;
    /// The number of this step, from 1: the bias corrections are 1 − beta^step.
    long step;
};

/// m ← m + (1 − β1)(g − m), v ← β2 v + (1 − β2) g², w ← w − lr/(1 − β1^t) · m / (√v/√(1 − β2^t) + ε), as PyTorch does it.
void kernels_adam(
    float *weights, const float *gradient, float *m, float *v, size_t n, const struct kernels_adam_step *step);

/// average ← average + (1 − decay)(weights − average).
void kernels_ema(float *average, const float *weights, float decay, size_t n);

/// Σ x², in double; the same bits whatever the number of threads.
double kernels_sum_of_squares(const float *x, size_t n);

#endif
