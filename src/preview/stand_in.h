// The picture of a missing image.
#pragma once

#include <string_view>

#include "base/error.h"
#include "image/image.h"

namespace media::preview {

// A grey box, outlined and crossed, with the UTF-8 label in its middle: in letters of whole-pixel squares,
// cut off with an ellipsis where it is too long, left out where there is no room for three letters.
Result<image::Image> stand_in(int width, int height, std::string_view label);

}  // namespace media::preview
