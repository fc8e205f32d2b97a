#include "contract/base64.h"

#include <array>

namespace media::contract {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Two characters for each value of twelve bits.
constexpr auto kPairs = [] {
  std::array<uint16_t, 4096> out{};
  for (size_t i = 0; i < out.size(); ++i) {
    out[i] = static_cast<uint16_t>(static_cast<uint8_t>(kAlphabet[i >> 6]) |
                                   static_cast<uint8_t>(kAlphabet[i & 63]) << 8);
  }
  return out;
}();

constexpr auto kInAlphabet = [] {
  std::array<bool, 256> out{};
  for (size_t i = 0; i < 64; ++i) out[static_cast<uint8_t>(kAlphabet[i])] = true;
  return out;
}();

void put_pair(uint32_t twelve_bits, uint8_t* out) {
  out[0] = static_cast<uint8_t>(kPairs[twelve_bits] & 0xFF);
  out[1] = static_cast<uint8_t>(kPairs[twelve_bits] >> 8);
}

}  // namespace

void base64_encode(ByteView bytes, uint8_t* out) {
  const uint8_t* p = bytes.data();
  size_t left = bytes.size();
  for (; left >= 3; left -= 3, p += 3, out += 4) {
    const uint32_t bits = static_cast<uint32_t>(p[0]) << 16 | static_cast<uint32_t>(p[1]) << 8 | p[2];
    put_pair(bits >> 12, out);
    put_pair(bits & 0xFFF, out + 2);
  }
  if (left == 0) return;
  const uint32_t bits = static_cast<uint32_t>(p[0]) << 16 | (left == 2 ? static_cast<uint32_t>(p[1]) << 8 : 0);
  put_pair(bits >> 12, out);
  put_pair(bits & 0xFFF, out + 2);
  out[3] = '=';
  if (left == 1) out[2] = '=';
}

std::optional<size_t> base64_decoded_size(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  bool good = true;
  for (const char c : text.substr(0, text.size() - padding)) good &= kInAlphabet[static_cast<uint8_t>(c)];
  if (!good) return std::nullopt;
  return text.size() / 4 * 3 - padding;
}

}  // namespace media::contract
