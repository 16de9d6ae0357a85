// Every family, compiled for baseline.
#define ISA_JOIN(prefix, name) prefix##_##name
#define ISA_EXPAND(prefix, name) ISA_JOIN(prefix, name)
#define ISA(name) ISA_EXPAND(baseline, name)
#define TABLE kernels_table_baseline
#define LANES 4
#define ROWS 2
#include "variant.inc"
