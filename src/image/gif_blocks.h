// The frames of a GIF, one after the other (GIF89a specification).
#pragma once

#include "image/reader.h"

namespace media::image {

struct GifFrame {
  int left = 0, top = 0, width = 0, height = 0;
  bool interlaced = false;
  int transparent = -1;  // a palette index; -1: none
  ByteView palette;      // 3 bytes a colour
  int code_bits = 0;     // least LZW code size
  ByteView data;         // the sub-blocks with their lengths, without the empty one that ends them
  bool is_whole = false;

  bool covers(int screen_width, int screen_height) const {
    return left == 0 && top == 0 && width >= screen_width && height >= screen_height;
  }
};

class GifBlocks {
 public:
  // `file` begins with a GIF signature.
  explicit GifBlocks(ByteView file) : in_(file) {
    in_.skip(6);
    width_ = in_.le16();
    height_ = in_.le16();
    int flags = in_.u8();
    in_.skip(2);
    palette_ = colour_table(flags);
  }

  int width() const { return width_; }
  int height() const { return height_; }

  // False at the trailer, at the end of the file, and at damage.
  bool next(GifFrame& out) {
    out = {};
    while (in_.left() > 0) {
      int block = in_.u8();
      if (block == 0x2c) return read_frame(out);
      if (block != 0x21) return false;
      if (in_.u8() == 0xf9) {  // graphic control: size, flags, delay, index
        Reader control = in_;
        control.skip(1);
        bool has_index = (control.u8() & 1) != 0;
        control.skip(2);
        out.transparent = has_index ? control.u8() : -1;
      }
      bool whole = false;
      sub_blocks(whole);
      if (!whole) return false;
    }
    return false;
  }

 private:
  ByteView colour_table(int flags) {
    return (flags & 0x80) != 0 ? in_.take(uint64_t{3} << ((flags & 7) + 1)) : ByteView();
  }

  ByteView sub_blocks(bool& whole) {
    Reader start = in_;
    size_t from = in_.position();
    while (in_.left() > 0) {
      size_t here = in_.position();
      int size = in_.u8();
      if (size == 0) {
        whole = true;
        return start.take(here - from);
      }
      in_.skip(static_cast<uint64_t>(size));
      if (in_.past_end()) break;
    }
    return start.take(in_.position() - from);
  }

  bool read_frame(GifFrame& out) {
    out.left = in_.le16();
    out.top = in_.le16();
    out.width = in_.le16();
    out.height = in_.le16();
    int flags = in_.u8();
    ByteView own = colour_table(flags);
    out.palette = own.empty() ? palette_ : own;
    out.interlaced = (flags & 0x40) != 0;
    out.code_bits = in_.u8();
    out.data = sub_blocks(out.is_whole);
    return true;
  }

  Reader in_;
  int width_ = 0, height_ = 0;
  ByteView palette_;
};

}  // namespace media::image
