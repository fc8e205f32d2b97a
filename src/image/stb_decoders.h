// stb_image behind one function.
#pragma once

#include "image/image.h"

namespace media::image {

// RGBA as stored. `file` was probed: its size is within the caps.
Result<Image> stb_decode(ByteView file);

}  // namespace media::image
