// The functions of one number that the families use, written so that the compiler turns a loop over them into vectors:
// no branches, no library calls.
#ifndef STUDIO_KERNELS_SCALAR_H
#define STUDIO_KERNELS_SCALAR_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))

ALWAYS_INLINE uint32_t bits_of(float x) { uint32_t b; memcpy(&b, &x, 4); return b; }
ALWAYS_INLINE float float_of(uint32_t b) { float x; memcpy(&x, &b, 4); return x; }

ALWAYS_INLINE float from_bfloat16(uint16_t x) { return float_of((uint32_t)x << 16); }

/// Rounds to nearest, ties to even; a NaN stays a NaN.
ALWAYS_INLINE uint16_t to_bfloat16(float x) {
    uint32_t b = bits_of(x);
    uint32_t rounded = (b + 0x7fffu + ((b >> 16) & 1u)) >> 16;
    uint32_t quiet = (b >> 16) | 0x40u;
    return (uint16_t)((b & 0x7fffffffu) > 0x7f800000u ? quiet : rounded);
}

/// e^x to 2 units in the last place; 0 below -86.9, infinite above 88.73.
ALWAYS_INLINE float fast_exp(float x) {
    // e^x = 2^k e^r, k = round(x / ln 2), |r| <= ln 2 / 2; ln 2 in two parts keeps r exact.
    float clamped = x < -86.9f ? -86.9f : (x > 89.0f ? 89.0f : x);
    float k = __builtin_rintf(clamped * 1.44269504f);
    float r = clamped - k * 0.693359375f;
    r = r + k * 2.12194440e-4f;
    float p = 1.3941112e-3f;
    p = p * r + 8.36317986e-3f;
    p = p * r + 4.16663736e-2f;
    p = p * r + 1.66665766e-1f;
    p = p * r + 0.5f;
    p = p * r * r + r + 1.0f;
    // k reaches 128, one more than an exponent holds: 2^(k - 1) and a doubling.
    float result = p * float_of((uint32_t)((int32_t)k + 126) << 23) * 2.0f;
    return x < -86.9f ? 0.0f : result;
}

/// ln x to 2 units in the last place; -infinity at 0, not a number below.
ALWAYS_INLINE float fast_log(float x) {
    // x = 2^k m with m in √½ ... √2; ln m = 2 artanh s, s = (m - 1) / (m + 1).
    float tiny = x < 1.17549435e-38f ? 33554432.0f : 1.0f;
    uint32_t b = bits_of(x * tiny);
    int32_t k = (int32_t)(b - 0x3f3504f3u) >> 23;
    float m = float_of(b - ((uint32_t)k << 23));
    float exponent = (float)k - (x < 1.17549435e-38f ? 25.0f : 0.0f);
    float s = (m - 1.0f) / (m + 1.0f), u = s * s;
    float p = 0.295855105f;
    p = p * u + 0.399885923f;
    p = p * u + 0.666666865f;
    float result = exponent * 0.693359375f + (2.0f * s + (s * u * p - exponent * 2.12194440e-4f));
    result = x == INFINITY ? INFINITY : result;
    result = x == 0.0f ? -INFINITY : result;
    return x >= 0.0f ? result : NAN;
}

/// 1 / (1 + e^-x).
ALWAYS_INLINE float sigmoid(float x) { return 1.0f / (1.0f + fast_exp(-x)); }

/// tanh x to 3 units in the last place.
ALWAYS_INLINE float fast_tanh(float x) {
    float a = x < 0 ? -x : x, u = x * x;
    float p = -6.61469158e-3f;
    p = p * u + 2.13116109e-2f;
    p = p * u - 5.39096855e-2f;
    p = p * u + 1.33331135e-1f;
    p = p * u - 3.33333313e-1f;
    float inner = x + x * u * p;
    float outer = 1.0f - 2.0f / (fast_exp(2.0f * a) + 1.0f);
    outer = x < 0 ? -outer : outer;
    return a < 0.55f ? inner : outer;
}

/// Beyond this |x| fast_sine loses digits.
#define SINE_LIMIT 8192.0f

/// sin(x + quarter π/2), absolute error below 1e-7 for |x| <= SINE_LIMIT.
ALWAYS_INLINE float fast_sine(float x, int32_t quarter) {
    // x = k π/2 + r, |r| <= π/4; π/2 in three parts whose products with k are exact.
    float k = __builtin_rintf(x * 0.636619772f);
    float r = x - k * 1.5703125f;
    r = r - k * 4.837512969970703e-4f;
    r = r - k * 7.549789954891882e-8f;
    float u = r * r;
    float sine = r + r * u * (-0.166666642f + u * (8.33271723e-3f + u * -1.95838467e-4f));
    float cosine = 1.0f - 0.5f * u + u * u * (4.16666642e-2f + u * (-1.38882711e-3f + u * 2.45438714e-5f));
    int32_t turn = (int32_t)k + quarter;
    float value = (turn & 1) ? cosine : sine;
    return (turn & 2) ? -value : value;
}

/// e^{-a²/2} and 1 - Φ(a) for a >= 0: both parts of the normal distribution from one exponential.
ALWAYS_INLINE void normal_tail(float a, float *exponential, float *tail) {
    // 1 - Φ(a) = e^{-a²/2} R(u), u = a / (4 + a): a minimax fit with R(0) = ½ exactly.
    a = a > 14.0f ? 14.0f : a;
    float u = a / (4.0f + a);
    float p = -3.41819637e-2f;
    p = p * u + 1.10289477e-1f;
    p = p * u - 4.92841117e-2f;
    p = p * u - 2.08365634e-1f;
    p = p * u + 1.09065033e-1f;
    p = p * u + 8.70244503e-1f;
    p = p * u - 2.10622549e+0f;
    p = p * u + 2.40420461e+0f;
    p = p * u - 1.59576833e+0f;
    p = p * u + 0.5f;
    *exponential = fast_exp(-0.5f * a * a);
    *tail = *exponential * p;
}

/// φ(x), the standard normal density.
ALWAYS_INLINE float normal_pdf(float x) { return 0.398942280f * fast_exp(-0.5f * x * x); }

/// Φ(x), the standard normal distribution function, absolute error below 1e-7.
ALWAYS_INLINE float normal_cdf(float x) {
    // 1 - Φ(a) = 2^-h(a): a minimax fit with h(0) = 1 exactly, which needs no division. Past a = 6 it only has to grow.
    float a = x < 0 ? -x : x;
    float h = 2.27586679e-6f;
    h = h * a - 3.29679533e-5f;
    h = h * a + 1.57278453e-4f;
    h = h * a + 2.02479772e-4f;
    h = h * a - 7.14278314e-3f;
    h = h * a + 5.25464378e-2f;
    h = h * a + 4.59193051e-1f;
    h = h * a + 1.15110695f;
    h = h * a + 1.0f;
    // At 127 the power of two is 0.
    h = h > 127.0f ? 127.0f : h;
    float k = __builtin_rintf(h), r = k - h;
    float p = 1.53533620e-4f;
    p = p * r + 1.33988739e-3f;
    p = p * r + 9.61843692e-3f;
    p = p * r + 5.55033237e-2f;
    p = p * r + 2.40226477e-1f;
    p = p * r + 6.93147182e-1f;
    p = p * r + 1.0f;
    float tail = p * float_of((uint32_t)(127 - (int32_t)k) << 23);
    return x < 0 ? tail : 1.0f - tail;
}

/// Φ(x) and φ(x) at the price of one.
ALWAYS_INLINE void normal_both(float x, float *cdf, float *pdf) {
    float exponential, tail;
    normal_tail(x < 0 ? -x : x, &exponential, &tail);
    *cdf = x < 0 ? tail : 1.0f - tail;
    *pdf = 0.398942280f * exponential;
}

/// erf(x), absolute error below 1.5e-7.
ALWAYS_INLINE float fast_erf(float x) {
    float a = x < 0 ? -x : x, s = x * x;
    float p = 7.85385346e-5f;
    p = p * s - 8.01019138e-4f;
    p = p * s + 5.18832728e-3f;
    p = p * s - 2.68538110e-2f;
    p = p * s + 1.12835854e-1f;
    p = p * s - 3.76126260e-1f;
    p = p * s + 1.12837911e+0f;
    float exponential, tail;
    normal_tail(a * 1.41421356f, &exponential, &tail);
    float outer = 1.0f - 2.0f * tail;
    outer = x < 0 ? -outer : outer;
    return a < 1.0f ? x * p : outer;
}

#endif
