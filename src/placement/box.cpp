// Boxes, turned and not.
#include <algorithm>
#include <cmath>

#include "base/sine.h"
#include "placement/placement.h"

namespace media::placement {
namespace {

// Half up, as JavaScript's Math.round. floor(v + 0.5) alone would lift the double just below 0.5 to 1.
double round_half_up(double v) {
  const double whole = std::floor(v);
  return v - whole >= 0.5 ? whole + 1 : whole;
}

}  // namespace

Rect pixel_rect(const Box& box) {
  return {round_half_up(box.center_x - box.width / 2), round_half_up(box.center_y - box.height / 2),
          std::max(1.0, round_half_up(box.width)), std::max(1.0, round_half_up(box.height))};
}

Box pixel_box(const Box& box) {
  const Rect r = pixel_rect(box);
  return {r.left + r.width / 2, r.top + r.height / 2, r.width, r.height, box.rotation};
}

double normalize_degrees(double degrees) {
  if (degrees >= 0 && degrees < 360) return degrees + 0.0;  // + 0.0 turns −0 into 0
  const double rest = std::fmod(degrees, 360.0);
  const double positive = rest < 0 ? rest + 360 : rest;
  return positive >= 360 ? 0 : positive + 0.0;  // −1e-20 + 360 is 360
}

Turn turn(double degrees) {
  const auto [sine, cosine] = sine_cosine(normalize_degrees(degrees));
  return {sine, cosine};
}

Point to_local(const Box& box, Point point) {
  const Turn t = turn(box.rotation);
  const double dx = point.x - box.center_x, dy = point.y - box.center_y;
  return {t.cos * dx + t.sin * dy, t.cos * dy - t.sin * dx};
}

Point to_canvas(const Box& box, Point local) {
  const Turn t = turn(box.rotation);
  return {box.center_x + t.cos * local.x - t.sin * local.y, box.center_y + t.sin * local.x + t.cos * local.y};
}

std::array<Point, 4> corners(const Box& box) {
  const double x = box.width / 2, y = box.height / 2;
  return {to_canvas(box, {-x, -y}), to_canvas(box, {x, -y}), to_canvas(box, {x, y}), to_canvas(box, {-x, y})};
}

Rect bounds(const Box& box) {
  const Turn t = turn(box.rotation);
  const double width = std::abs(t.cos) * box.width + std::abs(t.sin) * box.height;
  const double height = std::abs(t.sin) * box.width + std::abs(t.cos) * box.height;
  return {box.center_x - width / 2, box.center_y - height / 2, width, height};
}

namespace {

// From the centre to an anchor, in halves of the box.
Point anchor_offset(const Box& box, Anchor anchor) {
  const int index = static_cast<int>(anchor);
  return {(index % 3 - 1) * box.width / 2, (index / 3 - 1) * box.height / 2};
}

}  // namespace

Point anchor_point(const Box& box, Anchor anchor) { return to_canvas(box, anchor_offset(box, anchor)); }

Box at_anchor(const Box& box, Anchor anchor, Point point) {
  const Point now = anchor_point(box, anchor);
  Box out = box;
  out.center_x += point.x - now.x;
  out.center_y += point.y - now.y;
  return out;
}

Rect union_bounds(std::span<const Box> boxes) {
  if (boxes.empty()) return {};
  const Rect first = bounds(boxes[0]);
  double left = first.left, top = first.top, right = first.right(), bottom = first.bottom();
  for (const Box& box : boxes.subspan(1)) {
    const Rect r = bounds(box);
    left = std::min(left, r.left), top = std::min(top, r.top);
    right = std::max(right, r.right()), bottom = std::max(bottom, r.bottom());
  }
  return {left, top, right - left, bottom - top};
}

Box fit(Size content, const Rect& into, Fit mode) {
  const double x = into.width / content.width, y = into.height / content.height;
  const double same = mode == Fit::cover ? std::max(x, y) : std::min(x, y);
  const Size size =
      mode == Fit::fill ? Size{into.width, into.height} : Size{content.width * same, content.height * same};
  return {into.left + into.width / 2, into.top + into.height / 2, size.width, size.height, 0};
}

}  // namespace media::placement
