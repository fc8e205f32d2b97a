// Internal: a part of a picture, small.
#pragma once

#include "cutout/brush.h"

namespace media::cutout {

// A window's pixels at the size of its grid. Much smaller ones are plain means of the pixels under each of the grid's
// (weighted by alpha), without a copy of the window; others are resized.
Result<image::Image> shrink(image::ImageView picture, const Window& window);

}  // namespace media::cutout
