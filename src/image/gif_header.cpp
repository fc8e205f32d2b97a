// GIF89a: blocks up to the trailer, for size, transparency and frames.
#include "image/headers.h"
#include "image/reader.h"

namespace media::image {
namespace {

void skip_colour_table(Reader& in, int flags) {
  if (flags & 0x80) in.skip(uint64_t{3} << ((flags & 7) + 1));
}

// Data sub-blocks up to the empty one. False when the file ends first.
bool skip_sub_blocks(Reader& in) {
  while (in.left() > 0) {
    int size = in.u8();
    if (size == 0) return true;
    in.skip(static_cast<uint64_t>(size));
    if (in.past_end()) return false;
  }
  return false;
}

struct Blocks {
  int whole_frames = 0;
  int begun_frames = 0;
  bool first_is_transparent = false;
};

Blocks walk(Reader& in, int most_frames) {
  Blocks out;
  while (in.left() > 0 && out.begun_frames < most_frames) {
    int block = in.u8();
    if (block == 0x21) {
      if (in.u8() == 0xf9 && out.begun_frames == 0) {  // graphic control: size, flags, delay, index
        Reader control = in;
        control.skip(1);
        out.first_is_transparent = (control.u8() & 1) != 0;
      }
      if (!skip_sub_blocks(in)) break;
    } else if (block == 0x2c) {
      ++out.begun_frames;
      in.skip(8);
      skip_colour_table(in, in.u8());
      in.skip(1);  // least code size
      if (!skip_sub_blocks(in)) break;
      ++out.whole_frames;
    } else {
      break;  // the trailer, or damage
    }
  }
  return out;
}

Reader after_screen(ByteView file) {
  Reader in(file);
  in.skip(10);
  int flags = in.u8();
  in.skip(2);
  skip_colour_table(in, flags);
  return in;
}

}  // namespace

Result<Info> gif_header(ByteView file) {
  Reader in(file);
  in.skip(6);
  Info info;
  info.format = Format::gif;
  info.stored_width = in.le16();
  info.stored_height = in.le16();
  if (in.past_end() || info.stored_width == 0 || info.stored_height == 0) return corrupt("The GIF is damaged in its header.");
  Reader blocks = after_screen(file);
  Blocks found = walk(blocks, INT32_MAX);
  if (found.begun_frames == 0) return corrupt("The GIF holds no picture.");
  info.frame_count = found.begun_frames;
  info.has_alpha = found.first_is_transparent;
  return info;
}

bool gif_first_frame_is_whole(ByteView file) {
  Reader in = after_screen(file);
  return walk(in, 1).whole_frames == 1;
}

}  // namespace media::image
