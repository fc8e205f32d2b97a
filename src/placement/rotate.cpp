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
  const auto [angle, hit] =
      snap_angle(start.rotation + swept({start.center_x, start.center_y}, grab, pointer), options);
  Box out = start;
  out.rotation = angle;
  return {out, hit};
}

void pinch(std::span<const Box> start, const std::array<Point, 2>& from, const std::array<Point, 2>& to,
           bool turns, const SizeLimits& limits, std::span<Box> out) {
  const auto apart = [](const std::array<Point, 2>& p) { return Point{p[1].x - p[0].x, p[1].y - p[0].y}; };
  const auto middle = [](const std::array<Point, 2>& p) {
    return Point{(p[0].x + p[1].x) / 2, (p[0].y + p[1].y) / 2};
  };
  const Point before = apart(from), after = apart(to);
  const double length = std::hypot(before.x, before.y);
  double scale = length > 0 ? std::hypot(after.x, after.y) / length : 1;
  for (const Box& box : start) scale = clamp_scale(scale, {box.width, box.height}, limits);
  const double angle = turns ? swept({0, 0}, before, after) : 0;
  // What lay between the fingers at the start lies between them now.
  const Point m0 = middle(from), m1 = middle(to);
  const Box now{m1.x, m1.y, 1, 1, angle};
  for (size_t i = 0; i < start.size(); ++i) {
    const Box& box = start[i];
    const Point center = to_canvas(now, {(box.center_x - m0.x) * scale, (box.center_y - m0.y) * scale});
    out[i] = {center.x, center.y, box.width * scale, box.height * scale,
              turns ? normalize_degrees(box.rotation + angle) : box.rotation};
  }
}

void nudge(std::span<const Box> start, double x, double y, double step, Size grid, std::span<Box> out) {
  if (start.empty()) return;
  Point at{start[0].center_x, start[0].center_y};
  if (start.size() > 1) {
    const Rect frame = union_bounds(start);
    at = {frame.left + frame.width / 2, frame.top + frame.height / 2};
  }
  const double dx = x == 0 ? 0 : grid.width > 0 ? next_line(at.x, x, grid.width) - at.x : x * step;
  const double dy = y == 0 ? 0 : grid.height > 0 ? next_line(at.y, y, grid.height) - at.y : y * step;
  for (size_t i = 0; i < start.size(); ++i) {
    out[i] = start[i];
    out[i].center_x += dx;
    out[i].center_y += dy;
  }
}

double rotate_all(std::span<const Box> start, Point grab, Point pointer, const RotateOptions& options,
                  std::span<Box> out) {
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
