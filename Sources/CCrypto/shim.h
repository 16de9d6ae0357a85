#ifndef STUDIO_CCRYPTO_SHIM_H
#define STUDIO_CCRYPTO_SHIM_H
#include <openssl/evp.h>
#endif
