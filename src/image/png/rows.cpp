// PNG third edition: filters, section 9; sample depth, alpha and palettes, sections 11 to 13.
#include "image/png/rows.h"

#include <algorithm>
#include <cstring>

#include "image/simd.h"

namespace media::image {
namespace {

// What of a pixel's neighbours predicts it, by filter; a lane is a byte of the pixel.
struct Left {
  I16x8 operator()(I16x8 left, I16x8, I16x8) const { return left; }
};
struct Mean {
  I16x8 operator()(I16x8 left, I16x8 above, I16x8) const { return (left + above) >> 1; }
};
struct Paeth {
  // Inlined by all means: LLVM 14 breaks on what it finds out of its result when it links.
  [[gnu::always_inline]] static inline I16x8 magnitude(I16x8 v) {
    const I16x8 sign = v >> 15;
    return (v ^ sign) - sign;
  }
  I16x8 operator()(I16x8 left, I16x8 above, I16x8 corner) const {
    const I16x8 down = above - corner, right = left - corner;
    const I16x8 by_left = magnitude(down), by_above = magnitude(right), by_corner = magnitude(down + right);
    const I16x8 other = by_above <= by_corner ? above : corner;
    const I16x8 least = by_above <= by_corner ? by_above : by_corner;
    return by_left <= least ? left : other;
  }
};

// Pixels of `Step` bytes, 3 or 4, as long as four can be loaded; where it stops.
template <size_t Step, class Predict>
size_t unfilter(const uint8_t* row, uint8_t* to, const uint8_t* above, size_t bytes, Predict predict) {
  constexpr size_t wide = 4;
  I16x8 left{}, corner{};
  size_t i = 0;
  for (; i + wide <= bytes; i += Step) {
    const I16x8 up = load_bytes(above + i);
    left = (load_bytes(row + i) + predict(left, up, corner)) & 255;
    corner = up;
    const uint32_t pixel = low_bytes(left);
    std::memcpy(to + i, &pixel, Step);
  }
  return i;
}

template <class Predict>
size_t unfilter(size_t step, const uint8_t* row, uint8_t* to, const uint8_t* above, size_t bytes, Predict predict) {
  switch (step) {
    case 3:
      return unfilter<3>(row, to, above, bytes, predict);
    case 4:
      return unfilter<4>(row, to, above, bytes, predict);
    default:
      return 0;
  }
}

// Sample i of a row, as stored.
template <int Depth>
int sample(const uint8_t* row, size_t i) {
  if constexpr (Depth == 16) {
    return row[i * 2] << 8 | row[i * 2 + 1];
  } else {
    constexpr size_t each = 8 / Depth;
    return (row[i / each] >> (8 - Depth - Depth * static_cast<int>(i % each))) & ((1 << Depth) - 1);
  }
}

template <int Depth>
uint8_t to_byte(int value) {
  constexpr int most = (1 << Depth) - 1;
  return static_cast<uint8_t>((value * 255 + most / 2) / most);
}

template <int Depth>
void expand(const PngFormat& format, const uint8_t* row, int width, uint8_t* rgba) {
  bool grey = format.colour == 0 || format.colour == 4;
  bool has_alpha = format.colour == 4 || format.colour == 6;
  const size_t channels = format.channels();
  for (size_t x = 0; x < static_cast<size_t>(width); ++x, rgba += 4) {
    if (format.colour == 3) {
      std::memcpy(rgba, format.palette[sample<Depth>(row, x) & 255], 4);
      continue;
    }
    int value[4];
    for (size_t c = 0; c < channels; ++c) value[c] = sample<Depth>(row, x * channels + c);
    bool is_key = format.has_key && value[0] == format.key[0] &&
                  (grey || (value[1] == format.key[1] && value[2] == format.key[2]));
    for (size_t c = 0; c < 3; ++c) rgba[c] = to_byte<Depth>(value[grey ? 0 : c]);
    rgba[3] = has_alpha ? to_byte<Depth>(value[channels - 1]) : is_key ? 0 : 255;
  }
}

void from_apple(int width, uint8_t* rgba) {
  for (int x = 0; x < width; ++x, rgba += 4) {
    std::swap(rgba[0], rgba[2]);
    int alpha = rgba[3];
    for (int c = 0; alpha != 0 && c < 3; ++c)
      rgba[c] = static_cast<uint8_t>(std::min(255, (rgba[c] * 255 + alpha / 2) / alpha));
  }
}

}  // namespace

void png_unfilter(int filter, const uint8_t* row, uint8_t* to, const uint8_t* above, size_t bytes, size_t step) {
  if (filter == 0 || (filter == 2 && above == nullptr)) {
    if (to != row) std::memcpy(to, row, bytes);
    return;
  }
  if (filter == 2) {
    // By hand: a compiler's own vectors ask whether the two rows are one.
    size_t i = 0;
    for (; i + sizeof(U8x16) <= bytes; i += sizeof(U8x16)) {
      const U8x16 sum = load<U8x16>(row + i) + load<U8x16>(above + i);
      std::memcpy(to + i, &sum, sizeof sum);
    }
    for (; i < bytes; ++i) to[i] = static_cast<uint8_t>(row[i] + above[i]);
    return;
  }
  if (filter == 4 && above == nullptr) filter = 1;  // Paeth's choice is then always the left one
  const size_t done = filter == 1        ? unfilter(step, row, to, row, bytes, Left())
                      : above == nullptr ? 0
                      : filter == 3      ? unfilter(step, row, to, above, bytes, Mean())
                                         : unfilter(step, row, to, above, bytes, Paeth());
  for (size_t i = done; i < bytes; ++i) {
    const int left = i >= step ? to[i - step] : 0, up = above != nullptr ? above[i] : 0,
              corner = above != nullptr && i >= step ? above[i - step] : 0;
    const int predicted = filter == 1 ? left : filter == 3 ? (left + up) / 2 : paeth(left, up, corner);
    to[i] = static_cast<uint8_t>(row[i] + predicted);
  }
}

void png_expand(const PngFormat& format, const uint8_t* row, int width, uint8_t* rgba) {
  auto pixels = static_cast<size_t>(width);
  if (format.depth == 8 && format.colour == 6) {
    std::memcpy(rgba, row, pixels * 4);
  } else if (format.depth == 8 && format.colour == 2 && !format.has_key) {
    for (size_t x = 0; x + 1 < pixels; ++x) {
      uint32_t pixel;
      std::memcpy(&pixel, row + x * 3, 4);
      pixel |= 0xff000000u;
      std::memcpy(rgba + x * 4, &pixel, 4);
    }
    std::memcpy(rgba + (pixels - 1) * 4, row + (pixels - 1) * 3, 3);
    rgba[pixels * 4 - 1] = 255;
  } else {
    switch (format.depth) {
      case 1:
        expand<1>(format, row, width, rgba);
        break;
      case 2:
        expand<2>(format, row, width, rgba);
        break;
      case 4:
        expand<4>(format, row, width, rgba);
        break;
      case 8:
        expand<8>(format, row, width, rgba);
        break;
      default:
        expand<16>(format, row, width, rgba);
    }
  }
  if (format.apple && (format.colour == 2 || format.colour == 6)) from_apple(width, rgba);
}

}  // namespace media::image
