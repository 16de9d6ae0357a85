// Threads and the choice of the instruction set.
#ifndef STUDIO_KERNELS_PARALLEL_H
#define STUDIO_KERNELS_PARALLEL_H

#include <stddef.h>
#include <stdint.h>

/// How an element is stored. Arithmetic is always in float.
enum { KERNELS_FLOAT32 = 0, KERNELS_BFLOAT16 = 1 };

/// Instruction sets, in the order of preference.
enum { KERNELS_BASELINE = 0, KERNELS_AVX2 = 1, KERNELS_AVX512 = 2 };

/// The best instruction set this processor and this build have.
int kernels_best_level(void);
/// The one in use.
int kernels_level(void);
/// Uses `level` from now on (tests and `--deterministic`); a level the processor lacks is lowered to the best it has.
void kernels_set_level(int level);
/// The same for kernels called from this thread alone, so that a comparison disturbs nobody; -1 takes it back.
void kernels_set_thread_level(int level);
/// 1 where the processor multiplies bfloat16 natively (AVX512-BF16 or AMX).
int kernels_native_bfloat16(void);

/// The number of threads a kernel is spread over (oneDNN's pool: libgomp's).
int kernels_threads(void);
void kernels_set_threads(int count);

/// Calls body(context, part, parts) once for each part, on libgomp's pool, and waits.
void kernels_parallel(void (*body)(void *context, int part, int parts), void *context, int parts);

/// The half-open range of `part` when `count` items are dealt out evenly in multiples of `multiple`.
static inline void kernels_split(size_t count, size_t multiple, int part, int parts, size_t *from, size_t *to) {
    size_t blocks = (count + multiple - 1) / multiple;
    size_t low = blocks * (size_t)part / (size_t)parts * multiple;
    size_t high = blocks * (size_t)(part + 1) / (size_t)parts * multiple;
    *from = low < count ? low : count;
    *to = high < count ? high : count;
}

#endif
