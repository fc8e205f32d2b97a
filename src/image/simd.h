// 128-bit vectors: the compiler's own, and what they lack. Compiles everywhere; fast as wasm and on x86.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace media::image {

using U8x16 [[gnu::vector_size(16)]] = uint8_t;
using I16x8 [[gnu::vector_size(16)]] = int16_t;
using U16x8 [[gnu::vector_size(16)]] = uint16_t;
using I32x4 [[gnu::vector_size(16)]] = int32_t;

template <class V>
V load(const void* from) {
  V out;
  std::memcpy(&out, from, sizeof out);
  return out;
}

// Adjacent products added: a[0]·b[0] + a[1]·b[1], …
inline I32x4 dot_pairs(I16x8 a, I16x8 b) {
#if defined(__wasm_simd128__)
  return (I32x4)wasm_i32x4_dot_i16x8((v128_t)a, (v128_t)b);
#elif defined(__SSE2__)
  return (I32x4)_mm_madd_epi16((__m128i)a, (__m128i)b);
#else
  I32x4 out;
  for (int i = 0; i < 4; ++i) out[i] = a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
  return out;
#endif
}

// Sixteen numbers clamped to 0…255.
inline U8x16 to_bytes(I32x4 a, I32x4 b, I32x4 c, I32x4 d) {
#if defined(__wasm_simd128__)
  v128_t low = wasm_i16x8_narrow_i32x4((v128_t)a, (v128_t)b),
         high = wasm_i16x8_narrow_i32x4((v128_t)c, (v128_t)d);
  return (U8x16)wasm_u8x16_narrow_i16x8(low, high);
#elif defined(__SSE2__)
  return (U8x16)_mm_packus_epi16(_mm_packs_epi32((__m128i)a, (__m128i)b),
                                 _mm_packs_epi32((__m128i)c, (__m128i)d));
#else
  U8x16 out;
  for (int i = 0; i < 4; ++i) {
    out[i] = static_cast<uint8_t>(std::clamp(a[i], 0, 255));
    out[i + 4] = static_cast<uint8_t>(std::clamp(b[i], 0, 255));
    out[i + 8] = static_cast<uint8_t>(std::clamp(c[i], 0, 255));
    out[i + 12] = static_cast<uint8_t>(std::clamp(d[i], 0, 255));
  }
  return out;
#endif
}

}  // namespace media::image
