// Internal: four floats at once, for loops that compilers do not make vectors of by themselves.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "image/simd.h"

namespace media::cutout {

using F32x4 [[gnu::vector_size(16)]] = float;
using Fixedx4 [[gnu::vector_size(8)]] = int16_t;

constexpr size_t kLanes = 4;
constexpr size_t padded(size_t count) { return (count + kLanes - 1) / kLanes * kLanes; }

inline F32x4 all(float value) { return F32x4{value, value, value, value}; }
inline F32x4 load4(const float* from) { return image::load<F32x4>(from); }
inline F32x4 load4(const int16_t* from) { return __builtin_convertvector(image::load<Fixedx4>(from), F32x4); }
inline void store4(float* to, F32x4 values) { std::memcpy(to, &values, sizeof values); }
// Cut off towards 0; |values| are below 2¹⁵.
inline void store4(int16_t* to, F32x4 values) {
  const auto whole = __builtin_convertvector(__builtin_convertvector(values, image::I32x4), Fixedx4);
  std::memcpy(to, &whole, sizeof whole);
}

inline F32x4 max4(F32x4 a, F32x4 b) { return a < b ? b : a; }
inline F32x4 min4(F32x4 a, F32x4 b) { return b < a ? b : a; }
inline F32x4 clamp4(F32x4 value, float least, float most) { return min4(max4(value, all(least)), all(most)); }
inline F32x4 abs4(F32x4 value) { return max4(value, -value); }

inline F32x4 sqrt4(F32x4 value) {
#if defined(__wasm_simd128__)
  return (F32x4)wasm_f32x4_sqrt((v128_t)value);
#elif defined(__SSE2__)
  return (F32x4)_mm_sqrt_ps((__m128)value);
#else
  return F32x4{std::sqrt(value[0]), std::sqrt(value[1]), std::sqrt(value[2]), std::sqrt(value[3])};
#endif
}

}  // namespace media::cutout
