// Internal: what a selection by hand holds between its steps.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "cutout/mask_history.h"
#include "cutout/selection.h"
#include "cutout/selection_border.h"
#include "cutout/selection_solve.h"

namespace media::cutout {

// The picture around the subject, small, with all that is known of it.
struct Study {
  Window window;
  image::Image small;
  std::unique_ptr<SelectionModel> model;
  // The strokes that were drawn onto the grid, and what they say there.
  size_t first = 0, last = 0;
  std::vector<Mark> marks;
  std::vector<uint8_t> painted;
};

// What a step changes besides the mask.
struct Standing {
  size_t first = 0, last = 0;  // of the strokes, those that count
  std::optional<Box> box;
  bool corrects = false;  // a mask was given, which strokes correct
  bool found = false;     // the mask says something; otherwise none of it is selected
};

struct Step {
  MaskPatch before, after;
  Standing from, to;
};

struct Selection::State {
  image::Image picture;
  image::Grey mask;
  MaskPatch original;
  Standing standing, standing_at_first;
  std::vector<Stroke> strokes;
  std::vector<Step> steps;
  size_t done = 0, history_bytes = 0;
  std::optional<Study> study;

  // Makes sure that what is studied covers a rectangle with some of its surroundings.
  Result<Done> look(const Rect& at_least);
  // Finds the selection anew, and writes nothing; `newest` is the last of the strokes, if one was just made.
  Result<Finding> find(const Stroke* newest);
  void write(const Finding& finding);
  Result<Done> brush(const Stroke& stroke, const Rect& rect);
  Result<Done> remember(MaskPatch before, const Rect& changed, const Standing& from);
  Rect replace(const MaskPatch& patch, const Standing& to);

 private:
  std::vector<uint8_t> labels() const;
  Box wide_enough() const;
  Result<std::vector<int>> mark(const Stroke* newest);
};

inline bool marks(const Stroke& stroke) { return stroke.kind == StrokeKind::keep || stroke.kind == StrokeKind::remove; }
inline bool adds(const Stroke& stroke) { return stroke.kind == StrokeKind::keep || stroke.kind == StrokeKind::paint; }

// Around both; an empty one does not count.
Rect united(const Rect& a, const Rect& b);
// Around the pixels with a bit in common with `bits`: 0xFF for all but 0, 0x80 for 128 and above.
Rect bounds_of(image::GreyView mask, uint8_t bits);

}  // namespace media::cutout
