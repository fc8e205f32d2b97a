// Internal: what a subject's regions look like, learnt from pictures whose subjects are known.
#pragma once

#include <vector>

#include "cutout/selection_solve.h"

namespace media::cutout {

// To each region by the least differences of colour: from the strokes, and from what is outside of the box.
struct Ways {
  std::vector<float> keep, remove, outside;
};

// What is known of the regions when a cut was found, each a value a region.
struct Found {
  const std::vector<uint8_t>&keep, &remove;  // 1: a stroke is in it
  const std::vector<uint8_t>& outside;       // 1: outside of the box
  const Ways& ways;
  const std::vector<float>& before;          // share that was selected before the stroke
  const std::vector<float>& prior;           // odds of all but colour
  const SelectionModel::ColourOdds& colour;
  const std::vector<float>& odds;            // of both
  const std::vector<uint8_t>& selected;      // by the cut
  float spread = 1;                          // deviation of colour across borders
};

// In the order of the weights. None tells up from down.
std::vector<Traits> traits_of(const SelectionModel& model, const Area& box, const Found& found);

// The odds that each region is the subject's.
std::vector<float> learnt_odds(const std::vector<Traits>& traits);

}  // namespace media::cutout
