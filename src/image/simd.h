// 128-bit vectors: the compiler's own, and what they lack. Compiles everywhere; fast as wasm and on x86.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

// For what is to stay in registers: compilers take shuffles for dear, and what is not inlined is returned in memory.
#define MEDIA_INLINE [[gnu::always_inline]] inline

namespace media::image {

using U8x16 [[gnu::vector_size(16)]] = uint8_t;
using I16x8 [[gnu::vector_size(16)]] = int16_t;
using U16x8 [[gnu::vector_size(16)]] = uint16_t;
using I32x4 [[gnu::vector_size(16)]] = int32_t;
using U64x2 [[gnu::vector_size(16)]] = uint64_t;
using U32x4 [[gnu::vector_size(16)]] = uint32_t;

template <class V>
V load(const void* from) {
  V out;
  std::memcpy(&out, from, sizeof out);
  return out;
}

// Four bytes as numbers (the other lanes are 0), and the lowest eight bits of the first four numbers.
inline I16x8 load_bytes(const uint8_t* from) {
#if defined(__wasm_simd128__)
  return (I16x8)wasm_u16x8_extend_low_u8x16(wasm_v128_load32_zero(from));
#elif defined(__SSE2__)
  return (I16x8)_mm_unpacklo_epi8(_mm_cvtsi32_si128(load<int32_t>(from)), _mm_setzero_si128());
#else
  return I16x8{from[0], from[1], from[2], from[3]};
#endif
}

inline uint32_t low_bytes(I16x8 values) {
  values &= 255;
#if defined(__wasm_simd128__)
  return static_cast<uint32_t>(wasm_i32x4_extract_lane(wasm_u8x16_narrow_i16x8((v128_t)values, (v128_t)values), 0));
#elif defined(__SSE2__)
  return static_cast<uint32_t>(_mm_cvtsi128_si32(_mm_packus_epi16((__m128i)values, (__m128i)values)));
#else
  uint32_t out = 0;
  for (int i = 0; i < 4; ++i) out |= static_cast<uint32_t>(values[i]) << (8 * i);
  return out;
#endif
}

// Eight bytes as numbers.
inline I16x8 load_8_bytes(const uint8_t* from) {
#if defined(__wasm_simd128__)
  return (I16x8)wasm_u16x8_load8x8(from);
#elif defined(__SSE2__)
  return (I16x8)_mm_unpacklo_epi8(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)), _mm_setzero_si128());
#else
  return I16x8{from[0], from[1], from[2], from[3], from[4], from[5], from[6], from[7]};
#endif
}

// a[0], b[0], a[1], b[1], …
template <class V>
struct Interleaved {
  V low, high;
};

MEDIA_INLINE Interleaved<I16x8> interleave(I16x8 a, I16x8 b) {
  return {__builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11), __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)};
}

MEDIA_INLINE Interleaved<U8x16> interleave(U8x16 a, U8x16 b) {
  return {__builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
          __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)};
}

// a, b, a, b, …
constexpr I16x8 pairs(int a, int b) {
  const auto x = static_cast<int16_t>(a), y = static_cast<int16_t>(b);
  return I16x8{x, y, x, y, x, y, x, y};
}

// Rows and columns of 8 × 8 numbers exchanged: three perfect shuffles.
MEDIA_INLINE void transpose(I16x8 (&v)[8]) {
  for (int round = 0; round < 3; ++round) {
    const auto a = interleave(v[0], v[4]), b = interleave(v[1], v[5]), c = interleave(v[2], v[6]), d = interleave(v[3], v[7]);
    v[0] = a.low, v[1] = a.high, v[2] = b.low, v[3] = b.high, v[4] = c.low, v[5] = c.high, v[6] = d.low, v[7] = d.high;
  }
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

// Eight numbers clamped to −32768…32767.
inline I16x8 narrow(I32x4 a, I32x4 b) {
#if defined(__wasm_simd128__)
  return (I16x8)wasm_i16x8_narrow_i32x4((v128_t)a, (v128_t)b);
#elif defined(__SSE2__)
  return (I16x8)_mm_packs_epi32((__m128i)a, (__m128i)b);
#else
  I16x8 out;
  for (int i = 0; i < 4; ++i) {
    out[i] = static_cast<int16_t>(std::clamp(a[i], -32768, 32767));
    out[i + 4] = static_cast<int16_t>(std::clamp(b[i], -32768, 32767));
  }
  return out;
#endif
}

// a · b / 2¹⁵, rounded to nearest; |a · b| is below 2²⁹.
inline I16x8 scaled(I16x8 a, I16x8 b) {
#if defined(__wasm_simd128__)
  return (I16x8)wasm_i16x8_q15mulr_sat((v128_t)a, (v128_t)b);
#elif defined(__SSE2__)
  const __m128i high = _mm_mulhi_epi16((__m128i)a, (__m128i)b), low = _mm_mullo_epi16((__m128i)a, (__m128i)b);
  const __m128i twice = _mm_or_si128(_mm_slli_epi16(high, 2), _mm_srli_epi16(low, 14));
  return (I16x8)_mm_srai_epi16(_mm_add_epi16(twice, _mm_set1_epi16(1)), 1);
#else
  I16x8 out;
  for (int i = 0; i < 8; ++i) out[i] = static_cast<int16_t>((a[i] * b[i] + (1 << 14)) >> 15);
  return out;
#endif
}

// A bit for each of sixteen numbers: whether it is not 0. The first is the lowest.
inline uint32_t nonzero(I16x8 a, I16x8 b) {
#if defined(__wasm_simd128__)
  return wasm_i8x16_bitmask(wasm_i8x16_narrow_i16x8((v128_t)(a != 0), (v128_t)(b != 0)));
#elif defined(__SSE2__)
  return static_cast<uint32_t>(_mm_movemask_epi8(_mm_packs_epi16((__m128i)(a != 0), (__m128i)(b != 0))));
#else
  uint32_t out = 0;
  for (int i = 0; i < 8; ++i) out |= static_cast<uint32_t>(a[i] != 0) << i | static_cast<uint32_t>(b[i] != 0) << (i + 8);
  return out;
#endif
}

// Whether any bit is set.
inline bool any(U8x16 a) {
#if defined(__wasm_simd128__)
  return wasm_v128_any_true((v128_t)a);
#elif defined(__SSE2__)
  return _mm_movemask_epi8(_mm_cmpeq_epi8((__m128i)a, _mm_setzero_si128())) != 0xffff;
#else
  const auto halves = load<std::array<uint64_t, 2>>(&a);
  return (halves[0] | halves[1]) != 0;
#endif
}

// Sixteen numbers clamped to 0…255.
inline U8x16 to_bytes(I16x8 a, I16x8 b) {
#if defined(__wasm_simd128__)
  return (U8x16)wasm_u8x16_narrow_i16x8((v128_t)a, (v128_t)b);
#elif defined(__SSE2__)
  return (U8x16)_mm_packus_epi16((__m128i)a, (__m128i)b);
#else
  U8x16 out;
  for (int i = 0; i < 8; ++i) {
    out[i] = static_cast<uint8_t>(std::clamp<int>(a[i], 0, 255));
    out[i + 8] = static_cast<uint8_t>(std::clamp<int>(b[i], 0, 255));
  }
  return out;
#endif
}

// The same.
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
