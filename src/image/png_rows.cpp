// PNG third edition: filters, section 9; sample depth, alpha and palettes, sections 11 to 13.
#include "image/png_rows.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace media::image {
namespace {

uint8_t paeth(int left, int above, int corner) {
  int by_left = std::abs(above - corner), by_above = std::abs(left - corner),
      by_corner = std::abs(left + above - 2 * corner);
  if (by_left <= by_above && by_left <= by_corner) return static_cast<uint8_t>(left);
  return static_cast<uint8_t>(by_above <= by_corner ? above : corner);
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
  auto channels = static_cast<size_t>(format.channels());
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

void png_unfilter(int filter, uint8_t* row, const uint8_t* above, size_t bytes, size_t step) {
  auto add = [](uint8_t& to, int predicted) { to = static_cast<uint8_t>(to + predicted); };
  if (filter == 1) {
    for (size_t i = step; i < bytes; ++i) add(row[i], row[i - step]);
  } else if (filter == 2 && above != nullptr) {
    for (size_t i = 0; i < bytes; ++i) add(row[i], above[i]);
  } else if (filter == 3) {
    for (size_t i = 0; i < step; ++i) add(row[i], (above != nullptr ? above[i] : 0) / 2);
    for (size_t i = step; i < bytes; ++i)
      add(row[i], (row[i - step] + (above != nullptr ? above[i] : 0)) / 2);
  } else if (filter == 4 && above == nullptr) {  // Paeth's choice is then always the left one
    for (size_t i = step; i < bytes; ++i) add(row[i], row[i - step]);
  } else if (filter == 4) {
    for (size_t i = 0; i < step; ++i) add(row[i], above[i]);
    for (size_t i = step; i < bytes; ++i) add(row[i], paeth(row[i - step], above[i], above[i - step]));
  }
}

void png_expand(const PngFormat& format, const uint8_t* row, int width, uint8_t* rgba) {
  auto pixels = static_cast<size_t>(width);
  if (format.depth == 8 && format.colour == 6) {
    std::memcpy(rgba, row, pixels * 4);
  } else if (format.depth == 8 && format.colour == 2 && !format.has_key) {
    for (size_t x = 0; x < pixels; ++x, row += 3) {
      for (size_t c = 0; c < 3; ++c) rgba[x * 4 + c] = row[c];
      rgba[x * 4 + 3] = 255;
    }
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
