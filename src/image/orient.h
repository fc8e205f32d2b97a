#pragma once

#include "image/image.h"

namespace media::image {

// The picture turned and mirrored as EXIF orientation 1…8 asks, so that it stands upright.
Result<Image> upright(Image stored, int orientation);

}  // namespace media::image
