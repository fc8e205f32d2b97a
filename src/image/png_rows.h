// From a PNG's inflated bytes to pixels.
#pragma once

#include "image/image.h"

namespace media::image {

struct PngFormat {
  int depth = 8;       // bits a sample
  int colour = 6;      // 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA
  bool apple = false;  // samples in BGR(A) order, colour premultiplied
  uint8_t palette[256][4];
  bool has_key = false;  // one colour (grey in key[0]) is transparent
  int key[3] = {};

  int channels() const { return colour == 2 ? 3 : colour == 4 ? 2 : colour == 6 ? 4 : 1; }
  size_t row_bytes(int width) const {
    return (static_cast<size_t>(width) * static_cast<size_t>(channels() * depth) + 7) / 8;
  }
};

// Undoes the filter 0…4 of one row in place; `above` is the row before, null for the first;
// `step` is the bytes of a pixel, at least 1.
void png_unfilter(int filter, uint8_t* row, const uint8_t* above, size_t bytes, size_t step);

// RGBA of one unfiltered row.
void png_expand(const PngFormat& format, const uint8_t* row, int width, uint8_t* rgba);

}  // namespace media::image
