// Every family, compiled for avx512.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c,bmi2"))), apply_to = function)
#endif
#define ISA_JOIN(prefix, name) prefix##_##name
#define ISA_EXPAND(prefix, name) ISA_JOIN(prefix, name)
#define ISA(name) ISA_EXPAND(avx512, name)
#define TABLE kernels_table_avx512
#define LANES 16
#define ROWS 12
#include "variant.inc"
#if defined(__x86_64__)
#pragma clang attribute pop
#endif
