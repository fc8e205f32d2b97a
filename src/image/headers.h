// One reader of headers per format. Each takes a file that was told by its signature, and fills in what it
// finds as stored; the upright size and the caps are left to probe().
#pragma once

#include "image/image.h"

namespace media::image {

Result<Info> png_header(ByteView file);
Result<Info> jpeg_header(ByteView file);
Result<Info> gif_header(ByteView file);
Result<Info> bmp_header(ByteView file);
Result<Info> webp_header(ByteView file);
Result<Info> avif_header(ByteView file);
Result<Info> svg_header(ByteView file);

// Whether the bytes are XML whose root element is svg.
bool is_svg(ByteView file);

// The orientation in a TIFF structure (what follows "Exif\0\0" in a JPEG): 1…8, and 1 when it says nothing.
int exif_orientation(ByteView tiff);

inline Error corrupt(const char* message) { return {ErrorCode::corrupt_image, message}; }

}  // namespace media::image
