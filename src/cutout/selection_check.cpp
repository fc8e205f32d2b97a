#include "cutout/selection_check.h"

#include <algorithm>
#include <cmath>

namespace media::cutout {
namespace {

Error bad(const char* message) { return {ErrorCode::invalid_argument, message}; }

}  // namespace

Result<Done> check(const Stroke& stroke) {
  if (stroke.points.empty() || stroke.points.size() > kMaxStrokePoints) return bad("A stroke has 1 to 65536 points.");
  for (const Point& p : stroke.points) {
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) return bad("A stroke's points are numbers.");
  }
  if (!(stroke.radius > 0 && stroke.radius <= image::kMaxResultSide)) return bad("A stroke's radius is above 0 and at most 65535 pixels.");
  if (!(stroke.hardness >= 0 && stroke.hardness <= 1)) return bad("A stroke's hardness is from 0 to 1.");
  return Done{};
}

Result<Box> inside(const Box& box, int width, int height) {
  const double numbers[] = {box.x, box.y, box.width, box.height};
  for (const double n : numbers) {
    if (!std::isfinite(n)) return bad("A box has a place and a size in numbers.");
  }
  const double left = std::clamp(box.x, 0.0, double(width)), top = std::clamp(box.y, 0.0, double(height));
  const double right = std::clamp(box.x + box.width, 0.0, double(width)), bottom = std::clamp(box.y + box.height, 0.0, double(height));
  if (!(right - left >= 1 && bottom - top >= 1)) return bad("A box covers at least one pixel of the picture.");
  return Box{left, top, right - left, bottom - top};
}

}  // namespace media::cutout
