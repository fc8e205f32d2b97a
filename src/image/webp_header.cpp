// WebP container specification (RFC 9649): size, alpha, frames, orientation and profile.
#include "image/headers.h"
#include "image/reader.h"

namespace media::image {
namespace {

// VP8, RFC 6386 section 9.1: frame tag, start code, 14 bits of each side.
bool read_lossy(Reader in, Info& info) {
  in.skip(3);
  if (!in.next_is("\x9d\x01\x2a")) return false;
  in.skip(3);
  info.stored_width = in.le16() & 0x3fff;
  info.stored_height = in.le16() & 0x3fff;
  return !in.past_end();
}

// VP8L: a signature byte, then 14 bits of each side less 1, then whether alpha is used.
bool read_lossless(Reader in, Info& info) {
  if (in.u8() != 0x2f) return false;
  uint32_t bits = in.le32();
  info.stored_width = static_cast<int>(bits & 0x3fff) + 1;
  info.stored_height = static_cast<int>(bits >> 14 & 0x3fff) + 1;
  info.has_alpha = (bits >> 28 & 1) != 0;
  return !in.past_end();
}

bool read_extended(Reader in, Info& info) {
  int flags = in.u8();
  in.skip(3);
  info.stored_width = static_cast<int>(in.le24()) + 1;
  info.stored_height = static_cast<int>(in.le24()) + 1;
  info.has_icc_profile = (flags & 0x20) != 0;
  info.has_alpha = (flags & 0x10) != 0;
  return !in.past_end();
}

}  // namespace

Result<Info> webp_header(ByteView file) {
  Reader in(file);
  in.skip(12);
  Info info;
  info.format = Format::webp;
  bool known = false, extended = false;
  int frames = 0;
  while (in.left() >= 8) {
    Reader chunk = in;
    in.skip(4);
    uint32_t length = in.le32();
    ByteView data = in.take(length);
    in.skip(length & 1);
    if (!known) {
      extended = chunk.next_is("VP8X");
      known = (extended && read_extended(Reader(data), info)) ||
              (chunk.next_is("VP8 ") && read_lossy(Reader(data), info)) ||
              (chunk.next_is("VP8L") && read_lossless(Reader(data), info));
      if (!known) break;
    }
    if (chunk.next_is("ANMF")) ++frames;
    if (chunk.next_is("EXIF")) {
      Reader exif(data);  // some writers keep the prefix that JPEG needs
      info.orientation =
          exif_orientation(exif.next_is(std::string_view("Exif\0\0", 6)) ? data.subspan(6) : data);
    }
    if (!extended) break;
  }
  if (!known || info.stored_width == 0 || info.stored_height == 0)
    return corrupt("The WebP is damaged in its header.");
  if (frames > 1) info.frame_count = frames;
  return info;
}

}  // namespace media::image
