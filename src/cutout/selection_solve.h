// Internal: which pixels of a small picture belong to what was marked.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "cutout/selection_model.h"

namespace media::cutout {

enum class Mark : uint8_t { none, keep, remove };

struct Area {
  float left = 0, top = 0, right = 0, bottom = 0;  // pixels of the small picture
  float width() const { return right - left; }
  float height() const { return bottom - top; }
  bool has(float x, float y) const { return x >= left && x <= right && y >= top && y <= bottom; }
};

// What the odds of a region are learnt from (selection_learnt.h).
constexpr int kTraits = 24;
using Traits = std::array<float, kTraits>;

// What is known when a selection is to be found anew.
struct Evidence {
  const std::vector<Mark>& marks;        // per pixel: where strokes went
  const std::vector<uint8_t>& labels;    // per pixel: 1 what is selected now
  bool labelled = false;                 // false: `labels` say nothing yet
  bool trusted = false;                  // labels come from a mask: what lies far from the newest stroke is held
  bool settled = false;                  // a stroke corrects: one that keeps removes nothing, and the reverse
  std::optional<Area> box;               // nothing outside of it is selected but what is marked
  std::vector<int> newest;               // pixels of the stroke that was just drawn
  std::vector<Traits>* traits = nullptr;  // learning asks for those of the regions

  // Whether a pixel lies outside of the box.
  bool is_outside(int x, int y) const { return box && !box->has(float(x) + 0.5F, float(y) + 0.5F); }
};

// 1 for each selected pixel.
std::vector<uint8_t> solve(const SelectionModel& model, const Evidence& evidence);

}  // namespace media::cutout
