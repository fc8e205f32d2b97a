// Turning, pinching and arrow keys.
#include <cmath>
#include <numbers>

#include "placement/limits.h"
#include "placement/placement.h"

namespace media::placement {
namespace {

double degrees_of(Point vector) { return std::atan2(vector.y, vector.x) * 180 / std::numbers::pi; }

// Degrees by which the pointer went round a centre; 0 where it is on the centre.
double swept(Point center, Point grab, Point pointer) {
  const Point from{grab.x - center.x, grab.y - center.y}, to{pointer.x - center.x, pointer.y - center.y};
  if ((from.x == 0 && from.y == 0) || (to.x == 0 && to.y == 0)) return 0;
  return degrees_of(to) - degrees_of(from);
}

struct SnappedAngle {
  double angle;
  bool hit;
};

SnappedAngle snap_angle(double angle, const RotateOptions& options) {
  if (!(options.step > 0)) return {normalize_degrees(angle), false};
  const double nearest = std::round(angle / options.step) * options.step;
  const bool hit = std::abs(angle - nearest) <= options.tolerance;
  return {normalize_degrees(hit ? nearest : angle), hit};
}

// The next multiple of `grid` strictly beyond `value` in a direction.
double next_line(double value, double direction, double grid) {
  const double at = value / grid, nearest = std::round(at);
  if (std::abs(at - nearest) < 1e-9) return (nearest + direction) * grid;
  return (direction > 0 ? std::ceil(at) : std::floor(at)) * grid;
}

}  // namespace

Rotated rotate(const Box& start, Point grab, Point pointer, const RotateOptions& options) {
  const auto [angle, hit] = snap_angle(start.rotation + swept({start.center_x, start.center_y}, grab, pointer), options);
  Box out = start;
  out.rotation = angle;
  return {out, hit};
}

Box pinch(const Box& start, const std::array<Point, 2>& from, const std::array<Point, 2>& to, bool turns,
          const SizeLimits& limits) {
  const auto apart = [](const std::array<Point, 2>& p) { return Point{p[1].x - p[0].x, p[1].y - p[0].y}; };
  const auto middle = [](const std::array<Point, 2>& p) { return Point{(p[0].x + p[1].x) / 2, (p[0].y + p[1].y) / 2}; };
  const Point before = apart(from), after = apart(to);
  const double length = std::hypot(before.x, before.y);
  const double asked = length > 0 ? std::hypot(after.x, after.y) / length : 1;
  const double scale = clamp_scale(asked, {start.width, start.height}, limits);
  const double angle = turns ? swept({0, 0}, before, after) : 0;
  // What lay between the fingers at the start lies between them now.
  const Point m0 = middle(from), m1 = middle(to);
  const Point center = to_canvas({m1.x, m1.y, 1, 1, angle}, {(start.center_x - m0.x) * scale, (start.center_y - m0.y) * scale});
  return {center.x, center.y, start.width * scale, start.height * scale, turns ? normalize_degrees(start.rotation + angle) : start.rotation};
}

Box nudge(const Box& box, double x, double y, double step, Size grid) {
  Box out = box;
  if (x != 0) out.center_x = grid.width > 0 ? next_line(box.center_x, x, grid.width) : box.center_x + x * step;
  if (y != 0) out.center_y = grid.height > 0 ? next_line(box.center_y, y, grid.height) : box.center_y + y * step;
  return out;
}

double rotate_all(std::span<const Box> start, Point grab, Point pointer, const RotateOptions& options, std::span<Box> out) {
  const Rect frame = union_bounds(start);
  const Point center{frame.left + frame.width / 2, frame.top + frame.height / 2};
  const double angle = snap_angle(swept(center, grab, pointer), options).angle;
  const Box turned{center.x, center.y, 1, 1, angle};
  for (size_t i = 0; i < start.size(); ++i) {
    const Point at = to_canvas(turned, {start[i].center_x - center.x, start[i].center_y - center.y});
    out[i] = {at.x, at.y, start[i].width, start[i].height, normalize_degrees(start[i].rotation + angle)};
  }
  return angle;
}

}  // namespace media::placement
