// What is where, and what covers what.
#include <algorithm>
#include <cmath>

#include "placement/placement.h"

namespace media::placement {
namespace {

// A quadrilateral cut by four half-planes: at most 8 corners, with room to spare.
struct Polygon {
  Point points[16];
  int size = 0;
};

// Keeps the part where sign · coordinate ≤ limit. (Sutherland–Hodgman)
Polygon clip(const Polygon& in, double Point::*coordinate, double sign, double limit) {
  Polygon out;
  for (int i = 0; i < in.size; ++i) {
    const Point a = in.points[i], b = in.points[(i + 1) % in.size];
    const double over_a = sign * a.*coordinate - limit, over_b = sign * b.*coordinate - limit;
    if (over_a <= 0) out.points[out.size++] = a;
    if ((over_a < 0 && over_b > 0) || (over_a > 0 && over_b < 0)) {
      const double t = over_a / (over_a - over_b);
      out.points[out.size++] = {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
    }
  }
  return out;
}

Part measure(const Polygon& polygon) {
  if (polygon.size < 3) return {};
  const Point origin = polygon.points[0];
  double twice = 0, x = 0, y = 0;
  for (int i = 1; i + 1 < polygon.size; ++i) {
    const Point a = {polygon.points[i].x - origin.x, polygon.points[i].y - origin.y};
    const Point b = {polygon.points[i + 1].x - origin.x, polygon.points[i + 1].y - origin.y};
    const double cross = a.x * b.y - a.y * b.x;
    twice += cross;
    x += cross * (a.x + b.x);
    y += cross * (a.y + b.y);
  }
  if (!(twice > 1e-12)) return {};
  return {twice / 2, {origin.x + x / (3 * twice), origin.y + y / (3 * twice)}};
}

// A point as 0…1 along the sides of the pixel box, top left first.
Point within(const Box& box, Point point) {
  const Box pixels = pixel_box(box);
  const Point local = to_local(pixels, point);
  return {local.x / pixels.width + 0.5, local.y / pixels.height + 0.5};
}

bool is_inside(Point uv) { return uv.x >= 0 && uv.x < 1 && uv.y >= 0 && uv.y < 1; }

Box upright(const Rect& r) { return {r.left + r.width / 2, r.top + r.height / 2, r.width, r.height, 0}; }

// Whether two turned boxes have a line between them along an axis of the first.
bool apart(const Box& a, const Box& b) {
  double left = 1e300, right = -1e300, top = 1e300, bottom = -1e300;
  for (const Point corner : corners(b)) {
    const Point p = to_local(a, corner);
    left = std::min(left, p.x), right = std::max(right, p.x);
    top = std::min(top, p.y), bottom = std::max(bottom, p.y);
  }
  return left >= a.width / 2 || right <= -a.width / 2 || top >= a.height / 2 || bottom <= -a.height / 2;
}

double nth_or_none(std::span<const double> values, size_t i) { return i < values.size() ? values[i] : 0; }

}  // namespace

Part clip_to_frame(const std::array<Point, 4>& corners, double half_width, double half_height) {
  Polygon polygon;
  for (const Point corner : corners) polygon.points[polygon.size++] = corner;
  polygon = clip(polygon, &Point::x, 1, half_width);
  polygon = clip(polygon, &Point::x, -1, half_width);
  polygon = clip(polygon, &Point::y, 1, half_height);
  polygon = clip(polygon, &Point::y, -1, half_height);
  return measure(polygon);
}

bool contains(const Box& box, Point point) { return is_inside(within(box, point)); }

bool contains(const Box& box, double corner_radius, Point point) {
  if (!contains(box, point)) return false;
  const double radius = std::min(corner_radius, std::min(box.width, box.height) / 2);
  if (!(radius > 0)) return true;
  const Point p = to_local(box, point);
  const double x = std::abs(p.x) - box.width / 2 + radius, y = std::abs(p.y) - box.height / 2 + radius;
  return x <= 0 || y <= 0 || std::hypot(x, y) <= radius;
}

size_t hit_test(std::span<const Placement> placements, Size canvas, Point point,
                std::span<const double> corner_radii) {
  size_t front = kNone;
  for (size_t i = 0; i < placements.size(); ++i) {
    const bool in_front = front == kNone || placements[i].z >= placements[front].z;
    if (in_front && contains(to_box(placements[i], canvas), nth_or_none(corner_radii, i), point)) front = i;
  }
  return front;
}

std::vector<PointHit> hits(std::span<const Placement> placements, Size canvas, Point point,
                           std::span<const double> corner_radii) {
  std::vector<PointHit> out;
  const auto order = draw_order(placements);
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    const Box box = to_box(placements[*i], canvas);
    const Point uv = within(box, point);
    if (contains(box, nth_or_none(corner_radii, *i), point)) out.push_back({*i, uv.x, uv.y});
  }
  return out;
}

bool in_marquee(const Box& box, const Rect& marquee, bool whole) {
  if (!whole) return !apart(box, upright(marquee)) && !apart(upright(marquee), box);
  const Rect r = bounds(box);
  return r.left >= marquee.left && r.top >= marquee.top && r.right() <= marquee.right() &&
         r.bottom() <= marquee.bottom();
}

double overlap_area(const Box& a, const Box& b) {
  const Rect ra = bounds(a), rb = bounds(b);
  if (ra.left >= rb.right() || rb.left >= ra.right() || ra.top >= rb.bottom() || rb.top >= ra.bottom())
    return 0;
  auto quad = corners(a);
  for (Point& corner : quad) corner = to_local(b, corner);
  return clip_to_frame(quad, b.width / 2, b.height / 2).area;
}

Overflow overflow(const Box& box, const Rect& area) {
  const Rect r = bounds(box);
  const double whole = box.width * box.height;
  return {std::max(0.0, area.left - r.left), std::max(0.0, area.top - r.top),
          std::max(0.0, r.right() - area.right()), std::max(0.0, r.bottom() - area.bottom()),
          std::clamp(1 - overlap_area(box, upright(area)) / whole, 0.0, 1.0)};
}

Rect safe_area(Size canvas, const Margins& m) {
  const double left = canvas.width * m.left / 100, top = canvas.height * m.top / 100;
  return {left, top, canvas.width - left - canvas.width * m.right / 100,
          canvas.height - top - canvas.height * m.bottom / 100};
}

std::vector<Cover> covers(std::span<const Placement> placements, Size canvas) {
  std::vector<Cover> out;
  const auto order = draw_order(placements);
  for (size_t i = 0; i < order.size(); ++i) {
    const Box back = to_box(placements[order[i]], canvas);
    for (size_t k = i + 1; k < order.size(); ++k) {
      const double shared = overlap_area(back, to_box(placements[order[k]], canvas));
      if (shared > 0) out.push_back({order[i], order[k], std::min(1.0, shared / (back.width * back.height))});
    }
  }
  return out;
}

}  // namespace media::placement
