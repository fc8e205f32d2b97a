// The editor's defaults.
#include <algorithm>

#include "placement/placement.h"

namespace media::placement {
namespace {

// Percent of the canvas by its shorter side in pixels.
struct DefaultSize {
  double up_to, percent;
};
constexpr DefaultSize kDefaultSizes[] = {{150, 80}, {400, 50}, {kLargest, 20}};
constexpr double kTinyCanvas = 150;
constexpr size_t kColumns = 3;
constexpr double kFirst = 50, kStep = 25, kLast = 90;  // percent

}  // namespace

DefaultPlacement default_placement(size_t index, Size canvas, const Size* image) {
  DefaultPlacement out;
  Placement& p = out.placement;
  p.z = static_cast<double>(index) + 1;
  if (index == 0 && canvas.width == canvas.height && canvas.width <= kTinyCanvas) {
    p.width = p.height = 100;
    out.lock_aspect = false;
    return out;
  }
  p.x = std::min(kFirst + kStep * static_cast<double>(index % kColumns), kLast);
  p.y = std::min(kFirst + kStep * static_cast<double>(index / kColumns), kLast);
  const double shorter = std::min(canvas.width, canvas.height);
  for (const DefaultSize& size : kDefaultSizes) {
    p.width = p.height = size.percent;
    if (shorter <= size.up_to) break;
  }
  if (image != nullptr) {
    const Rect room = bounds(to_box(p, canvas));
    p = to_placement(fit(*image, room, Fit::contain), canvas, p);
  }
  return out;
}

}  // namespace media::placement
