#ifndef STUDIO_CONEDNN_SHIM_H
#define STUDIO_CONEDNN_SHIM_H
#include <oneapi/dnnl/dnnl.h>
#endif
