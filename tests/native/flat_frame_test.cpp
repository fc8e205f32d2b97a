// A smooth frame around what has more grain than a flat background may have.
#include <gtest/gtest.h>

#include "cutout/cutout.h"

namespace media::cutout {
namespace {

TEST(FlatFrame, GrainInsideOfASmoothFrameGetsAnAnswer) {
  constexpr int side = 96;
  for (const int frame : {1, 2, 4}) {
    for (int grain = 1; grain <= 12; ++grain) {
      auto picture = std::move(*image::make_image(side, side));
      uint32_t random = 7;
      for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
          random = random * 1664525U + 1013904223U;
          const bool high = (random >> 20 & 1) != 0;
          const bool inside = x >= frame && y >= frame && x < side - frame && y < side - frame;
          const double grey = 100 + 0.11 * x + (inside ? (high ? grain : -grain) : (high ? 1 : 0));
          uint8_t* const pixel = picture.pixels.data() + 4 * (y * side + x);
          pixel[0] = pixel[1] = pixel[2] = static_cast<uint8_t>(grey);
          pixel[3] = 255;
        }
      }
      const auto flat = flat_background(picture);
      ASSERT_TRUE(flat) << flat.error().message;
      // What looks plain by its border alone is no background where it spreads over grain of the frame's own colour.
      if (grain == 3) EXPECT_FALSE(flat->flat) << frame;
    }
  }
}

}  // namespace
}  // namespace media::cutout
