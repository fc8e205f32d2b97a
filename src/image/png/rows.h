// From a PNG's inflated bytes to pixels.
#pragma once

#include <cstdlib>

#include "image/image.h"

namespace media::image {

// Of a colour type: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA.
constexpr size_t png_channels(int colour) { return colour == 2 ? 3 : colour == 4 ? 2 : colour == 6 ? 4 : 1; }

// A row without its filter; `depth` in bits a sample.
constexpr size_t png_row_bytes(int width, int colour, int depth) {
  return (static_cast<size_t>(width) * png_channels(colour) * static_cast<size_t>(depth) + 7) / 8;
}

// Which of three neighbours predicts a byte (section 9.4).
inline int paeth(int left, int above, int corner) {
  const int by_left = std::abs(above - corner), by_above = std::abs(left - corner),
            by_corner = std::abs(left + above - 2 * corner);
  if (by_left <= by_above && by_left <= by_corner) return left;
  return by_above <= by_corner ? above : corner;
}

struct PngFormat {
  int depth = 8;       // bits a sample
  int colour = 6;
  bool apple = false;  // samples in BGR(A) order, colour premultiplied
  uint8_t palette[256][4];
  bool has_key = false;  // one colour (grey in key[0]) is transparent
  int key[3] = {};

  bool is_rgba() const { return depth == 8 && colour == 6 && !apple; }
  size_t channels() const { return png_channels(colour); }
  size_t row_bytes(int width) const { return png_row_bytes(width, colour, depth); }
};

// Undoes the filter 0…4 of one row; `to` may be the row itself, else it is apart from it. `above` is what the row before
// became, null for the first; `step` is the bytes of a pixel, at least 1.
void png_unfilter(int filter, const uint8_t* row, uint8_t* to, const uint8_t* above, size_t bytes, size_t step);

// RGBA of one unfiltered row.
void png_expand(const PngFormat& format, const uint8_t* row, int width, uint8_t* rgba);

}  // namespace media::image
