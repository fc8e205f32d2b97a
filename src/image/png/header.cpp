// PNG third edition, section 11: size, depth, alpha, frames, orientation and profile.
#include "image/headers.h"
#include "image/png/chunks.h"

namespace media::image {

Result<Info> png_header(ByteView file) {
  PngChunks chunks(file);
  PngChunk chunk;
  bool begun = chunks.next(chunk);
  if (begun && chunk.type == "CgBI")
    begun = chunks.next(chunk);  // Apple's variant begins with a chunk of its own
  if (!begun || chunk.type != "IHDR" || chunk.data.size() != 13)
    return corrupt("The PNG does not begin with its header.");

  Reader header(chunk.data);
  uint32_t width = header.be32(), height = header.be32();
  if (width == 0 || height == 0 || width > INT32_MAX || height > INT32_MAX)
    return corrupt("The PNG has an impossible size.");
  Info info;
  info.format = Format::png;
  info.stored_width = static_cast<int>(width);
  info.stored_height = static_cast<int>(height);
  info.bit_depth = header.u8();
  int colour = header.u8();
  info.has_alpha = colour == 4 || colour == 6;
  bool before_pixels = true;
  while (chunks.next(chunk) && chunk.type != "IEND") {
    before_pixels = before_pixels && chunk.type != "IDAT";
    if (chunk.type == "tRNS" && before_pixels) info.has_alpha = true;
    if (chunk.type == "iCCP") info.has_icc_profile = true;
    if (chunk.type == "eXIf") info.orientation = exif_orientation(chunk.data);
    if (chunk.type == "acTL") {
      uint32_t frames = Reader(chunk.data).be32();
      info.frame_count = frames >= 1 && frames <= INT32_MAX ? static_cast<int>(frames) : 1;
    }
  }
  return info;
}

}  // namespace media::image
