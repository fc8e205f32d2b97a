// GIF89a: blocks up to the trailer, for size, transparency and frames.
#include "image/gif_blocks.h"
#include "image/headers.h"

namespace media::image {

Result<Info> gif_header(ByteView file) {
  GifBlocks blocks(file);
  Info info;
  info.format = Format::gif;
  info.stored_width = blocks.width();
  info.stored_height = blocks.height();
  if (info.stored_width == 0 || info.stored_height == 0) return corrupt("The GIF is damaged in its header.");
  GifFrame frame;
  info.frame_count = 0;
  while (blocks.next(frame)) {
    if (info.frame_count++ == 0)
      info.has_alpha = frame.transparent >= 0 || !frame.covers(info.stored_width, info.stored_height);
  }
  if (info.frame_count == 0) return corrupt("The GIF holds no picture.");
  return info;
}

}  // namespace media::image
