#include "image/resize_bytes.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "image/simd.h"

namespace media::image {
namespace {

// 8 bits of value, 2 of headroom for overshoot, the rest of 32 precision.
constexpr int kPrecision = 32 - 8 - 2;
constexpr int kHalf = kPrecision / 2;

int32_t pack(int32_t first, int32_t second) {
  return static_cast<int32_t>(static_cast<uint32_t>(first & 0xffff) | static_cast<uint32_t>(second) << 16);
}

I16x8 splat(int32_t pair) { return (I16x8)(I32x4{pair, pair, pair, pair}); }

// The sum of products with both halves of the weights, as a value with its fraction rounded away.
I32x4 join(I32x4 upper, I32x4 lower) {
  return ((upper << kHalf) + lower + (1 << (kPrecision - 1))) >> kPrecision;
}

// Two pixels of straight RGBA, premultiplied and laid out in pairs.
[[gnu::always_inline]] inline void two_pixels(uint64_t rgba, int16_t* line) {
  const U8x16 zero = {};
  const U16x8 alpha_only = {0, 0, 0, 0xffff, 0, 0, 0, 0xffff}, whole_alpha = {0, 0, 0, 255, 0, 0, 0, 255};
  using U64x2 [[gnu::vector_size(16)]] = uint64_t;
  auto bytes = (U8x16)U64x2{rgba, 0};
  auto pixels =
      (U16x8)__builtin_shufflevector(bytes, zero, 0, 16, 1, 16, 2, 16, 3, 16, 4, 16, 5, 16, 6, 16, 7, 16);
  U16x8 alpha = __builtin_shufflevector(pixels, pixels, 3, 3, 3, 3, 7, 7, 7, 7);
  U16x8 n = pixels * ((alpha & ~alpha_only) | whole_alpha) + 128;  // ÷ 255, rounded to nearest:
  n = (n + (n >> 8)) >> 8;
  U16x8 paired = __builtin_shufflevector(n, n, 0, 4, 1, 5, 2, 6, 3, 7);
  std::memcpy(line, &paired, sizeof paired);
}

// As many lines at once as there are numbers L. Written out by folds: sums have to stay in registers.
template <size_t... L>
void resize_lines(std::index_sequence<L...>, const int16_t* lines, size_t length, const PairWeights& axis,
                  int outputs, uint8_t* const* to) {
  for (int i = 0; i < outputs; ++i) {
    const int16_t* sample = lines + axis.first[static_cast<size_t>(i)] * 4;
    const int32_t* weight =
        axis.weights.data() + static_cast<size_t>(i) * static_cast<size_t>(axis.most_pairs) * 2;
    I32x4 upper[sizeof...(L)] = {}, lower[sizeof...(L)] = {};
    for (int k = axis.pairs[static_cast<size_t>(i)]; k > 0; --k, sample += 8, weight += 2) {
      I16x8 high = splat(weight[0]), low = splat(weight[1]);
      ((upper[L] += dot_pairs(load<I16x8>(sample + L * length), high)), ...);
      ((lower[L] += dot_pairs(load<I16x8>(sample + L * length), low)), ...);
    }
    auto finish = [&](I32x4 sum, uint8_t* pixel) {
      U8x16 bytes = to_bytes(sum, sum, sum, sum);
      std::memcpy(pixel, &bytes, 4);
    };
    (finish(join(upper[L], lower[L]), to[L] + static_cast<size_t>(i) * 4), ...);
  }
}

}  // namespace

Result<PairWeights> pair_weights(int from, int to, Filter filter) {
  auto axis = resize_weights(from, to, filter);
  if (!axis) return axis.error();
  PairWeights out;
  out.most_pairs = axis->taps / 2 + 1;
  auto outputs = static_cast<size_t>(to), most = static_cast<size_t>(out.most_pairs);
  auto pairs = Buffer<int>::make(outputs);
  auto weights = Buffer<int32_t>::zeroed(outputs * most * 2);
  if (!pairs) return pairs.error();
  if (!weights) return weights.error();
  for (size_t i = 0; i < outputs; ++i) {
    int skipped = axis->first[i] % 2, end = skipped + axis->count[i];
    const double* own = axis->weights.data() + i * static_cast<size_t>(axis->taps);
    auto fixed = [&](int k) {
      return k < skipped || k >= end ? 0
                                     : static_cast<int32_t>(std::lround(own[k - skipped] * (1 << kPrecision)));
    };
    (*pairs)[i] = (end + 1) / 2;
    axis->first[i] -= skipped;
    for (int k = 0; k < end; k += 2) {
      int32_t* pair = weights->data() + 2 * (i * most + static_cast<size_t>(k / 2));
      int32_t a = fixed(k), b = fixed(k + 1);
      pair[0] = pack(a >> kHalf, b >> kHalf);
      pair[1] = pack(a & ((1 << kHalf) - 1), b & ((1 << kHalf) - 1));
    }
  }
  out.first = std::move(axis->first);
  out.pairs = std::move(*pairs);
  out.weights = std::move(*weights);
  return out;
}

size_t line_length(int width) { return (static_cast<size_t>(width) + 1) / 2 * 8; }

void rgba_to_line(const uint8_t* rgba, int width, int16_t* line) {
  for (int x = 0; x + 1 < width; x += 2, rgba += 8, line += 8) two_pixels(load<uint64_t>(rgba), line);
  if (width % 2 != 0) two_pixels(load<uint32_t>(rgba), line);
}

void grey_to_line(const uint8_t* grey, size_t stride, int rows, int width, int16_t* line) {
  std::fill_n(line, line_length(width), int16_t{0});
  for (int row = 0; row < rows; ++row, grey += stride) {
    for (int x = 0; x < width; ++x) line[x / 2 * 8 + row * 2 + x % 2] = grey[x];
  }
}

void resize_line(const int16_t* line, const PairWeights& axis, int outputs, uint8_t* to) {
  resize_lines(std::index_sequence<0>(), line, 0, axis, outputs, &to);
}

void resize_four_lines(const int16_t* lines, size_t length, const PairWeights& axis, int outputs,
                       uint8_t* const to[4]) {
  resize_lines(std::make_index_sequence<4>(), lines, length, axis, outputs, to);
}

void resize_rows(const uint8_t* const* rows, const PairWeights& axis, int i, size_t bytes, uint8_t* to) {
  const U8x16 zero = {};
  const int32_t* weights =
      axis.weights.data() + static_cast<size_t>(i) * static_cast<size_t>(axis.most_pairs) * 2;
  int pairs = axis.pairs[static_cast<size_t>(i)];
  for (size_t x = 0; x < bytes; x += 16) {
    I32x4 upper[4] = {}, lower[4] = {};
    for (int k = 0; k < pairs; ++k) {
      auto a = load<U8x16>(rows[2 * k] + x), b = load<U8x16>(rows[2 * k + 1] + x);
      I16x8 high = splat(weights[2 * k]), low = splat(weights[2 * k + 1]);
      U8x16 front = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      U8x16 back =
          __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      const I16x8 wide[4] = {
          (I16x8)__builtin_shufflevector(front, zero, 0, 16, 1, 16, 2, 16, 3, 16, 4, 16, 5, 16, 6, 16, 7, 16),
          (I16x8)__builtin_shufflevector(front, zero, 8, 16, 9, 16, 10, 16, 11, 16, 12, 16, 13, 16, 14, 16,
                                         15, 16),
          (I16x8)__builtin_shufflevector(back, zero, 0, 16, 1, 16, 2, 16, 3, 16, 4, 16, 5, 16, 6, 16, 7, 16),
          (I16x8)__builtin_shufflevector(back, zero, 8, 16, 9, 16, 10, 16, 11, 16, 12, 16, 13, 16, 14, 16, 15,
                                         16),
      };
      upper[0] += dot_pairs(wide[0], high), lower[0] += dot_pairs(wide[0], low);
      upper[1] += dot_pairs(wide[1], high), lower[1] += dot_pairs(wide[1], low);
      upper[2] += dot_pairs(wide[2], high), lower[2] += dot_pairs(wide[2], low);
      upper[3] += dot_pairs(wide[3], high), lower[3] += dot_pairs(wide[3], low);
    }
    U8x16 out = to_bytes(join(upper[0], lower[0]), join(upper[1], lower[1]), join(upper[2], lower[2]),
                         join(upper[3], lower[3]));
    std::memcpy(to + x, &out, std::min<size_t>(16, bytes - x));
  }
}

void unpremultiply(uint8_t* pixel, size_t pixels) {
  for (size_t i = 0; i < pixels; ++i, pixel += 4) {
    uint32_t alpha = pixel[3];
    if (alpha == 0 || alpha == 255) continue;
    for (int c = 0; c < 3; ++c) pixel[c] = static_cast<uint8_t>(std::min(255u, pixel[c] * 255u / alpha));
  }
}

}  // namespace media::image
