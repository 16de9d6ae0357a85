// The loops between the library calls: fused, vectorised, parallel.
//
// How it is built. A family of kernels is written once, as plain loops over a range, in `families/NAME.inc`. That text is
// compiled once for each element type (float, bfloat16) and once for each instruction set (baseline, AVX2, AVX-512); the
// baseline is the plain twin the others are tested against. `kernels_table` asks the processor once, at run time, and the
// entry points in this header split the work over the threads and call the chosen variant.
//
// Nothing here allocates, knows a tensor or decides a policy.
#ifndef STUDIO_KERNELS_H
#define STUDIO_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "kernels_batch_norm.h"
#include "kernels_binary.h"
#include "kernels_channels.h"
#include "kernels_copy.h"
#include "kernels_elementwise.h"
#include "kernels_embedding.h"
#include "kernels_functions.h"
#include "kernels_group_norm.h"
#include "kernels_half.h"
#include "kernels_loss.h"
#include "kernels_optimizer.h"
#include "kernels_parallel.h"
#include "kernels_pool.h"
#include "kernels_random.h"
#include "kernels_reduce.h"
#include "kernels_resample.h"
#include "kernels_rows.h"
#include "kernels_thin.h"
#include "kernels_windows.h"
#include "kernels_winograd.h"

#endif
