// Selecting by hand: a box, strokes that keep or remove what they touch and what is like it, and a brush that
// edits the mask itself. No network. Named by cutout.h.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/error.h"
#include "image/image.h"

namespace media::cutout {

struct Point {
  double x = 0, y = 0;  // pixels of the picture; (0, 0) is its left upper corner
};

// keep, remove: marks, from which the selection is found. paint, erase: the mask itself is edited.
enum class StrokeKind { keep, remove, paint, erase };

struct Stroke {
  StrokeKind kind = StrokeKind::keep;
  std::vector<Point> points;  // 1 to 65536, joined by straight lines; may lie outside the picture
  double radius = 0;          // pixels, above 0, at most 65535
  double hardness = 1;        // of paint and erase, 0 (soft from the middle) to 1
};

struct Box {
  double x = 0, y = 0, width = 0, height = 0;  // pixels; what lies outside the picture does not count
};

struct Rect {
  int left = 0, top = 0, width = 0, height = 0;  // 0 × 0: nothing
};

constexpr size_t kMaxStrokePoints = 65536;

// A picture, what was marked on it, and the mask that follows: 0 (background) to 255, at the picture's size. Every
// step tells where the mask changed. Steps can be undone, the last 64 MiB of them.
//
// keep and remove strokes: regions of like colour vote by what is marked near them, then a least cut is found (see
// selection_solve.cpp) on a copy of at most 512 pixels a side around the subject; its border is brought to the
// picture's resolution by a guided filter. A stroke on a given mask corrects it: what is far from the stroke stays.
class Selection {
 public:
  // The picture is copied. A mask of another size is resampled; with a box too, what lies outside it is removed.
  // invalid_argument, image_too_large, out_of_memory.
  static Result<Selection> make(image::ImageView picture, std::optional<image::GreyView> mask, std::optional<Box> box);
  Selection(Selection&&) noexcept;
  Selection& operator=(Selection&&) noexcept;
  ~Selection();

  // A stroke that touches no pixel of the picture changes nothing. invalid_argument: no points or too many, or
  // numbers that are not finite or out of range. out_of_memory.
  Result<Rect> add(const Stroke& stroke);
  // Selects anew within a box; strokes that were made stay. invalid_argument: no part of the picture is in it.
  Result<Rect> box(const Box& box);
  Result<Rect> undo();  // 0 × 0 when there is nothing to undo
  Result<Rect> redo();
  // As it was made: without the strokes. Can be undone.
  Result<Rect> reset();

  bool can_undo() const;
  bool can_redo() const;
  image::GreyView mask() const;

 private:
  struct State;
  explicit Selection(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace media::cutout
