#include "image/headers.h"
#include "image/jpeg/layout.h"

namespace media::image {

Result<Info> jpeg_header(ByteView file) {
  JpegLayout jpeg = read_jpeg(file);
  if (jpeg.frame_marker == 0) return corrupt("The JPEG ends before its size is told.");
  if (jpeg.width == 0) return corrupt("The JPEG has an impossible size.");
  if (jpeg.height == 0) {
    return Error{ErrorCode::unsupported_format,
                 "A JPEG that gives its height only after the pixels cannot be read."};
  }
  Info info;
  info.format = Format::jpeg;
  info.stored_width = jpeg.width;
  info.stored_height = jpeg.height;
  info.bit_depth = jpeg.precision;
  info.orientation = exif_orientation(jpeg.exif);
  info.has_icc_profile = jpeg.has_icc_profile;
  return info;
}

}  // namespace media::image
