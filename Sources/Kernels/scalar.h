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

/// e^x to 2 units in the last place; 0 below -87.3, about 2.4e38 above 88.3.
ALWAYS_INLINE float fast_exp(float x) {
    // e^x = 2^k e^r, k = round(x / ln 2), |r| <= ln 2 / 2; ln 2 in two parts keeps r exact.
    float clamped = x < -87.33654f ? -87.33654f : (x > 88.3762f ? 88.3762f : x);
    float k = __builtin_rintf(clamped * 1.44269504f);
    float r = clamped - k * 0.693359375f;
    r = r + k * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    float result = p * float_of((uint32_t)((int32_t)k + 127) << 23);
    return x < -87.33654f ? 0.0f : result;
}

/// φ(x), the standard normal density.
ALWAYS_INLINE float normal_pdf(float x) { return 0.398942280f * fast_exp(-0.5f * x * x); }

/// erf(x), absolute error below 2e-7: a polynomial in x² inside |x| < 1, Abramowitz and Stegun 7.1.26 outside.

ALWAYS_INLINE float fast_erf(float x) {
    float a = x < 0 ? -x : x;
    float s = x * x;
    // |x| < 1: a polynomial in x².
    float p = 7.853861353153693e-5f;
    p = p * s - 8.010193625184903e-4f;
    p = p * s + 5.188327685732524e-3f;
    p = p * s - 2.685381193529856e-2f;
    p = p * s + 1.128358514861418e-1f;
    p = p * s - 3.761262582423300e-1f;
    p = p * s + 1.128379165726710e+0f;
    float inner = x * p;
    // |x| >= 1: erfc(a) = e^{-a²} t R(t), t = 1 / (1 + 0.3275911... a) in Abramowitz and Stegun's form is only 1.5e-7 good,
    // which is float32's own resolution near one.
    float t = 1.0f / (1.0f + 0.3275911f * a);
    float q = 1.061405429f;
    q = q * t - 1.453152027f;
    q = q * t + 1.421413741f;
    q = q * t - 0.284496736f;
    q = q * t + 0.254829592f;
    float outer = 1.0f - q * t * fast_exp(-s);
    outer = x < 0 ? -outer : outer;
    return a < 1.0f ? inner : outer;
}

/// Φ(x), the standard normal distribution function.
ALWAYS_INLINE float normal_cdf(float x) { return 0.5f + 0.5f * fast_erf(x * 0.707106781f); }

#endif
