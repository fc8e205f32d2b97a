// Internal: what a box says of what lies in it, and the first cut within it.
#pragma once

#include <vector>

#include "cutout/selection_solve.h"

namespace media::cutout {

// Of a region's centre from the middle of a box; 1 is at its side, which lies farther out where the picture cuts the
// subject off.
struct Offset {
  float across = 0, down = 0;
};
Offset offset_in(const Area& box, const Region& region, int width, int height);

// Of a region by its centre.
struct Place {
  float odds = 0;  // of belonging to the subject: high in the middle of the box
  float vote = 1;  // how much it says of the background: less, far from the box
};
Place place_in(const Area& box, const Region& region, int width, int height);

// The least cut whose selection fills a good part of the box and reaches all four sides, as a box is drawn: after
// Lempitsky, Kohli, Rother and Sharp: Image Segmentation with a Bounding Box Prior, ICCV 2009. `odds` are those
// of the regions before any of that.
struct Tight {
  std::vector<uint8_t> selected;
  std::vector<uint8_t> way;  // 1: selected against the odds, to reach a side
};
Tight cut_tight(const SelectionModel& model, const Area& box, std::vector<float> odds, const std::vector<int8_t>& fixed);

}  // namespace media::cutout
