// Internal: a selection that was found on a small copy, at the picture's own resolution.
#pragma once

#include <vector>

#include "cutout/brush.h"

namespace media::cutout {

// What was found, on the study's grid.
struct Finding {
  Rect rect;                     // of the picture, where the mask is to be written; 0 × 0: nowhere
  std::vector<uint8_t> labels;   // 1: selected
  std::vector<uint8_t> touched;  // 1: to be written
};

// Writes what was found into `mask` (of the picture's size). Where labels change from one to the other the mask follows
// the picture's colours: a guided filter (see refine.cpp) whose regressions are made along the border only.
void write_border(image::ImageView picture, image::ImageView small, const Window& window, const Finding& finding, image::Grey& mask);

}  // namespace media::cutout
