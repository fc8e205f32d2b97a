// Internal: a selection that was found on a small copy, at the picture's own resolution.
#pragma once

#include <vector>

#include "cutout/brush.h"

namespace media::cutout {

// Writes into `mask` (of the picture's size) the pixels under those of the window's grid that `touched` names.
// `labels` are 0 or 1. Where they change from one to the other the mask follows the picture's colours: a guided
// filter (see refine.cpp) whose regressions are made along the border only.
void write_border(image::ImageView picture, image::ImageView small, const Window& window,
                  const std::vector<uint8_t>& labels, const std::vector<uint8_t>& touched, image::Grey& mask);

}  // namespace media::cutout
