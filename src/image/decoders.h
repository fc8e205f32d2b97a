// One decoder per format. `file` was probed: its size is within the
// caps. Each gives RGBA as stored, not turned.
#pragma once

#include "image/image.h"

namespace media::image {

Result<Image> decode_png(ByteView file, bool allow_truncated);
Result<Image> decode_jpeg(ByteView file, bool allow_truncated);
Result<Image> decode_gif(ByteView file, bool allow_truncated);
Result<Image> decode_bmp(ByteView file, bool allow_truncated);

// A JPEG through stb_image.
Result<Image> stb_decode(ByteView file);

}  // namespace media::image
