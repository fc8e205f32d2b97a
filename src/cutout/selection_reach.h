// Internal: what the newest stroke may change.
#pragma once

#include <vector>

#include "cutout/selection_solve.h"

namespace media::cutout {

struct Reach {
  std::vector<float> share;   // of each region, 0 to 1: how open it is what it is
  std::vector<uint8_t> away;  // 1: too far in the plane
  bool border_only = false;   // a correction finer than regions are: none becomes another, their border moves
};

// `fresh`: regions with the newest stroke in them. `corrects`: what is selected is known but for what the stroke says.
// `spread`: deviation of colour across borders.
Reach reach_of(const SelectionModel& model, const Evidence& evidence, const std::vector<uint8_t>& fresh, bool corrects, float spread);

}  // namespace media::cutout
