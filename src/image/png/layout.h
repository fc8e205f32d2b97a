// How a PNG stores an image without loss.
#pragma once

#include "image/image.h"
#include "image/png/rows.h"

namespace media::image {

struct PngLayout {
  int colour = 6;
  int depth = 8;        // bits a sample; under 8 in a palette only
  int colours = 0;      // in the palette
  int translucent = 0;  // of these, first in the palette
  uint8_t palette[256][4];

  size_t channels() const { return png_channels(colour); }
};

// The layout with the fewest bytes before compression. Without a palette when `may_use_palette` is false.
PngLayout png_layout(ImageView image, bool may_use_palette = true);

// The rows in that layout, a filter type before each: 0 or, with `up`, from the second row on 2 (Up), but for
// palettes.
Result<Bytes> png_rows(ImageView image, const PngLayout& layout, bool up);

}  // namespace media::image
