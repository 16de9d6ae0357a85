// The C face of the SentencePiece library, which has only a C++ one. Nothing thrown leaves this file: Swift could not catch it.
#include "sentencepiece_shim.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <vector>

struct tokenizer {
    sentencepiece::SentencePieceProcessor processor;
};

namespace {

void tell(const std::string &reason, char *message, size_t room) {
    if (room == 0) return;
    const size_t count = std::min(reason.size(), room - 1);
    std::memcpy(message, reason.data(), count);
    message[count] = 0;
}

}  // namespace

extern "C" {

tokenizer *tokenizer_open(const void *model, size_t count, char *message, size_t room) {
    try {
        std::unique_ptr<tokenizer> t(new tokenizer);
        const auto status =
            t->processor.LoadFromSerializedProto(std::string(static_cast<const char *>(model), count));
        if (status.ok()) return t.release();
        tell(status.ToString(), message, room);
    } catch (const std::exception &failure) {
        tell(failure.what(), message, room);
    }
    return nullptr;
}

void tokenizer_close(tokenizer *t) { delete t; }

long tokenizer_encode(const tokenizer *t, const char *text, size_t length, int *tokens, size_t room) {
    try {
        std::vector<int> found;
        if (!t->processor.Encode(std::string(text, length), &found).ok()) return -1;
        std::copy_n(found.begin(), std::min(found.size(), room), tokens);
        return static_cast<long>(found.size());
    } catch (const std::exception &) {
        return -1;
    }
}

long tokenizer_decode(const tokenizer *t, const int *tokens, size_t count, char *text, size_t room) {
    try {
        std::string found;
        if (!t->processor.Decode(std::vector<int>(tokens, tokens + count), &found).ok()) return -1;
        std::memcpy(text, found.data(), std::min(found.size(), room));
        return static_cast<long>(found.size());
    } catch (const std::exception &) {
        return -1;
    }
}

int tokenizer_begins_word(const tokenizer *t, int token) {
    try {
        // SentencePiece writes a word's beginning as U+2581.
        return t->processor.IdToPiece(token).compare(0, 3, "\xe2\x96\x81") == 0;
    } catch (const std::exception &) {
        return -1;
    }
}

int tokenizer_size(const tokenizer *t) { return t->processor.GetPieceSize(); }
int tokenizer_end(const tokenizer *t) { return t->processor.eos_id(); }
int tokenizer_padding(const tokenizer *t) { return t->processor.pad_id(); }

}
