// What keeps a box within sizes and inside an area.
#include "placement/limits.h"

namespace media::placement {
namespace {

constexpr double kRounding = 1e-9;

// How far [from, from + length] has to move to lie in [low, high].
double shift_into(double from, double length, double low, double high) {
  if (length >= high - low) return (low + high) / 2 - (from + length / 2);
  return std::clamp(from, low, high - length) - from;
}

}  // namespace

bool is_kept(const Box& box, const Rect& area, Keep keep) {
  if (keep == Keep::bleed) return true;
  const Rect r = keep == Keep::box ? bounds(box) : Rect{box.center_x, box.center_y, 0, 0};
  return r.left >= area.left - kRounding && r.top >= area.top - kRounding &&
         r.right() <= area.right() + kRounding && r.bottom() <= area.bottom() + kRounding;
}

Box keep_inside(const Box& box, const Rect& area, Keep keep) {
  if (keep == Keep::bleed) return box;
  const Rect r = keep == Keep::box ? bounds(box) : Rect{box.center_x, box.center_y, 0, 0};
  Box out = box;
  out.center_x += shift_into(r.left, r.width, area.left, area.right());
  out.center_y += shift_into(r.top, r.height, area.top, area.bottom());
  return out;
}

Box constrain(const Box& box, const Constraint& constraint) {
  const auto& [smallest, largest] = constraint.limits;
  const bool along = constraint.lock_aspect || turn(box.rotation).cos != 1;
  Box out = box;
  if (constraint.lock_aspect) {
    const double scale = clamp_scale(1, {box.width, box.height}, constraint.limits);
    out.width *= scale;
    out.height *= scale;
  } else {
    out.width = clamp_size(box.width, smallest.width, largest.width);
    out.height = clamp_size(box.height, smallest.height, largest.height);
  }
  if (constraint.keep == Keep::box) {
    const Rect r = bounds(out);
    const double x = std::min(1.0, constraint.area.width / r.width),
                 y = std::min(1.0, constraint.area.height / r.height);
    out.width *= along ? std::min(x, y) : x;
    out.height *= along ? std::min(x, y) : y;
  }
  return keep_inside(out, constraint.area, constraint.keep);
}

}  // namespace media::placement
