// One decoder per format. `file` was probed: its size is within the
// caps. Each gives RGBA as stored, not turned.
#pragma once

#include "image/image.h"

namespace media::image {

Result<Image> decode_png(ByteView file, bool allow_truncated);
// image_too_large when its scans go over more than `max_work` coefficients.
Result<Image> decode_jpeg(ByteView file, bool allow_truncated, int64_t max_work);
// image_too_large when its frame, which may leave the screen, has more than `max_pixels`.
Result<Image> decode_gif(ByteView file, bool allow_truncated, int64_t max_pixels);
Result<Image> decode_bmp(ByteView file, bool allow_truncated);

// A clean JPEG (see clean_jpeg) through stb_image, of any kind that it reads. corrupt_image when its data end too soon; with `allow_missing` what
// is missing is grey.
Result<Image> stb_decode(ByteView jpeg, bool allow_missing);

}  // namespace media::image
