// Every family, compiled for avx2.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,bmi2"))), apply_to = function)
#endif
#define ISA_JOIN(prefix, name) prefix##_##name
#define ISA_EXPAND(prefix, name) ISA_JOIN(prefix, name)
#define ISA(name) ISA_EXPAND(avx2, name)
#define TABLE kernels_table_avx2
#define LANES 8
#define ROWS 6
#include "variant.inc"
#if defined(__x86_64__)
#pragma clang attribute pop
#endif
