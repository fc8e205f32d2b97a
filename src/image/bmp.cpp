// BMP: the file header and every size of information header (OS/2's 12 bytes, Windows' 40 to 124).
#include <cstdlib>

#include "image/decoders.h"
#include "image/headers.h"
#include "image/reader.h"

namespace media::image {
namespace {

struct Bmp {
  uint32_t pixels_at = 0;
  uint32_t header_size = 0;
  int width = 0, height = 0;
  int bits = 0;
  uint32_t compression = 0;  // 0 none, 1 and 2 run lengths, 3 bit masks, 4 and 5 an embedded JPEG or PNG, 6 masks
};

Bmp read_bmp(ByteView file) {
  Reader in(file);
  Bmp out;
  in.skip(10);
  out.pixels_at = in.le32();
  out.header_size = in.le32();
  if (out.header_size == 12) {
    out.width = in.le16();
    out.height = in.le16();
    in.skip(2);
    out.bits = in.le16();
  } else if (out.header_size >= 40 && out.header_size <= 124) {
    out.width = static_cast<int32_t>(in.le32());
    auto height = static_cast<int32_t>(in.le32());
    out.height = height == INT32_MIN ? 0 : std::abs(height);  // below 0: rows top to bottom
    in.skip(2);
    out.bits = in.le16();
    out.compression = in.le32();
  }
  if (in.past_end()) out.width = 0;
  return out;
}

}  // namespace

Result<Info> bmp_header(ByteView file) {
  Bmp bmp = read_bmp(file);
  if (bmp.width <= 0 || bmp.height <= 0) return corrupt("The BMP is damaged in its header.");
  Info info;
  info.format = Format::bmp;
  info.stored_width = bmp.width;
  info.stored_height = bmp.height;
  info.bit_depth = bmp.bits == 16 ? 5 : 8;  // a palette's entries have 8 bits a channel
  info.has_alpha = bmp.bits == 32;
  return info;
}

// stb_image reads zeros where the file has ended, and no run lengths.
Result<Image> decode_bmp(ByteView file, bool allow_truncated) {
  Bmp bmp = read_bmp(file);
  if (bmp.compression != 0 && bmp.compression != 3) {
    return Error{ErrorCode::unsupported_format, "A BMP with compressed pixels cannot be read; convert it to PNG first."};
  }
  uint64_t row = (static_cast<uint64_t>(bmp.width) * static_cast<uint64_t>(bmp.bits) + 31) / 32 * 4;
  uint64_t end = bmp.pixels_at + row * static_cast<uint64_t>(bmp.height);
  bool is_whole = file.size() + 3 >= end;  // some writers leave the last row's padding out
  if (!is_whole && !allow_truncated) return corrupt("The BMP is truncated: its end is missing.");
  return stb_decode(file);
}

}  // namespace media::image
