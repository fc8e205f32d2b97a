// Moving and resizing.
#include <algorithm>
#include <cmath>

#include "placement/placement.h"

namespace media::placement {
namespace {

// Which way a handle lies from the centre: −1, 0 or 1 along each side.
struct Direction {
  double x, y;
};
constexpr Direction kDirections[] = {{-1, -1}, {0, -1}, {1, -1}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}};

Direction direction_of(Handle handle) { return kDirections[static_cast<size_t>(handle)]; }

double clamp_size(double size, double smallest, double largest) { return std::max(smallest, std::min(size, largest)); }

// A size with a sign keeps the sign.
double clamp_signed(double size, double smallest, double largest) {
  return std::copysign(clamp_size(std::abs(size), smallest, largest), size);
}

// Signed sizes on the ratio: a corner's by projecting onto the diagonal, an edge's from the side that it moves.
Size lock(Size free, Direction direction, double aspect, const SizeLimits& limits) {
  const double smallest = std::max(limits.smallest.height, limits.smallest.width / aspect);
  const double largest = std::min(limits.largest.height, limits.largest.width / aspect);
  if (direction.x != 0 && direction.y != 0) {
    const double height = clamp_signed((free.width * aspect + free.height) / (aspect * aspect + 1), smallest, largest);
    return {height * aspect, height};
  }
  if (direction.x != 0) {
    const double height = clamp_signed(free.width / aspect, smallest, largest);
    return {height * aspect, std::abs(height)};
  }
  const double height = clamp_signed(free.height, smallest, largest);
  return {std::abs(height) * aspect, height};
}

}  // namespace

Point handle_point(const Box& box, Handle handle) {
  const Direction d = direction_of(handle);
  return to_canvas(box, {d.x * box.width / 2, d.y * box.height / 2});
}

Box move(const Box& start, Point grab, Point pointer) {
  Box out = start;
  out.center_x += pointer.x - grab.x;
  out.center_y += pointer.y - grab.y;
  return out;
}

Resized resize(const Box& start, Handle handle, Point grab, Point pointer, const ResizeOptions& options) {
  const Direction d = direction_of(handle);
  const Point from = to_local(start, grab), to = to_local(start, pointer);
  const double reach = options.from_center ? 2 : 1;
  Size size{start.width + d.x * reach * (to.x - from.x), start.height + d.y * reach * (to.y - from.y)};
  if (options.lock_aspect) {
    size = lock(size, d, options.aspect > 0 ? options.aspect : start.width / start.height, options.limits);
  } else {
    const auto& [smallest, largest] = options.limits;
    if (d.x != 0) size.width = clamp_signed(size.width, smallest.width, largest.width);
    if (d.y != 0) size.height = clamp_signed(size.height, smallest.height, largest.height);
  }

  Resized out{start, size.width < 0, size.height < 0};
  out.box.width = std::abs(size.width);
  out.box.height = std::abs(size.height);
  if (!options.from_center) {
    // The opposite handle is at −d · start/2 from the old centre and at −d · size/2 from the new one.
    const Point center = to_canvas(start, {d.x * (size.width - start.width) / 2, d.y * (size.height - start.height) / 2});
    out.box.center_x = center.x;
    out.box.center_y = center.y;
  }
  return out;
}

}  // namespace media::placement
