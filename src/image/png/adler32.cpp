#include "image/png/adler32.h"

#include "image/simd.h"

namespace media::image {
namespace {

using U8x8 [[gnu::vector_size(8)]] = uint8_t;

constexpr uint32_t kModulus = 65521;  // the largest prime below 2¹⁶
constexpr size_t kStep = 16;
constexpr size_t kRun = 5552;  // bytes after which the sums could outgrow 32 bits; a multiple of the step

uint64_t sum(I32x4 v) {
  return uint64_t{static_cast<uint32_t>(v[0])} + static_cast<uint32_t>(v[1]) + static_cast<uint32_t>(v[2]) +
         static_cast<uint32_t>(v[3]);
}

}  // namespace

uint32_t adler32(ByteView bytes) {
  constexpr I16x8 ones{1, 1, 1, 1, 1, 1, 1, 1};
  // How often each byte of a step counts in the second sum.
  constexpr I16x8 first{16, 15, 14, 13, 12, 11, 10, 9}, second{8, 7, 6, 5, 4, 3, 2, 1};
  uint64_t a = 1, b = 0;
  while (!bytes.empty()) {
    const ByteView part = bytes.first(std::min(kRun, bytes.size()));
    bytes = bytes.subspan(part.size());
    I32x4 plain{}, weighted{}, before{};
    size_t i = 0;
    for (; i + kStep <= part.size(); i += kStep) {
      const I16x8 low = __builtin_convertvector(load<U8x8>(part.data() + i), I16x8);
      const I16x8 high = __builtin_convertvector(load<U8x8>(part.data() + i + 8), I16x8);
      before += plain;
      plain += dot_pairs(low, ones) + dot_pairs(high, ones);
      weighted += dot_pairs(low, first) + dot_pairs(high, second);
    }
    b += a * i + kStep * sum(before) + sum(weighted);
    a += sum(plain);
    for (; i < part.size(); ++i) {
      a += part[i];
      b += a;
    }
    a %= kModulus;
    b %= kModulus;
  }
  return static_cast<uint32_t>(b << 16 | a);
}

}  // namespace media::image
