#include "image/jpeg/forward.h"

#include <algorithm>
#include <cstring>

#include "image/simd.h"

namespace media::image {
namespace {

constexpr int kColourBits = 15;    // of the factors of colour
// Of samples, rows and coefficients, as many as 16 bits have room for: rounding to whole levels would be seen at high
// quality.
constexpr int kSampleBits = 5, kRowBits = 3, kResultBits = 1;
constexpr int kCosineBits = 14;

constexpr int16_t fixed(double value, int bits) {
  const double scaled = value * (1 << bits);
  return static_cast<int16_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}


// Four pixels apart: red and blue, green and alpha.
struct Channels {
  I16x8 red_blue, green_alpha;
};

Channels channels(const uint8_t* rgba) {
  const U32x4 pixels = load<U32x4>(rgba);
  return {(I16x8)(pixels & 0xff00ff), (I16x8)(pixels >> 8 & 0xff00ff)};
}

// A weighed sum of the three, with what it is of rounded away.
template <int Shift, int32_t Offset = 0>
I32x4 mix(const Channels& c, I16x8 red_blue, I16x8 green) {
  return (dot_pairs(c.red_blue, red_blue) + dot_pairs(c.green_alpha, green) + (Offset + (1 << (Shift - 1)))) >> Shift;
}

// ITU-R BT.601 as JFIF has it.
constexpr I16x8 kLumaRedBlue = pairs(fixed(0.299, kColourBits), fixed(0.114, kColourBits)),
                kLumaGreen = pairs(fixed(0.587, kColourBits), 0),
                kBlueRedBlue = pairs(fixed(-0.168736, kColourBits), fixed(0.5, kColourBits)),
                kBlueGreen = pairs(fixed(-0.331264, kColourBits), 0),
                kRedRedBlue = pairs(fixed(0.5, kColourBits), fixed(-0.081312, kColourBits)),
                kRedGreen = pairs(fixed(-0.418688, kColourBits), 0);
constexpr int kShift = kColourBits - kSampleBits;

void store(int16_t* to, I16x8 values) { std::memcpy(to, &values, sizeof values); }

void luma(const uint8_t* rgba, size_t count, int16_t* out) {
  constexpr int32_t middle = -128 * (1 << kColourBits);
  for (size_t i = 0; i < count; i += 8) {
    const auto four = [&](size_t at) { return mix<kShift, middle>(channels(rgba + at * 4), kLumaRedBlue, kLumaGreen); };
    store(out + i, narrow(four(i), four(i + 4)));
  }
}

template <int Shift, class Four>
void colour(size_t count, const Four& four, int16_t* blue, int16_t* red) {
  for (size_t i = 0; i < count; i += 8) {
    const Channels a = four(i), b = four(i + 4);
    store(blue + i, narrow(mix<Shift>(a, kBlueRedBlue, kBlueGreen), mix<Shift>(b, kBlueRedBlue, kBlueGreen)));
    store(red + i, narrow(mix<Shift>(a, kRedRedBlue, kRedGreen), mix<Shift>(b, kRedRedBlue, kRedGreen)));
  }
}

// Sums over squares of 2 × 2 pixels: four of them.
Channels squares(const uint8_t* above, const uint8_t* below) {
  const Channels a = channels(above), b = channels(above + 16), c = channels(below), d = channels(below + 16);
  const auto beside = [](I16x8 low, I16x8 high) {
    const I32x4 even = __builtin_shufflevector((I32x4)low, (I32x4)high, 0, 2, 4, 6);
    const I32x4 odd = __builtin_shufflevector((I32x4)low, (I32x4)high, 1, 3, 5, 7);
    return (I16x8)even + (I16x8)odd;
  };
  return {beside(a.red_blue + c.red_blue, b.red_blue + d.red_blue),
          beside(a.green_alpha + c.green_alpha, b.green_alpha + d.green_alpha)};
}

template <int Shift>
I16x8 rounded(I32x4 low, I32x4 high) {
  constexpr int32_t half = 1 << (Shift - 1);
  return narrow((low + half) >> Shift, (high + half) >> Shift);
}

template <int Shift>
I16x8 rotate(const Interleaved<I16x8>& p, I16x8 factors) {
  return rounded<Shift>(dot_pairs(p.low, factors), dot_pairs(p.high, factors));
}

template <int Shift>
I16x8 rotate(const Interleaved<I16x8>& p, I16x8 factors, const Interleaved<I16x8>& q, I16x8 others) {
  return rounded<Shift>(dot_pairs(p.low, factors) + dot_pairs(q.low, others), dot_pairs(p.high, factors) + dot_pairs(q.high, others));
}

// √2 · cos(k π / 16).
constexpr int16_t c1 = fixed(1.387039845, kCosineBits), c2 = fixed(1.306562965, kCosineBits), c3 = fixed(1.175875602, kCosineBits),
                  c4 = fixed(1, kCosineBits), c5 = fixed(0.785694958, kCosineBits), c6 = fixed(0.541196100, kCosineBits),
                  c7 = fixed(0.275899379, kCosineBits);

// Eight cosine transforms beside each other, across the vectors, times √8 (the definition, by its symmetries).
// Once in the code: it is long.
template <int Shift>
[[gnu::noinline]] void transform(I16x8 (&v)[8]) {
  I16x8 sum[4], difference[4];
  for (size_t i = 0; i < 4; ++i) {
    sum[i] = v[i] + v[7 - i];
    difference[i] = v[i] - v[7 - i];
  }
  const Interleaved<I16x8> even = interleave(sum[0] + sum[3], sum[1] + sum[2]), odd = interleave(sum[0] - sum[3], sum[1] - sum[2]);
  v[0] = rotate<Shift>(even, pairs(c4, c4));
  v[4] = rotate<Shift>(even, pairs(c4, -c4));
  v[2] = rotate<Shift>(odd, pairs(c2, c6));
  v[6] = rotate<Shift>(odd, pairs(c6, -c2));
  const Interleaved<I16x8> p = interleave(difference[0], difference[1]), q = interleave(difference[2], difference[3]);
  v[1] = rotate<Shift>(p, pairs(c1, c3), q, pairs(c5, c7));
  v[3] = rotate<Shift>(p, pairs(c3, -c7), q, pairs(-c1, -c5));
  v[5] = rotate<Shift>(p, pairs(c5, -c1), q, pairs(c7, c3));
  v[7] = rotate<Shift>(p, pairs(c7, -c5), q, pairs(c3, -c1));
}

void transform_block(const int16_t* samples, size_t stride, int16_t* out) {
  I16x8 v[8];
  for (size_t y = 0; y < 8; ++y) v[y] = load<I16x8>(samples + y * stride);
  transform<kCosineBits + kSampleBits - kRowBits>(v);
  transpose(v);
  transform<kCosineBits + kRowBits - kResultBits>(v);
  for (size_t x = 0; x < 8; ++x) store(out + 8 * x, v[x]);
}

}  // namespace

Result<JpegForward> JpegForward::make(ImageView image, std::array<uint8_t, 3> background, bool halved) {
  JpegForward out;
  out.image_ = image;
  out.background_ = background;
  out.grid_ = {image.width, image.height, halved};
  const size_t width = out.padded(), side = out.grid_.side(), colour_width = halved ? width / 2 : width;
  for (Image& row : out.pixels_) {
    auto pixels = Bytes::make(width * 4);
    if (!pixels) return pixels.error();
    row = {std::move(*pixels), static_cast<int>(width), 1};
  }
  auto planes = Buffer<int16_t>::make(side * width + 2 * 8 * colour_width);
  if (!planes) return planes.error();
  out.planes_ = std::move(*planes);
  return out;
}

// A row over the background, its last pixel repeated; below the picture the last row.
void JpegForward::read(int y, Image& into) const {
  const auto width = static_cast<size_t>(image_.width);
  const uint8_t* const from = image_.data + static_cast<size_t>(std::min(y, image_.height - 1)) * width * 4;
  uint8_t* const to = into.pixels.data();
  uint32_t alphas = ~0u;
  for (size_t x = 0; x < width; ++x) {
    uint32_t pixel;
    std::memcpy(&pixel, from + 4 * x, 4);
    std::memcpy(to + 4 * x, &pixel, 4);
    alphas &= pixel;
  }
  if (alphas >> 24 != 255) {
    const uint8_t colour[4] = {background_[0], background_[1], background_[2], 255};
    for (size_t x = 0; x < width; ++x) std::memcpy(to + 4 * x, colour, 4);
    source_over(into, {from, image_.width, 1}, 0, 0);
  }
  for (size_t x = width; x < padded(); ++x) std::memcpy(to + 4 * x, to + 4 * (width - 1), 4);
}

void JpegForward::transform_row(size_t row, int16_t* coefficients) {
  const size_t width = padded(), side = grid_.side(), colour_width = grid_.halved ? width / 2 : width;
  int16_t *const lumas = planes_.data(), *const blues = lumas + side * width, *const reds = blues + 8 * colour_width;
  const int top = static_cast<int>(row * side);
  if (grid_.halved) {
    const uint8_t *const above = pixels_[0].pixels.data(), *const below = pixels_[1].pixels.data();
    for (size_t y = 0; y < side; y += 2) {
      for (size_t k = 0; k < 2; ++k) {
        read(top + static_cast<int>(y + k), pixels_[k]);
        luma(pixels_[k].pixels.data(), width, lumas + (y + k) * width);
      }
      const auto four = [&](size_t at) { return squares(above + at * 8, below + at * 8); };
      colour<kShift + 2>(colour_width, four, blues + y / 2 * colour_width, reds + y / 2 * colour_width);
    }
  } else {
    const uint8_t* const pixels = pixels_[0].pixels.data();
    for (size_t y = 0; y < side; ++y) {
      read(top + static_cast<int>(y), pixels_[0]);
      luma(pixels, width, lumas + y * width);
      colour<kShift>(width, [&](size_t at) { return channels(pixels + at * 4); }, blues + y * width, reds + y * width);
    }
  }
  for (size_t unit = 0; unit < grid_.columns(); ++unit) {
    for (size_t y = 0; y < side; y += 8) {
      for (size_t x = 0; x < side; x += 8, coefficients += kBlock)
        transform_block(lumas + y * width + unit * side + x, width, coefficients);
    }
    for (const int16_t* plane : {blues, reds}) {
      transform_block(plane + unit * 8, colour_width, coefficients);
      coefficients += kBlock;
    }
  }
}

}  // namespace media::image
