// Internal: what a mask was before each step.
#pragma once

#include <cstring>

#include "base/buffer.h"
#include "cutout/selection.h"

namespace media::cutout {

// A part of a mask, as runs of one value: large areas of a mask are 0 or 255.
class MaskPatch {
 public:
  MaskPatch() = default;
  // out_of_memory: noise has as many runs as pixels.
  static Result<MaskPatch> make(const image::Grey& mask, const Rect& rect) {
    MaskPatch out;
    out.rect_ = rect;
    size_t count = 0;
    each_run(mask, rect, [&](Run) { ++count; });
    auto runs = Buffer<Run>::make(count);
    if (!runs) return runs.error();
    out.runs_ = std::move(*runs);
    size_t at = 0;
    each_run(mask, rect, [&](Run run) { out.runs_[at++] = run; });
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

  template <class Do>
  static void each_run(const image::Grey& mask, const Rect& rect, Do what) {
    for (int y = 0; y < rect.height; ++y) {
      const uint8_t* const row = mask.values.data() + (size_t(rect.top + y) * size_t(mask.width) + size_t(rect.left));
      for (int x = 0; x < rect.width;) {
        const int start = x;
        // Eight at a time: most of a mask is one value for long.
        const uint64_t eight = row[start] * uint64_t{0x0101010101010101};
        for (uint64_t next; x + 8 <= rect.width && x - start + 8 <= 0xFFFF; x += 8) {
          std::memcpy(&next, row + x, 8);
          if (next != eight) break;
        }
        while (x < rect.width && row[x] == row[start] && x - start < 0xFFFF) ++x;
        what(Run{uint16_t(x - start), row[start]});
      }
    }
  }

  Rect rect_;
  Buffer<Run> runs_;
};

}  // namespace media::cutout
