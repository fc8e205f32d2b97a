// From pixels to the coefficients of a JPEG's blocks: colour (JFIF's YCbCr), halved colour, cosine transform.
#pragma once

#include <array>

#include "image/image.h"
#include "image/jpeg/zigzag.h"

namespace media::image {

// How the blocks of a picture lie: in units of one block a channel or, with colour at half resolution both ways, of
// four of luma and one of each colour.
struct JpegGrid {
  int width = 0, height = 0;
  bool halved = false;

  size_t side() const { return halved ? 16 : 8; }
  size_t columns() const { return (static_cast<size_t>(width) + side() - 1) / side(); }
  size_t rows() const { return (static_cast<size_t>(height) + side() - 1) / side(); }
  size_t blocks() const { return halved ? 6 : 3; }  // of a unit
  size_t row_coefficients() const { return columns() * blocks() * kBlock; }
};

class JpegForward {
 public:
  // `image` must outlive this. What is transparent shows `background`. out_of_memory.
  static Result<JpegForward> make(ImageView image, std::array<uint8_t, 3> background, bool halved);

  const JpegGrid& grid() const { return grid_; }

  // The blocks of a row of units in the file's order, each column by column, coefficients times 16.
  void transform_row(size_t row, int16_t* coefficients);

 private:
  void read(int y, Image& into) const;
  size_t padded() const { return grid_.columns() * grid_.side(); }

  ImageView image_;
  std::array<uint8_t, 3> background_{};
  JpegGrid grid_;
  Image pixels_[2];         // two rows without transparency, as wide as their blocks
  Buffer<int16_t> planes_;  // of a row of units: luma, then the two of colour, from −128 to 127 times 32
};

}  // namespace media::image
