#ifndef STUDIO_COPENBLAS_SHIM_H
#define STUDIO_COPENBLAS_SHIM_H
#include <cblas.h>
#endif
