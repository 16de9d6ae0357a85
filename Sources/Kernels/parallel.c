#include <stdatomic.h>
#include <stdbool.h>

#include "kernels_parallel.h"
#include "table.h"

// libgomp's entry points. oneDNN on Debian runs on libgomp; clang's own -fopenmp wants another runtime, and two pools on two
// cores halve each other. Calling libgomp's pool by name keeps one.
void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
int omp_get_thread_num(void);
int omp_get_num_threads(void);
int omp_get_max_threads(void);
void omp_set_num_threads(int count);

static _Atomic int chosen_level = -1;

// The calling thread's own choice, or -1; kernels_parallel hands it on to the threads that work for it.
static _Thread_local int thread_level = -1;

int kernels_best_level(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl"))
        return KERNELS_AVX512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return KERNELS_AVX2;
#endif
    return KERNELS_BASELINE;
}

int kernels_level(void) {
    if (thread_level >= 0) return thread_level;
    int level = atomic_load_explicit(&chosen_level, memory_order_relaxed);
    if (level < 0) {
        level = kernels_best_level();
        atomic_store_explicit(&chosen_level, level, memory_order_relaxed);
    }
    return level;
}

static int lowered(int level) {
    int best = kernels_best_level();
    return level < KERNELS_BASELINE ? KERNELS_BASELINE : (level > best ? best : level);
}

void kernels_set_level(int level) { atomic_store_explicit(&chosen_level, lowered(level), memory_order_relaxed); }

void kernels_set_thread_level(int level) { thread_level = level < 0 ? -1 : lowered(level); }

int kernels_native_bfloat16(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512bf16") ? 1 : 0;
#else
    return 0;
#endif
}

const struct kernels_table *kernels_current(void) {
    switch (kernels_level()) {
#if defined(__x86_64__)
    case KERNELS_AVX512: return &kernels_table_avx512;
    case KERNELS_AVX2: return &kernels_table_avx2;
#endif
    default: return &kernels_table_baseline;
    }
}

int kernels_threads(void) { return omp_get_max_threads(); }
void kernels_set_threads(int count) { omp_set_num_threads(count < 1 ? 1 : count); }

struct region {
    void (*body)(void *context, int part, int parts);
    void *context;
    int parts, level;
};

static void run_region(void *data) {
    const struct region *region = data;
    int own = thread_level;
    thread_level = region->level;
    // libgomp may give fewer threads than asked for: every part runs all the same.
    for (int part = omp_get_thread_num(); part < region->parts; part += omp_get_num_threads())
        region->body(region->context, part, region->parts);
    thread_level = own;
}

void kernels_parallel(void (*body)(void *context, int part, int parts), void *context, int parts) {
    if (parts <= 1) {
        body(context, 0, 1);
        return;
    }
    struct region region = {body, context, parts, thread_level};
    int most = kernels_threads();
    GOMP_parallel(run_region, &region, (unsigned)(parts < most ? parts : most), 0);
}
