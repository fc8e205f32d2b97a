// kit.placement: the head of the inputs is the operation's options, then rows of boxes or placements.
#include "contract/contract.h"
#include "numbers.h"

namespace media::bridge {
namespace {

namespace pl = placement;
using pl::Box;
using pl::Placement;
using pl::Point;
using pl::Rect;
using pl::Size;

// ---- Units and boxes ----

void to_boxes(Numbers& n) {
  const Size canvas = n.size();
  for (const Placement& p : n.placements()) n.put(pl::to_box(p, canvas));
}

void to_placements(Numbers& n) {
  const Size canvas = n.size();
  Placement like;
  like.unit = n.flag() ? pl::Unit::px : pl::Unit::percent;
  n.each_box([&](const Box& box) { return pl::to_placement(box, canvas, like); });
}

void pixel_rects(Numbers& n) { n.each_box(pl::pixel_rect); }
void bounds(Numbers& n) { n.each_box(pl::bounds); }
void union_bounds(Numbers& n) { n.put(pl::union_bounds(n.boxes())); }

void corners(Numbers& n) { n.each_box(pl::corners); }

void anchor_points(Numbers& n) {
  const auto anchor = static_cast<pl::Anchor>(n.integer());
  n.each_box([&](const Box& box) { return pl::anchor_point(box, anchor); });
}

void at_anchor(Numbers& n) {
  const auto anchor = static_cast<pl::Anchor>(n.integer());
  const Point point = n.point();
  n.each_box([&](const Box& box) { return pl::at_anchor(box, anchor, point); });
}

void fit(Numbers& n) {
  const auto mode = static_cast<pl::Fit>(n.integer());
  const Size content = n.size();
  n.put(pl::fit(content, n.rect(), mode));
}

// ---- Limits ----

void keep_inside(Numbers& n) {
  const auto keep = static_cast<pl::Keep>(n.integer());
  const Rect area = n.rect();
  n.each_box([&](const Box& box) { return pl::keep_inside(box, area, keep); });
}

void constrain(Numbers& n) {
  pl::Constraint constraint;
  constraint.keep = static_cast<pl::Keep>(n.integer());
  constraint.area = n.rect();
  constraint.lock_aspect = n.flag();
  constraint.limits = n.limits();
  n.each_box([&](const Box& box) { return pl::constrain(box, constraint); });
}

// ---- Gestures ----

void move(Numbers& n) {
  const Point grab = n.point(), pointer = n.point();
  n.each_box([&](const Box& box) { return pl::move(box, grab, pointer); });
}

void resize(Numbers& n) {
  const ResizeInput in(n);
  const Box start = n.box();
  if (n.failed()) return;
  const pl::Resized out = pl::resize(start, in.handle, in.grab(start), in.pointer, in.options);
  n.put(out.box);
  n.put({out.flipped_x ? 1.0 : 0.0, out.flipped_y ? 1.0 : 0.0});
}

void resize_all(Numbers& n) {
  const ResizeInput in(n);
  auto boxes = n.boxes();
  if (boxes.empty()) return;
  const Rect r = pl::union_bounds(boxes);
  const Point grab = in.grab({r.left + r.width / 2, r.top + r.height / 2, r.width, r.height, 0});
  const pl::Resized frame = pl::resize_all(boxes, in.handle, grab, in.pointer, in.options, boxes);
  n.put({frame.flipped_x ? 1.0 : 0.0, frame.flipped_y ? 1.0 : 0.0});
  n.put(boxes);
}

void rotate(Numbers& n) {
  const Point grab = n.point(), pointer = n.point();
  const double step = n.number(), tolerance = n.number();
  const Box start = n.box();
  if (n.failed()) return;
  const pl::Rotated out = pl::rotate(start, grab, pointer, {step, tolerance});
  n.put(out.box);
  n.put(out.snapped ? 1.0 : 0.0);
}

void rotate_all(Numbers& n) {
  const Point grab = n.point(), pointer = n.point();
  const double step = n.number(), tolerance = n.number();
  auto boxes = n.boxes();
  n.put(pl::rotate_all(boxes, grab, pointer, {step, tolerance}, boxes));
  n.put(boxes);
}

void pinch(Numbers& n) {
  const Point from_a = n.point(), from_b = n.point(), to_a = n.point(), to_b = n.point();
  const bool turns = n.flag();
  const pl::SizeLimits limits = n.limits();
  auto boxes = n.boxes();
  pl::pinch(boxes, {from_a, from_b}, {to_a, to_b}, turns, limits, boxes);
  n.put(boxes);
}

void nudge(Numbers& n) {
  const Point way = n.point();
  const double step = n.number();
  const Size grid = n.size();
  auto boxes = n.boxes();
  pl::nudge(boxes, way.x, way.y, step, grid, boxes);
  n.put(boxes);
}

// ---- Queries ----

void hit_test(Numbers& n) {
  const Size canvas = n.size();
  const Point at = n.point();
  const auto radii = n.counted();
  const size_t hit = pl::hit_test(n.any_placements(), canvas, at, radii);
  n.put(hit == pl::kNone ? -1.0 : static_cast<double>(hit));
}

void hits(Numbers& n) {
  const Size canvas = n.size();
  const Point at = n.point();
  const auto radii = n.counted();
  for (const pl::PointHit& hit : pl::hits(n.any_placements(), canvas, at, radii))
    n.put({static_cast<double>(hit.index), hit.u, hit.v});
}

void marquee(Numbers& n) {
  const bool whole = n.flag();
  const Rect area = n.rect();
  n.each_box([&](const Box& box) { return pl::in_marquee(box, area, whole) ? 1.0 : 0.0; });
}

void overlap(Numbers& n) {
  const Box a = n.box(), b = n.box();
  if (!n.failed()) n.put(pl::overlap_area(a, b));
}

void overflow(Numbers& n) {
  const Rect area = n.rect();
  for (const Box& box : n.boxes()) {
    const pl::Overflow o = pl::overflow(box, area);
    n.put({o.left, o.top, o.right, o.bottom, o.fraction});
  }
}

void safe_area(Numbers& n) {
  const Size canvas = n.size();
  const double top = n.number(), right = n.number(), bottom = n.number();
  n.put(pl::safe_area(canvas, {top, right, bottom, n.number()}));
}

void covers(Numbers& n) {
  const Size canvas = n.size();
  for (const pl::Cover& c : pl::covers(n.placements(), canvas)) {
    n.put({static_cast<double>(c.back), static_cast<double>(c.front), c.fraction});
  }
}

// ---- Arranging ----

void align(Numbers& n) {
  const auto how = static_cast<pl::Align>(n.integer());
  const Rect to = n.rect();
  auto boxes = n.boxes();
  pl::align(boxes, how, to);
  n.put(boxes);
}

void distribute(Numbers& n) {
  const int axis = n.integer();
  const bool by_centers = n.flag();
  auto boxes = n.boxes();
  pl::distribute(boxes, axis, by_centers);
  n.put(boxes);
}

void match_size(Numbers& n) {
  const Size size = n.size();
  const bool lock = n.flag();
  auto boxes = n.boxes();
  pl::match_size(boxes, size, lock);
  n.put(boxes);
}

void layout(Numbers& n) {
  const auto how = static_cast<pl::Layout>(n.integer());
  const Rect area = n.rect();
  const double gap = n.number();
  auto boxes = n.boxes();
  pl::layout(boxes, how, area, gap);
  n.put(boxes);
}

void free_position(Numbers& n) {
  const Rect area = n.rect();
  const auto boxes = n.boxes();
  if (boxes.empty()) return;
  const Point at = pl::free_position(boxes[0], std::span(boxes).subspan(1), area);
  n.put({at.x, at.y});
}

void normalize_z(Numbers& n) {
  std::vector<double> z;
  while (n.left() > 0) z.push_back(n.number());
  n.put(pl::normalize_z(z));
}

// Pairs of a z-index and whether it is selected.
void move_layers(Numbers& n) {
  const auto how = static_cast<pl::LayerMove>(n.integer());
  std::vector<double> z;
  std::vector<uint8_t> selected;
  while (n.left() > 1) {
    z.push_back(n.number());
    selected.push_back(n.flag() ? 1 : 0);
  }
  n.put(pl::move_layers(z, selected, how));
}

// ---- Canvas and defaults ----

void retarget(Numbers& n) {
  const Size from = n.size(), to = n.size();
  n.each_box([&](const Box& box) { return pl::retarget(box, from, to); });
}

// Index, canvas, image (0 × 0: unknown).
void default_placement(Numbers& n) {
  const auto index = n.count();
  const Size canvas = n.size(), image = n.size();
  const pl::DefaultPlacement out = pl::default_placement(index, canvas, image.width > 0 ? &image : nullptr);
  n.put(out.placement);
  n.put(out.lock_aspect ? 1.0 : 0.0);
}

// The constants are whole numbers.
int64_t whole(double value) { return static_cast<int64_t>(value); }

std::string list(std::span<const double> values) {
  JsonList out;
  for (const double value : values) out.number(whole(value));
  return out.done();
}

}  // namespace

// The editor's constants as JSON.
MEDIA_EXPORT Address placement_constants() {
  JsonObject zones;
  for (const auto& [platform, m] : pl::kSafeZones) {
    JsonObject zone;
    zone.number("top", whole(m.top)).number("right", whole(m.right));
    zones.json(platform, zone.number("bottom", whole(m.bottom)).number("left", whole(m.left)).done());
  }
  JsonObject out;
  out.number("GRID_PERCENT", whole(pl::kGridPercent)).number("SMALLEST_PERCENT", whole(pl::kSmallestPercent));
  out.json("SIZE_PRESETS", list(pl::kSizePresets)).json("POSITION_PRESETS", list(pl::kPositionPresets));
  return reply(out.json("SAFE_ZONES", zones.done()).done());
}

MEDIA_EXPORT Address placement_check(Address rows, uint32_t length) {
  return reply(json(pl::check(Numbers(rows, length / sizeof(double), 0, 0).any_placements())));
}

// What an editor asks of the contract: the canvases, and the prompt's words.
MEDIA_EXPORT Address placement_canvases() { return reply(contract::canvases_json()); }
MEDIA_EXPORT Address placement_region(double x, double y) {
  return reply(std::string(contract::region(x, y)));
}
MEDIA_EXPORT Address placement_size_word(double percent) {
  return reply(std::string(contract::size_word(percent)));
}

MEDIA_NUMERIC(placement, to_boxes)
MEDIA_NUMERIC(placement, to_placements)
MEDIA_NUMERIC(placement, pixel_rects)
MEDIA_NUMERIC(placement, bounds)
MEDIA_NUMERIC(placement, union_bounds)
MEDIA_NUMERIC(placement, corners)
MEDIA_NUMERIC(placement, anchor_points)
MEDIA_NUMERIC(placement, at_anchor)
MEDIA_NUMERIC(placement, fit)
MEDIA_NUMERIC(placement, keep_inside)
MEDIA_NUMERIC(placement, constrain)
MEDIA_NUMERIC(placement, move)
MEDIA_NUMERIC(placement, resize)
MEDIA_NUMERIC(placement, resize_all)
MEDIA_NUMERIC(placement, rotate)
MEDIA_NUMERIC(placement, rotate_all)
MEDIA_NUMERIC(placement, pinch)
MEDIA_NUMERIC(placement, nudge)
MEDIA_NUMERIC(placement, hit_test)
MEDIA_NUMERIC(placement, hits)
MEDIA_NUMERIC(placement, marquee)
MEDIA_NUMERIC(placement, overlap)
MEDIA_NUMERIC(placement, overflow)
MEDIA_NUMERIC(placement, safe_area)
MEDIA_NUMERIC(placement, covers)
MEDIA_NUMERIC(placement, align)
MEDIA_NUMERIC(placement, distribute)
MEDIA_NUMERIC(placement, match_size)
MEDIA_NUMERIC(placement, layout)
MEDIA_NUMERIC(placement, free_position)
MEDIA_NUMERIC(placement, normalize_z)
MEDIA_NUMERIC(placement, move_layers)
MEDIA_NUMERIC(placement, retarget)
MEDIA_NUMERIC(placement, default_placement)

}  // namespace media::bridge
