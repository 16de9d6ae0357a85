#ifndef STUDIO_SENTENCEPIECE_SHIM_H
#define STUDIO_SENTENCEPIECE_SHIM_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A SentencePiece model: a C++ object, which Swift sees only by address.
typedef struct tokenizer tokenizer;

/// The model serialized in `count` bytes at `model`; NULL where it is none, with the library's reason in `message` (at most `room` bytes).
tokenizer *tokenizer_open(const void *model, size_t count, char *message, size_t room);
void tokenizer_close(tokenizer *t);

/// The tokens of `length` bytes of UTF-8: writes the first `room` of them and returns how many there are; −1 where the library refuses.
long tokenizer_encode(const tokenizer *t, const char *text, size_t length, int *tokens, size_t room);

/// The text of `count` tokens, which must be in the vocabulary: writes at most `room` bytes and returns how many there are; −1 where the
/// library refuses.
long tokenizer_decode(const tokenizer *t, const int *tokens, size_t count, char *text, size_t room);

/// Whether `token`, which must be in the vocabulary, begins a word; −1 where the library refuses.
int tokenizer_begins_word(const tokenizer *t, int token);

int tokenizer_size(const tokenizer *t);
/// The tokens that end a text and fill it up; −1 where the model has none.
int tokenizer_end(const tokenizer *t);
int tokenizer_padding(const tokenizer *t);

#ifdef __cplusplus
}
#endif
#endif
