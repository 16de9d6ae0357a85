#ifndef STUDIO_CPNG_SHIM_H
#define STUDIO_CPNG_SHIM_H
#include <png.h>
#endif
