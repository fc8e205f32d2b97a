// Internal: where a round brush went.
#pragma once

#include <span>

#include "cutout/selection.h"
#include "image/image.h"

namespace media::cutout {

// Where in the picture, and how many pixels of a coverage there are for one of the picture's.
struct Window {
  int left = 0, top = 0, width = 0, height = 0;  // of the picture
  int columns = 0, rows = 0;                     // of what is computed

  double across() const { return double(columns) / width; }
  double down() const { return double(rows) / height; }
};

// The pixels that a stroke, of one point or more, can touch; 0 × 0 when it lies outside.
Rect bounds(const Stroke& stroke, int width, int height);

// 0 to 1 for each pixel of a part of what is computed (the whole without one): 1 under the brush. The edge is one pixel
// wide, or wider as hardness asks.
Result<image::Plane> coverage(const Stroke& stroke, const Window& window, const Rect& part);
inline Result<image::Plane> coverage(const Stroke& stroke, const Window& window) {
  return coverage(stroke, window, {0, 0, window.columns, window.rows});
}

}  // namespace media::cutout
