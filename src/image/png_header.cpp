// PNG third edition, sections 5 and 11: chunks up to the end, for size, depth, alpha, frames and profile.
#include "image/headers.h"
#include "image/reader.h"

namespace media::image {

Result<Info> png_header(ByteView file) {
  Reader in(file);
  in.skip(8);
  if (in.next_is(std::string_view("\0\0\0\4CgBI", 8))) in.skip(16);  // Apple's variant begins with a chunk of its own
  if (in.be32() != 13 || !in.next_is("IHDR")) return corrupt("The PNG does not begin with its header.");
  in.skip(4);
  Info info;
  info.format = Format::png;
  uint32_t width = in.be32(), height = in.be32();
  int depth = in.u8(), colour = in.u8();
  in.skip(3 + 4);
  if (in.past_end()) return corrupt("The PNG ends in its header.");
  if (width == 0 || height == 0 || width > INT32_MAX || height > INT32_MAX) return corrupt("The PNG has an impossible size.");
  info.stored_width = static_cast<int>(width);
  info.stored_height = static_cast<int>(height);
  info.bit_depth = depth;
  info.has_alpha = colour == 4 || colour == 6;
  while (in.left() >= 8) {
    uint32_t length = in.be32();
    ByteView name = in.take(4);
    std::string_view type(reinterpret_cast<const char*>(name.data()), name.size());
    ByteView data = in.take(length);
    if (type == "IEND") break;
    if (type == "tRNS") info.has_alpha = true;
    if (type == "iCCP") info.has_icc_profile = true;
    if (type == "eXIf") info.orientation = exif_orientation(data);
    if (type == "acTL" && data.size() >= 4) {
      uint32_t frames = Reader(data).be32();
      info.frame_count = frames >= 1 && frames <= INT32_MAX ? static_cast<int>(frames) : 1;
    }
    in.skip(4);
  }
  return info;
}

}  // namespace media::image
