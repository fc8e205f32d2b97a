// RFC 4648 base64.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/buffer.h"

namespace media::contract {

constexpr size_t base64_length(size_t bytes) { return (bytes + 2) / 3 * 4; }

// Writes base64_length(bytes.size()) characters.
void base64_encode(ByteView bytes, uint8_t* out);

// How many bytes `text` stands for; nothing when it is not base64 (other characters, wrong padding).
std::optional<size_t> base64_decoded_size(std::string_view text);

// The first bytes that `text` stands for, as many as fit into `out`, up to what is not base64.
size_t base64_decode_start(std::string_view text, std::span<uint8_t> out);

}  // namespace media::contract
