// libpng for Swift. Its errors come by longjmp, which must not cross Swift's frames, and its row and text calls take structs and
// callbacks Swift cannot form safely; so whole pictures are written and read here, between a setjmp and its end.
#ifndef STUDIO_CPNG_SHIM_H
#define STUDIO_CPNG_SHIM_H

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/// A growing block of bytes; `bytes` is freed by the caller.
typedef struct {
    unsigned char *bytes;
    size_t count, capacity;
} shim_png_buffer;

static inline void shim_png_append(png_structp png, png_bytep data, size_t count) {
    shim_png_buffer *buffer = (shim_png_buffer *)png_get_io_ptr(png);
    if (buffer->count + count > buffer->capacity) {
        size_t capacity = (buffer->count + count) * 2;
        unsigned char *bytes = (unsigned char *)realloc(buffer->bytes, capacity);
        if (!bytes) png_error(png, "out of memory");
        buffer->bytes = bytes;
        buffer->capacity = capacity;
    }
    memcpy(buffer->bytes + buffer->count, data, count);
    buffer->count += count;
}

static inline void shim_png_flush(png_structp png) { (void)png; }
static inline void shim_png_silent(png_structp png, png_const_charp message) { (void)png; (void)message; }

/// Writes 8-bit grey (1) or RGB (3) pixels and `texts` key-value pairs (iTXt, UTF-8) into `buffer`; 1 where it worked.
static inline int shim_png_write(
    shim_png_buffer *buffer, const unsigned char *pixels, unsigned width, unsigned height, int channels,
    const char *const *keys, const char *const *values, int texts) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, shim_png_silent);
    if (!png) return 0;
    png_infop info = png_create_info_struct(png);
    png_text *text = (png_text *)calloc((size_t)(texts > 0 ? texts : 1), sizeof *text);
    if (!info || !text || setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, info ? &info : NULL);
        free(text);
        return 0;
    }
    png_set_write_fn(png, buffer, shim_png_append, shim_png_flush);
    png_set_IHDR(
        png, info, width, height, 8, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    for (int i = 0; i < texts; i++) {
        text[i].compression = PNG_ITXT_COMPRESSION_NONE;
        text[i].key = (png_charp)keys[i];
        text[i].text = (png_charp)values[i];
        text[i].lang = (png_charp) "";
        text[i].lang_key = (png_charp) "";
    }
    if (texts > 0) png_set_text(png, info, text, texts);
    png_write_info(png, info);
    for (unsigned row = 0; row < height; row++)
        png_write_row(png, (png_bytep)pixels + (size_t)row * width * (size_t)channels);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    free(text);
    return 1;
}

#endif
