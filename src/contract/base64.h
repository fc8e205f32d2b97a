// RFC 4648 base64; read as leniently as the server does: Python's base64.b64decode(text).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/buffer.h"

namespace media::contract {

constexpr size_t base64_length(size_t bytes) { return (bytes + 2) / 3 * 4; }

// Writes base64_length(bytes.size()) characters.
void base64_encode(ByteView bytes, uint8_t* out);

// How many bytes `text` stands for: other characters of ASCII are skipped. Nothing when its padding is wrong or it holds
// characters beyond ASCII.
std::optional<size_t> base64_decoded_size(std::string_view text);

// The first bytes that `text` stands for, as many as fit into `out`.
size_t base64_decode_start(std::string_view text, std::span<uint8_t> out);

}  // namespace media::contract
