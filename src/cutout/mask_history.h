// Internal: what a mask was before each step.
#pragma once

#include <algorithm>
#include <cstring>

#include "base/buffer.h"
#include "cutout/selection.h"
#include "image/simd.h"

namespace media::cutout {

// A part of a mask, as runs of one value: large areas of a mask are 0 or 255.
class MaskPatch {
 public:
  MaskPatch() = default;
  // out_of_memory: noise has as many runs as pixels.
  static Result<MaskPatch> make(const image::Grey& mask, const Rect& rect) {
    MaskPatch out;
    out.rect_ = rect;
    auto runs = Buffer<Run>::make(size_t{kRunsAtFirst});
    if (!runs) return runs.error();
    size_t count = 0;
    for (int y = 0; y < rect.height; ++y) {
      const uint8_t* const row = mask.values.data() + (size_t(rect.top + y) * size_t(mask.width) + size_t(rect.left));
      for (int x = 0; x < rect.width;) {
        if (count == runs->size() && !runs->grow(2 * count)) return Error{ErrorCode::out_of_memory, "There is not enough memory to undo this step."};
        const Run run{uint16_t(run_at(row + x, std::min(rect.width - x, 0xFFFF))), row[x]};
        (*runs)[count++] = run;
        x += run.length;
      }
    }
    runs->shrink(count);
    out.runs_ = std::move(*runs);
    return out;
  }
  void write(image::Grey& mask) const {
    size_t run = 0;
    for (int y = 0; y < rect_.height; ++y) {
      uint8_t* const row = mask.values.data() + (size_t(rect_.top + y) * size_t(mask.width) + size_t(rect_.left));
      for (int x = 0; x < rect_.width; x += runs_[run++].length) std::memset(row + x, runs_[run].value, runs_[run].length);
    }
  }
  const Rect& rect() const { return rect_; }
  size_t bytes() const { return runs_.size() * sizeof(Run); }

 private:
  struct Run {
    uint16_t length;
    uint8_t value;
  };

  static constexpr int kRunsAtFirst = 4096;

  // How many of `most` values are as the first.
  static int run_at(const uint8_t* values, int most) {
    using image::U8x16;
    const U8x16 first = U8x16{} + values[0];
    int length = 1;
    // Many at a time: most of a mask is one value for long; its borders are not.
    for (; length + 32 <= most && values[length] == values[0]; length += 32) {
      if (image::any((image::load<U8x16>(values + length) ^ first) | (image::load<U8x16>(values + length + 16) ^ first))) break;
    }
    while (length < most && values[length] == values[0]) ++length;
    return length;
  }

  Rect rect_;
  Buffer<Run> runs_;
};

}  // namespace media::cutout
