#include "image/jpeg/inverse.h"

#include <algorithm>
#include <cstring>

#include "image/simd.h"

namespace media::image {
namespace {

constexpr int kBits = 12;  // of the factors

constexpr int fixed(double value) { return static_cast<int>(value * (1 << kBits) + 0.5); }  // as stb_image rounds

// Eight numbers of 32 bits.
struct Wide {
  I32x4 low, high;
};
MEDIA_INLINE Wide operator+(const Wide& a, const Wide& b) { return {a.low + b.low, a.high + b.high}; }
MEDIA_INLINE Wide operator-(const Wide& a, const Wide& b) { return {a.low - b.low, a.high - b.high}; }

MEDIA_INLINE Wide dot(const Interleaved<I16x8>& values, I16x8 factors) {
  return {dot_pairs(values.low, factors), dot_pairs(values.high, factors)};
}

MEDIA_INLINE Wide widened(I16x8 values, int32_t bias) {
  const auto wide = interleave(I16x8{}, values);
  return {((I32x4)wide.low >> (16 - kBits)) + bias, ((I32x4)wide.high >> (16 - kBits)) + bias};
}

MEDIA_INLINE I16x8 wrapping_sum(I16x8 a, I16x8 b) { return (I16x8)((U16x8)a + (U16x8)b); }
MEDIA_INLINE I16x8 wrapping_difference(I16x8 a, I16x8 b) { return (I16x8)((U16x8)a - (U16x8)b); }

template <int Shift>
MEDIA_INLINE I16x8 rounded(const Wide& a) {
  return narrow(a.low >> Shift, a.high >> Shift);
}

// Eight inverse transforms beside each other, across the vectors (the factorisation of Loeffler, Ligtenberg and
// Moschytz 1989, whose rotations are sums of two products here). `Bias` rounds, and makes of the middle 128.
template <int Shift, int32_t Bias>
MEDIA_INLINE void transform(I16x8 (&v)[8]) {
  constexpr int even = fixed(0.541196100);
  constexpr int middle = fixed(1.175875602), first = fixed(-0.899976223), second = fixed(-2.562915447);
  constexpr int third = fixed(-1.961570560), fourth = fixed(-0.390180644);
  const auto v26 = interleave(v[2], v[6]), v73 = interleave(v[7], v[3]), v51 = interleave(v[5], v[1]);
  const auto sums = interleave(wrapping_sum(v[1], v[7]), wrapping_sum(v[3], v[5]));
  const Wide e2 = dot(v26, pairs(even, even + fixed(-1.847759065))), e3 = dot(v26, pairs(even + fixed(0.765366865), even));
  const Wide e0 = widened(wrapping_sum(v[0], v[4]), Bias), e1 = widened(wrapping_difference(v[0], v[4]), Bias);
  const Wide o4 = dot(sums, pairs(middle + first, middle)), o5 = dot(sums, pairs(middle, middle + second));
  const Wide a = e0 + e3, d = e0 - e3, b = e1 + e2, c = e1 - e2;
  const Wide x = dot(v51, pairs(fourth, fourth + fixed(1.501321110))) + o4;
  v[0] = rounded<Shift>(a + x), v[7] = rounded<Shift>(a - x);
  const Wide y = dot(v73, pairs(third, third + fixed(3.072711026))) + o5;
  v[1] = rounded<Shift>(b + y), v[6] = rounded<Shift>(b - y);
  const Wide z = dot(v51, pairs(fourth + fixed(2.053119869), fourth)) + o5;
  v[2] = rounded<Shift>(c + z), v[5] = rounded<Shift>(c - z);
  const Wide w = dot(v73, pairs(third + fixed(0.298631336), third)) + o4;
  v[3] = rounded<Shift>(d + w), v[4] = rounded<Shift>(d - w);
}

// A perfect shuffle of all elements.
MEDIA_INLINE void shuffle(U8x16 (&v)[4]) {
  const auto a = interleave(v[0], v[2]), b = interleave(v[1], v[3]);
  v[0] = a.low, v[1] = a.high, v[2] = b.low, v[3] = b.high;
}

template <class V>
MEDIA_INLINE void store_halves(V v, uint8_t* low, uint8_t* high) {
  const auto halves = (U64x2)v;
  const uint64_t both[] = {halves[0], halves[1]};
  std::memcpy(low, &both[0], 8);
  std::memcpy(high, &both[1], 8);
}

// Of the 1 : 2 : … scale of ITU-R BT.601 as JFIF has it: what Cr adds to red, Cb to blue, in 2⁻¹²; both take from green
// in steps of 2⁻⁴, one rounded down before the other, so that 705 = 5 · 128 + 65 and 2925 = 11 · 256 + 109 fit in 16 bits.
constexpr int16_t kRed = fixed(1.402), kBlue = fixed(1.772);

// Samples of sixteen pixels.
struct Sixteen {
  I16x8 low, high;
};

struct Eight {
  I16x8 red, green, blue;
};
MEDIA_INLINE Eight coloured(I16x8 luma, I16x8 blue, I16x8 red) {
  return {luma + scaled(red << 3, I16x8{} + kRed),
          luma + ((8 - blue * 5 - red * 11 + ((blue * -65) >> 7) + ((red * -109) >> 8)) >> 4),
          luma + scaled(blue << 3, I16x8{} + kBlue)};
}

template <class V>
MEDIA_INLINE void store(uint8_t* to, V v) {
  std::memcpy(to, &v, sizeof v);
}

MEDIA_INLINE void sixteen(U8x16 luma, const Sixteen& blue, const Sixteen& red, uint8_t* out) {
  const auto y = interleave(luma, U8x16{});
  const Eight a = coloured((I16x8)y.low, blue.low, red.low), b = coloured((I16x8)y.high, blue.high, red.high);
  const auto rg = interleave(to_bytes(a.red, b.red), to_bytes(a.green, b.green));
  const auto ba = interleave(to_bytes(a.blue, b.blue), ~U8x16{});
  const auto front = interleave((I16x8)rg.low, (I16x8)ba.low), back = interleave((I16x8)rg.high, (I16x8)ba.high);
  store(out, front.low);
  store(out + 16, front.high);
  store(out + 32, back.low);
  store(out + 48, back.high);
}

// Samples of eight columns, weighed by rows.
MEDIA_INLINE I16x8 column_sums(const uint8_t* near, const uint8_t* far) { return load_8_bytes(near) * 3 + load_8_bytes(far); }

// Of one channel of colour as it goes along a row: sixteen pixels' at a time, less 128.
template <bool Across>
class Samples {
 public:
  MEDIA_INLINE Samples(const uint8_t* near, const uint8_t* far) : near_(near), far_(far) {
    if constexpr (Across) {
      before_ = I16x8{} + static_cast<int16_t>(near[-1] * 3 + far[-1]);  // of which only the last matters
      here_ = column_sums(near, far);
    }
  }

  MEDIA_INLINE Sixteen next() {
    constexpr int shift = Across ? 4 : 2;
    constexpr int16_t bias = (1 << shift >> 1) - (128 << shift);
    if constexpr (Across) {
      const I16x8 after = column_sums(near_ + 8, far_ + 8);
      const I16x8 most = here_ * 3 + bias;
      const I16x8 left = most + __builtin_shufflevector(before_, here_, 7, 8, 9, 10, 11, 12, 13, 14);
      const I16x8 right = most + __builtin_shufflevector(here_, after, 1, 2, 3, 4, 5, 6, 7, 8);
      const auto both = interleave(left >> shift, right >> shift);
      before_ = here_, here_ = after;
      near_ += 8, far_ += 8;
      return {both.low, both.high};
    } else {
      const Sixteen out{(column_sums(near_, far_) + bias) >> shift, (column_sums(near_ + 8, far_ + 8) + bias) >> shift};
      near_ += 16, far_ += 16;
      return out;
    }
  }

 private:
  const uint8_t *near_, *far_;
  I16x8 before_{}, here_{};
};

template <bool Across>
void row(const uint8_t* luma, const ColourRows& colour, int width, uint8_t* rgba) {
  Samples<Across> blue(colour.near[0], colour.far[0]), red(colour.near[1], colour.far[1]);
  uint8_t last[64];
  for (; width > 0; width -= 16, luma += 16, rgba += 64) {
    sixteen(load<U8x16>(luma), blue.next(), red.next(), width >= 16 ? rgba : last);
    if (width < 16) std::memcpy(rgba, last, static_cast<size_t>(width) * 4);
  }
}

}  // namespace

void inverse_transform(const int16_t* coefficients, const int16_t* steps, uint8_t* out, size_t stride) {
  const auto row = [&](size_t i) __attribute__((always_inline)) {
    return (I16x8)(load<U16x8>(coefficients + 8 * i) * load<U16x8>(steps + 8 * i));
  };
  I16x8 v[8] = {row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7)};
  transform<10, 1 << 9>(v);
  transpose(v);
  transform<17, (1 << 16) + (128 << 17)>(v);
  U8x16 bytes[4] = {to_bytes(v[0], v[1]), to_bytes(v[2], v[3]), to_bytes(v[4], v[5]), to_bytes(v[6], v[7])};
  shuffle(bytes), shuffle(bytes), shuffle(bytes);
  store_halves(bytes[0], out, out + stride);
  store_halves(bytes[1], out + 2 * stride, out + 3 * stride);
  store_halves(bytes[2], out + 4 * stride, out + 5 * stride);
  store_halves(bytes[3], out + 6 * stride, out + 7 * stride);
}

void inverse_transform(int16_t level, uint8_t* out, size_t stride) {
  const uint64_t eight = static_cast<uint64_t>(std::clamp(((level + 4) >> 3) + 128, 0, 255)) * 0x0101010101010101;
  for (size_t i = 0; i < 8; ++i) std::memcpy(out + i * stride, &eight, 8);
}

void pixels_of(const uint8_t* luma, const ColourRows& colour, int width, uint8_t* rgba) {
  (colour.halved_across ? row<true> : row<false>)(luma, colour, width, rgba);
}

}  // namespace media::image
