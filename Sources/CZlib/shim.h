#ifndef STUDIO_CZLIB_SHIM_H
#define STUDIO_CZLIB_SHIM_H
#include <zlib.h>
#endif
