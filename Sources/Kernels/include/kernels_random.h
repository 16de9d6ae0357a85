// The Mersenne Twister (Matsumoto and Nishimura, 1998) and normal numbers, to the bit as PyTorch's CPU generator makes them.
#ifndef STUDIO_KERNELS_RANDOM_H
#define STUDIO_KERNELS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/// Replaces the 624 words of `state` by the next 624.
void kernels_twister_refill(uint32_t *state);
/// y[i] in [0, 1): the lower 24 bits of the tempered word state[i], over 2^24. `n` ≤ 624.
void kernels_twister_uniform(const uint32_t *state, float *y, size_t n);
/// Turns `blocks` × 16 uniform numbers in [0, 1) into standard normal ones, in place: in each block, u[i] and u[i + 8] become
/// r cos θ and r sin θ with r = √(−2 ln(1 − u[i])), θ = 2π u[i + 8] (Box and Muller, 1958).
void kernels_normal_from_uniform(float *y, size_t blocks);

#endif
