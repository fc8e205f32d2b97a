// Moving and resizing.
#include <cmath>
#include <iterator>

#include "placement/limits.h"
#include "placement/placement.h"

namespace media::placement {
namespace {

using Direction = Point;

// The signed height on the ratio: a corner's by projecting onto the diagonal, an edge's from the side that it
// moves.
double height_on_ratio(Size free, Direction d, double aspect) {
  if (d.x == 0) return free.height;
  if (d.y == 0) return free.width / aspect;
  return (free.width * aspect + free.height) / (aspect * aspect + 1);
}

// Its signed sizes: what crosses the opposite edge turns over the side that it moves, and that alone.
Size size_on_ratio(double height, Direction d, double aspect) {
  return {(d.x != 0 ? height : std::abs(height)) * aspect, d.y != 0 ? height : std::abs(height)};
}

double clamp_height(double height, double aspect, const SizeLimits& limits) {
  return clamp_signed(height, std::max(limits.smallest.height, limits.smallest.width / aspect),
                      std::min(limits.largest.height, limits.largest.width / aspect));
}

Size clamp_free(Size size, Direction d, const SizeLimits& limits) {
  return {d.x != 0 ? clamp_signed(size.width, limits.smallest.width, limits.largest.width) : size.width,
          d.y != 0 ? clamp_signed(size.height, limits.smallest.height, limits.largest.height) : size.height};
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
// allowed part is connected, for boxes shrink and grow evenly and areas are convex.
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
  const Size own{start.width, start.height};
  const double aspect = options.aspect > 0 ? options.aspect : own.width / own.height;

  // The signed sizes at a part of the way of each side; locked, of both.
  const auto size_at = [&](double x, double y) {
    if (!options.lock_aspect)
      return clamp_free({std::lerp(own.width, free.width, x), std::lerp(own.height, free.height, y)}, d,
                        options.limits);
    const double height = std::lerp(height_on_ratio(own, d, aspect), height_on_ratio(free, d, aspect), x);
    return size_on_ratio(clamp_height(height, aspect, options.limits), d, aspect);
  };
  const auto box_at = [&](double x, double y) {
    return with_size(start, d, size_at(x, y), options.from_center);
  };
  const auto kept = [&](double x, double y) {
    return is_kept(box_at(x, y).box, options.area, options.keep);
  };
  // Where even the size that the drag starts from is not inside, there is nothing to keep.
  if (options.keep == Keep::bleed || !kept(0, 0) || kept(1, 1)) return box_at(1, 1);
  // One side, then the other, so that an edge that has arrived does not stop the other one.
  const double x = furthest([&](double part) { return kept(part, 0); });
  return box_at(x, furthest([&](double part) { return kept(x, part); }));
}

}  // namespace media::placement
