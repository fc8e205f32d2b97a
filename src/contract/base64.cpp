#include "contract/base64.h"

#include <array>

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

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

#ifdef __wasm_simd128__
// Twelve bytes to sixteen characters, as long as sixteen bytes can be read.
// Source: W. Muła, D. Lemire, "Faster Base64 Encoding and Decoding Using AVX2 Instructions", 2018.
void encode_vectors(const uint8_t*& p, size_t& left, uint8_t*& out) {
  const v128_t shifts =
      wasm_i8x16_make('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                      '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
  for (; left >= 16; left -= 12, p += 12, out += 16) {
    const v128_t bytes = wasm_v128_load(p);
    // Each lane of 32 bits gets its three bytes as b, a, c, b; then two fields of six bits at a time are
    // moved.
    const v128_t lanes = wasm_i8x16_shuffle(bytes, bytes, 1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    const v128_t first = wasm_u32x4_shr(wasm_v128_and(lanes, wasm_i32x4_splat(0x0000FC00)), 10);
    const v128_t second = wasm_i32x4_shl(wasm_v128_and(lanes, wasm_i32x4_splat(0x000003F0)), 4);
    const v128_t third =
        wasm_u32x4_shr(wasm_v128_and(lanes, wasm_i32x4_splat(static_cast<int>(0x0FC00000))), 6);
    const v128_t fourth = wasm_i32x4_shl(wasm_v128_and(lanes, wasm_i32x4_splat(0x003F0000)), 8);
    const v128_t six = wasm_v128_or(wasm_v128_or(first, second), wasm_v128_or(third, fourth));
    // 0 for a to z, 1 to 10 for digits, 11 and 12 for + and /, 13 for A to Z.
    const v128_t row = wasm_u8x16_sub_sat(six, wasm_i8x16_splat(51));
    const v128_t capital = wasm_v128_and(wasm_i8x16_lt(six, wasm_i8x16_splat(26)), wasm_i8x16_splat(13));
    wasm_v128_store(out, wasm_i8x16_add(six, wasm_i8x16_swizzle(shifts, wasm_v128_or(row, capital))));
  }
}
#endif

}  // namespace

void base64_encode(ByteView bytes, uint8_t* out) {
  const uint8_t* p = bytes.data();
  size_t left = bytes.size();
#ifdef __wasm_simd128__
  encode_vectors(p, left, out);
#endif
  const auto put = [&](uint32_t bits, int characters) {
    for (int i = 0; i < characters; ++i) *out++ = static_cast<uint8_t>(kAlphabet[bits >> (18 - 6 * i) & 63]);
  };
  for (; left >= 3; left -= 3, p += 3)
    put(static_cast<uint32_t>(p[0]) << 16 | static_cast<uint32_t>(p[1]) << 8 | p[2], 4);
  if (left == 0) return;
  put(static_cast<uint32_t>(p[0]) << 16 | (left == 2 ? static_cast<uint32_t>(p[1]) << 8 : 0),
      static_cast<int>(left) + 1);
  for (size_t i = left; i < 3; ++i) *out++ = '=';
}

namespace {

// Puts the value of each character that counts, until put() has enough. False for wrong padding. As CPython's
// binascii.a2b_base64 when it is not strict: what is not in the alphabet is skipped, and the text ends where a pad
// completes four.
template <class Put>
bool scan(std::string_view text, Put put) {
  size_t position = 0, pads = 0;
  for (const char c : text) {
    if (c == '=') {
      if (position >= 2 && position + ++pads >= 4) return true;
      continue;
    }
    const uint8_t value = kValues[static_cast<uint8_t>(c)];
    if (value == kNotBase64) continue;
    pads = 0;
    position = (position + 1) % 4;
    if (!put(value)) return true;
  }
  return position == 0;
}

}  // namespace

std::optional<size_t> base64_decoded_size(std::string_view text) {
  // Almost every text is strict base64: one look at each character, without branches.
  size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  uint8_t strict = text.size() % 4 == 0;
  for (const char c : text.substr(0, text.size() - padding)) {
    // Arithmetic in place of kValues: compilers make vectors of it.
    const auto byte = static_cast<uint8_t>(c);
    const uint8_t letter = static_cast<uint8_t>((byte | 0x20) - 'a') < 26;
    const uint8_t digit = static_cast<uint8_t>(byte - '0') < 10;
    strict &= static_cast<uint8_t>(letter | digit | (byte == '+') | (byte == '/'));
  }
  if (strict != 0) return text.size() / 4 * 3 - padding;
  for (const char c : text) {
    if (static_cast<uint8_t>(c) >= 0x80) return std::nullopt;
  }
  size_t characters = 0;
  if (!scan(text, [&](uint8_t) { return ++characters, true; })) return std::nullopt;
  return characters / 4 * 3 + characters % 4 * 3 / 4;
}

size_t base64_decode_start(std::string_view text, std::span<uint8_t> out) {
  size_t written = 0;
  uint32_t bits = 0;
  int pending = 0;  // bits read and not yet written
  scan(text, [&](uint8_t value) {
    if (written == out.size()) return false;
    bits = bits << 6 | value;
    pending += 6;
    if (pending >= 8) {
      pending -= 8;
      out[written++] = static_cast<uint8_t>(bits >> pending);
    }
    return true;
  });
  return written;
}

}  // namespace media::contract
