// Internal: what a mask was before each step.
#pragma once

#include <cstring>
#include <vector>

#include "cutout/selection.h"

namespace media::cutout {

// A part of a mask, as runs of one value: large areas of a mask are 0 or 255.
class MaskPatch {
 public:
  MaskPatch() = default;
  MaskPatch(const image::Grey& mask, const Rect& rect) : rect_(rect) {
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
        runs_.push_back({uint16_t(x - start), row[start]});
      }
    }
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
  Rect rect_;
  std::vector<Run> runs_;
};

}  // namespace media::cutout
