// The first frame of a GIF on a transparent screen; LZW as in GIF89a appendix F.
#include <cstring>
#include <string>

#include "image/decoders.h"
#include "image/gif_blocks.h"
#include "image/headers.h"

namespace media::image {
namespace {

constexpr int kMostCodes = 4096;

// Takes codes of growing width out of the sub-blocks, least significant bit first.
class CodeReader {
 public:
  explicit CodeReader(ByteView data) : in_(data) {}

  // -1 at the end.
  int next(int bits) {
    while (held_ < bits) {
      if (block_left_ == 0) block_left_ = in_.u8();
      if (block_left_ == 0 || in_.left() == 0) return -1;
      buffer_ |= uint32_t{in_.u8()} << held_;
      --block_left_;
      held_ += 8;
    }
    auto code = static_cast<int>(buffer_ & ((1u << bits) - 1));
    buffer_ >>= bits;
    held_ -= bits;
    return code;
  }

 private:
  Reader in_;
  int block_left_ = 0;
  uint32_t buffer_ = 0;
  int held_ = 0;
};

// Where the frame's next pixel goes on the screen: rows in order, or
// in the four passes of an interlaced frame.
class Pen {
 public:
  Pen(const GifFrame& frame, Image& screen) : frame_(frame), screen_(screen) {}

  bool is_done() const { return y_ >= frame_.height; }

  void put(int index) {
    int x = frame_.left + x_, y = frame_.top + y_;
    size_t colour = static_cast<size_t>(index) * 3;
    if (index != frame_.transparent && x < screen_.width && y < screen_.height) {
      uint8_t* to =
          screen_.pixels.data() +
          (static_cast<size_t>(y) * static_cast<size_t>(screen_.width) + static_cast<size_t>(x)) * 4;
      if (colour + 3 <= frame_.palette.size()) std::memcpy(to, frame_.palette.data() + colour, 3);
      to[3] = 255;
    }
    if (++x_ == frame_.width) {
      x_ = 0;
      next_row();
    }
  }

 private:
  void next_row() {
    static constexpr int first[] = {0, 4, 2, 1}, step[] = {8, 8, 4, 2};
    y_ += frame_.interlaced ? step[pass_] : 1;
    while (frame_.interlaced && y_ >= frame_.height && pass_ < 3) y_ = first[++pass_];
  }

  const GifFrame& frame_;
  Image& screen_;
  int x_ = 0, y_ = 0, pass_ = 0;
};

// False on a code that cannot be.
bool draw(const GifFrame& frame, Image& screen) {
  uint16_t prefix[kMostCodes];
  uint8_t last[kMostCodes], text[kMostCodes];
  const int clear = 1 << frame.code_bits, end = clear + 1;
  int bits = frame.code_bits + 1, codes = end + 1, previous = -1;
  uint8_t first = 0;
  CodeReader reader(frame.data);
  Pen pen(frame, screen);
  while (!pen.is_done()) {
    int code = reader.next(bits);
    if (code == -1 || code == end)
      return true;  // fewer pixels than there should be: the rest stays transparent
    if (code == clear) {
      bits = frame.code_bits + 1;
      codes = end + 1;
      previous = -1;
      continue;
    }
    if (code > codes || (code == codes && previous < 0) || (previous < 0 && code > end)) return false;
    // The code's text, from its end: each code is its prefix's text and one more byte.
    int length = 0, at = code;
    if (code == codes) {  // the text that is being made: the previous one and its own first byte
      text[length++] = first;
      at = previous;
    }
    for (; at > end; at = prefix[at]) text[length++] = last[at];
    first = static_cast<uint8_t>(at);
    text[length++] = first;
    while (length > 0 && !pen.is_done()) pen.put(text[--length]);
    if (previous >= 0 && codes < kMostCodes) {
      prefix[codes] = static_cast<uint16_t>(previous);
      last[codes] = first;
      if (++codes == 1 << bits && bits < 12) ++bits;
    }
    previous = code;
  }
  return true;
}

}  // namespace

Result<Image> decode_gif(ByteView file, bool allow_truncated, int64_t max_pixels) {
  GifBlocks blocks(file);
  GifFrame frame;
  if (!blocks.next(frame)) return corrupt("The GIF holds no picture.");
  if (!frame.is_whole && !allow_truncated)
    return corrupt("The GIF is truncated: its first frame is not whole.");
  // What lies beyond the screen is not shown, but its text must be gone through.
  if (int64_t{frame.width} * frame.height > max_pixels) {
    return Error{ErrorCode::image_too_large, "The GIF's frame is " + std::to_string(frame.width) + " × " +
                                                 std::to_string(frame.height) + " pixels (in all); the limit is " +
                                                 std::to_string(max_pixels) + "."};
  }
  auto screen = make_image(blocks.width(), blocks.height());
  if (!screen) return screen;
  std::memset(screen->pixels.data(), 0, screen->pixels.size());
  if (frame.width == 0 || frame.height == 0) return screen;
  bool drawn = frame.code_bits >= 1 && frame.code_bits <= 11 && draw(frame, *screen);
  if (!drawn && !allow_truncated) return corrupt("The GIF is damaged in its pixels.");
  return screen;
}

}  // namespace media::image
