#include "image/jpeg/entropy.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "image/simd.h"

namespace media::image {
namespace {

constexpr uint8_t kSteps[2][kBlock] = {
    {16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24,  40,  26,  24,  22,  22,  24, 49,
     35, 37, 29, 40, 58, 51, 61, 60, 57, 51, 56, 55, 64, 72, 92,  78,  64,  68,  87,  69,  55, 56,
     80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99},
    {17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, 99, 99, 99, 99, 99, 99, 99, 99,
     99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
     99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99}};

constexpr int kUnit = (1 << 15) / 16;  // the reciprocal of a step of 1
// Rounding twice, to 2⁻ˢ and then to whole numbers, is biased by half of that: seen where steps are small, which need no
// more digits.
constexpr int kLeastShift = 6;

constexpr uint32_t kZeros = 0xf0;  // sixteen of them
constexpr uint32_t kCodeBits = 27, kCodeMask = (1u << kCodeBits) - 1;

struct Signed {
  uint32_t size, bits;
};

// Section F.1.2.1: how many bits a number needs, and those bits; of negative ones, of the number less 1.
Signed as_bits(int value) {
  const auto size = static_cast<uint32_t>(std::bit_width(static_cast<uint32_t>(value < 0 ? -value : value)));
  return {size, static_cast<uint32_t>(value + (value >> 31)) & ((1u << size) - 1)};
}

bool has_ones(uint32_t word) { return (word & 0x80808080u & (~word - 0x01010101u)) != 0; }

}  // namespace

JpegQuantisers JpegQuantisers::of(int quality) {
  const int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  JpegQuantisers out;
  for (size_t table = 0; table < 2; ++table) {
    for (size_t i = 0; i < kBlock; ++i)
      out.steps[table][i] = static_cast<uint8_t>(std::clamp((kSteps[table][i] * percent + 50) / 100, 1, 255));
  }
  return out;
}

JpegScan::JpegScan(const JpegQuantisers& quantisers) {
  for (size_t table = 0; table < 2; ++table) {
    const auto& steps = quantisers.steps[table];
    const int least = *std::min_element(steps.begin(), steps.end());
    while ((kUnit << (shifts_[table] + 1)) / least <= INT16_MAX) ++shifts_[table];
    if (shifts_[table] < kLeastShift) shifts_[table] = 0;
    for (size_t i = 0; i < kBlock; ++i)
      reciprocals_[table][kZigzag[i]] = static_cast<int16_t>(((kUnit << shifts_[table]) + steps[i] / 2) / steps[i]);
    first_steps_[table] = 16 * steps[0];
  }
  std::array<uint64_t, kBlock> bits;
  for (size_t i = 0; i < kBlock; ++i) bits[kZigzag[i]] = uint64_t{1} << i;
  for (size_t four = 0; four < 16; ++four) {
    for (size_t set = 0; set < 16; ++set) {
      places_[four][set] = 0;
      for (size_t i = 0; i < 4; ++i) places_[four][set] |= (set >> i & 1) != 0 ? bits[4 * four + i] : 0;
    }
  }
}

bool JpegScan::reserve(size_t blocks) {
  const size_t wanted = used_ + blocks * kBlock * kTokenBytes + 1;  // tokens are stored with a byte too many
  return wanted <= tokens_.size() || tokens_.grow(wanted + wanted / 2);
}

void JpegScan::put(size_t table, uint32_t symbol, uint32_t bits) {
  ++counts_[table][symbol];
  const uint32_t token = static_cast<uint32_t>(table) << 8 | symbol | bits << kSymbolBits;
  std::memcpy(tokens_.data() + used_, &token, 4);
  used_ += kTokenBytes;
}

void JpegScan::add(size_t component, const int16_t* coefficients) {
  const size_t kind = component == 0 ? 0 : 1;
  const int16_t* const reciprocals = reciprocals_[kind].data();
  const int shift = shifts_[kind];
  const auto half_step = static_cast<int16_t>(1 << shift >> 1);
  alignas(16) int16_t block[kBlock];
  uint64_t left = 0;
  for (size_t i = 0; i < 4; ++i) {
    const auto quantised = [&](size_t at) {
      const I16x8 values = (scaled(load<I16x8>(coefficients + at), load<I16x8>(reciprocals + at)) + half_step) >> shift;
      std::memcpy(block + at, &values, sizeof values);
      return values;
    };
    const I16x8 low = quantised(16 * i), high = quantised(16 * i + 8);
    for (uint32_t set = nonzero(low, high), four = 0; set != 0; set >>= 4, ++four) left |= places_[4 * i + four][set & 15];
  }
  // The mean, which shows most, without the reciprocal's error.
  const int step = first_steps_[kind], half = coefficients[0] < 0 ? -step / 2 : step / 2;
  const int mean = (coefficients[0] + half) / step;
  const Signed difference = as_bits(mean - last_[component]);
  last_[component] = mean;
  put(2 * kind, difference.size, difference.bits);

  uint32_t last = 0;
  for (left &= ~uint64_t{1}; left != 0; left &= left - 1) {
    const auto at = static_cast<uint32_t>(std::countr_zero(left));
    uint32_t zeros = at - last - 1;
    for (; zeros > 15; zeros -= 16) put(2 * kind + 1, kZeros, 0);
    const Signed value = as_bits(block[kZigzag[at]]);
    put(2 * kind + 1, zeros << 4 | value.size, value.bits);
    last = at;
  }
  if (last != kBlock - 1) put(2 * kind + 1, 0, 0);
}

void JpegScan::finish() {
  uint64_t bits = 0;
  for (size_t table = 0; table < 4; ++table) {
    tables_[table] = HuffmanTable::of(counts_[table]);
    uint32_t code = 0;
    size_t at = 0;
    for (uint32_t length = 1; length <= 16; ++length, code <<= 1) {
      for (size_t i = 0; i < tables_[table].lengths[length]; ++i, ++code, ++at) {
        const uint8_t symbol = tables_[table].symbols[at];
        const uint32_t more = symbol & 15, whole = length + more;
        codes_[table << 8 | symbol] = code << more | whole << kCodeBits;
        bits += uint64_t{counts_[table][symbol]} * whole;
      }
    }
  }
  least_bytes_ = static_cast<size_t>((bits + 7) / 8);
}

uint8_t* JpegScan::write(uint8_t* to) const {
  uint64_t bits = 0;
  uint32_t count = 0;  // of the bits that wait; the rest is what was written
  const auto put_byte = [&](uint32_t byte) {
    *to++ = static_cast<uint8_t>(byte);
    if (byte == 255) *to++ = 0;
  };
  for (size_t i = 0; i < used_; i += kTokenBytes) {
    uint32_t token;
    std::memcpy(&token, tokens_.data() + i, 4);
    token &= 0xffffff;
    const uint32_t code = codes_[token & ((1u << kSymbolBits) - 1)], more = code >> kCodeBits;
    bits = bits << more | (code & kCodeMask) | token >> kSymbolBits;
    count += more;
    if (count < 32) continue;
    count -= 32;
    const auto word = static_cast<uint32_t>(bits >> count);
    if (has_ones(word)) {
      for (int shift = 24; shift >= 0; shift -= 8) put_byte(word >> shift & 255);
    } else {
      const uint32_t swapped = __builtin_bswap32(word);
      std::memcpy(to, &swapped, 4);
      to += 4;
    }
  }
  // The last byte is filled with ones.
  for (; count >= 8; count -= 8) put_byte(static_cast<uint32_t>(bits >> (count - 8)) & 255);
  if (count > 0) put_byte(static_cast<uint32_t>((bits << (8 - count) | (255u >> count)) & 255));
  return to;
}

}  // namespace media::image
