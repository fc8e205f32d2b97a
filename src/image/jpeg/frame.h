// What stands before the scan of a clean JPEG (see clean_jpeg), as far as decode_baseline reads it.
#pragma once

#include <array>

#include "base/buffer.h"
#include "image/jpeg/scan.h"
#include "image/jpeg/zigzag.h"

namespace media::image {

struct JpegFrame {
  struct Component {
    int id = 0;
    size_t across = 1, down = 1;  // blocks of a unit
    size_t steps = 0, first_codes = 0, codes = 0;
  };

  size_t width = 0, height = 0;
  size_t count = 0;  // of components: 1, or 3 (Y, Cb, Cr)
  std::array<Component, 3> components;
  alignas(16) std::array<std::array<int16_t, kBlock>, 4> steps{};  // row by row; up to 65535, of which 16 bits matter
  Buffer<ScanCodes> codes;                                         // four of first coefficients, then four of the others
  size_t interval = 0;                                             // units between restart markers; 0: there are none
  ByteView scan;                                                   // what follows

  size_t across() const { return components[0].across; }
  size_t down() const { return components[0].down; }
  size_t columns() const { return (width + 8 * across() - 1) / (8 * across()); }  // units
  size_t rows() const { return (height + 8 * down() - 1) / (8 * down()); }
};

// False where decode_baseline does not take it.
bool read_frame(ByteView jpeg, JpegFrame& out);

}  // namespace media::image
