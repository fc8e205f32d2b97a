// Moving and resizing.
#include <cmath>
#include <iterator>

#include "placement/limits.h"
#include "placement/placement.h"

namespace media::placement {
namespace {

using Direction = Point;

// Signed sizes on the ratio: a corner's by projecting onto the diagonal, an edge's from the side that it
// moves.
Size lock(Size free, Direction direction, double aspect, const SizeLimits& limits) {
  const double smallest = std::max(limits.smallest.height, limits.smallest.width / aspect);
  const double largest = std::min(limits.largest.height, limits.largest.width / aspect);
  if (direction.x != 0 && direction.y != 0) {
    const double height =
        clamp_signed((free.width * aspect + free.height) / (aspect * aspect + 1), smallest, largest);
    return {height * aspect, height};
  }
  if (direction.x != 0) {
    const double height = clamp_signed(free.width / aspect, smallest, largest);
    return {height * aspect, std::abs(height)};
  }
  const double height = clamp_signed(free.height, smallest, largest);
  return {std::abs(height) * aspect, height};
}

Size clamp_free(Size size, Direction d, const SizeLimits& limits) {
  return {d.x != 0 ? clamp_signed(size.width, limits.smallest.width, limits.largest.width) : size.width,
          d.y != 0 ? clamp_signed(size.height, limits.smallest.height, limits.largest.height) : size.height};
}

bool within(Size size, Direction d, const SizeLimits& limits) {
  const Size clamped = clamp_free(size, d, limits);
  return clamped.width == size.width && clamped.height == size.height;
}

// The box of signed sizes. The opposite handle is at −d · start/2 from the old centre and at −d · size/2 from
// the new one.
Resized with_size(const Box& start, Direction d, Size size, bool from_center) {
  Resized out{start, size.width < 0, size.height < 0};
  out.box.width = std::abs(size.width);
  out.box.height = std::abs(size.height);
  if (!from_center) {
    const Point center =
        to_canvas(start, {d.x * (size.width - start.width) / 2, d.y * (size.height - start.height) / 2});
    out.box.center_x = center.x;
    out.box.center_y = center.y;
  }
  return out;
}

// The largest part of the way from 0 to 1 that is allowed, by bisection to the last bits of a double; the
// allowed part is connected, for boxes grow evenly and areas are convex.
template <class Allowed>
double furthest(Allowed allowed) {
  if (allowed(1.0)) return 1;
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (allowed(middle) ? low : high) = middle;
  }
  return low;
}

double between(double from, double to, double t) { return from + (to - from) * t; }

}  // namespace

Point handle_direction(Handle handle) {
  constexpr Point kDirections[] = {{-1, -1}, {0, -1}, {1, -1}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}};
  return kDirections[std::min<size_t>(static_cast<size_t>(handle), std::size(kDirections) - 1)];
}

Point handle_point(const Box& box, Handle handle) {
  const Direction d = handle_direction(handle);
  return to_canvas(box, {d.x * box.width / 2, d.y * box.height / 2});
}

Box move(const Box& start, Point grab, Point pointer) {
  Box out = start;
  out.center_x += pointer.x - grab.x;
  out.center_y += pointer.y - grab.y;
  return out;
}

Resized resize(const Box& start, Handle handle, Point grab, Point pointer, const ResizeOptions& options) {
  const Direction d = handle_direction(handle);
  const Point from = to_local(start, grab), to = to_local(start, pointer);
  const double reach = options.from_center ? 2 : 1;
  const Size free{start.width + d.x * reach * (to.x - from.x), start.height + d.y * reach * (to.y - from.y)};
  const double aspect = options.aspect > 0 ? options.aspect : start.width / start.height;
  const Size wanted =
      options.lock_aspect ? lock(free, d, aspect, options.limits) : clamp_free(free, d, options.limits);

  const auto box_of = [&](Size size) { return with_size(start, d, size, options.from_center); };
  const auto kept = [&](Size size) { return is_kept(box_of(size).box, options.area, options.keep); };
  const Size own{start.width, start.height};
  // Where even the size that the drag starts from is not inside, there is nothing to keep.
  const Size first = options.lock_aspect ? lock(own, d, aspect, options.limits) : own;
  if (options.keep == Keep::bleed || !kept(first) || kept(wanted)) return box_of(wanted);

  const auto on_way = [&](double x, double y) {
    return Size{between(first.width, wanted.width, x), between(first.height, wanted.height, y)};
  };
  Size reached;
  if (options.lock_aspect) {
    const double t = furthest([&](double part) { return kept(on_way(part, part)); });
    reached = on_way(t, t);
  } else {
    // One side, then the other, so that an edge that has arrived does not stop the other one.
    const double x = furthest([&](double part) { return kept(on_way(part, 0)); });
    const double y = furthest([&](double part) { return kept(on_way(x, part)); });
    reached = on_way(x, y);
  }
  // On the way across the opposite edge sizes go through 0: the smallest box, on whichever side is inside.
  if (within(reached, d, options.limits)) return box_of(reached);
  const auto clamped = [&](Size size) {
    return options.lock_aspect ? lock(size, d, aspect, options.limits) : clamp_free(size, d, options.limits);
  };
  const Size there = clamped(reached);
  return box_of(kept(there) ? there : clamped({std::abs(reached.width), std::abs(reached.height)}));
}

}  // namespace media::placement
