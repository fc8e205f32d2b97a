#include "contract/base64.h"

#include <array>

namespace media::contract {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr uint8_t kNotBase64 = 0xFF;
constexpr auto kValues = [] {
  std::array<uint8_t, 256> out{};
  for (auto& value : out) value = kNotBase64;
  for (size_t i = 0; i < 64; ++i) out[static_cast<uint8_t>(kAlphabet[i])] = static_cast<uint8_t>(i);
  return out;
}();

void put_four(uint32_t bits, uint8_t* out) {
  for (int i = 0; i < 4; ++i) out[i] = static_cast<uint8_t>(kAlphabet[bits >> (18 - 6 * i) & 63]);
}

}  // namespace

void base64_encode(ByteView bytes, uint8_t* out) {
  const uint8_t* p = bytes.data();
  size_t left = bytes.size();
  for (; left >= 3; left -= 3, p += 3, out += 4) {
    const uint32_t bits = static_cast<uint32_t>(p[0]) << 16 | static_cast<uint32_t>(p[1]) << 8 | p[2];
    put_four(bits, out);
  }
  if (left == 0) return;
  const uint32_t bits = static_cast<uint32_t>(p[0]) << 16 | (left == 2 ? static_cast<uint32_t>(p[1]) << 8 : 0);
  put_four(bits, out);
  out[3] = '=';
  if (left == 1) out[2] = '=';
}

std::optional<size_t> base64_decoded_size(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  bool good = true;
  for (const char c : text.substr(0, text.size() - padding)) good &= kValues[static_cast<uint8_t>(c)] != kNotBase64;
  if (!good) return std::nullopt;
  return text.size() / 4 * 3 - padding;
}

size_t base64_decode_start(std::string_view text, std::span<uint8_t> out) {
  size_t written = 0;
  uint32_t bits = 0;
  int pending = 0;  // bits read and not yet written
  for (const char c : text) {
    const uint8_t value = kValues[static_cast<uint8_t>(c)];
    if (value == kNotBase64 || written == out.size()) break;
    bits = bits << 6 | value;
    pending += 6;
    if (pending < 8) continue;
    pending -= 8;
    out[written++] = static_cast<uint8_t>(bits >> pending);
  }
  return written;
}

}  // namespace media::contract
