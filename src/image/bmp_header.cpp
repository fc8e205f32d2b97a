// BMP: the file header and every size of information header (OS/2's 12 bytes, Windows' 40 to 124).
#include <cstdlib>

#include "image/headers.h"
#include "image/reader.h"

namespace media::image {

Result<Info> bmp_header(ByteView file) {
  Reader in(file);
  in.skip(14);
  uint32_t header_size = in.le32();
  Info info;
  info.format = Format::bmp;
  int bits = 0;
  if (header_size == 12) {
    info.stored_width = in.le16();
    info.stored_height = in.le16();
    in.skip(2);
    bits = in.le16();
  } else if (header_size >= 40 && header_size <= 124) {
    auto width = static_cast<int32_t>(in.le32()), height = static_cast<int32_t>(in.le32());
    if (width < 0 || height == INT32_MIN) return corrupt("The BMP has an impossible size.");
    info.stored_width = width;
    info.stored_height = std::abs(height);  // below 0: rows top to bottom
    in.skip(2);
    bits = in.le16();
  } else {
    return corrupt("The BMP is damaged in its header.");
  }
  if (in.past_end() || info.stored_width == 0 || info.stored_height == 0) return corrupt("The BMP is damaged in its header.");
  info.bit_depth = bits == 16 ? 5 : 8;  // a palette's entries have 8 bits a channel
  info.has_alpha = bits == 32;
  return info;
}

}  // namespace media::image
