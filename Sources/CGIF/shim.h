#ifndef STUDIO_CGIF_SHIM_H
#define STUDIO_CGIF_SHIM_H
#include <gif_lib.h>
#endif
