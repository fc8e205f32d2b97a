// Aligning, distributing and laying out several boxes.
#include <algorithm>
#include <cmath>

#include "placement/order.h"
#include "placement/placement.h"

namespace media::placement {
namespace {

double Box::*center_on(int axis) { return axis == 0 ? &Box::center_x : &Box::center_y; }

struct Extent {
  double from, length;
};

Extent extent(const Box& box, int axis) {
  const Rect r = bounds(box);
  return axis == 0 ? Extent{r.left, r.width} : Extent{r.top, r.height};
}

// Indices along an axis by centre.
std::vector<size_t> spatial_order(std::span<const Box> boxes, int axis) {
  std::vector<double> centers;
  for (const Box& box : boxes) centers.push_back(box.*center_on(axis));
  return order_by(centers);
}

void put_into(Box& box, const Rect& cell) {
  const Rect r = bounds(box);
  const double scale = std::min(cell.width / r.width, cell.height / r.height);
  box.width *= scale;
  box.height *= scale;
  box.center_x = cell.left + cell.width / 2;
  box.center_y = cell.top + cell.height / 2;
}

// Cell number `index` of `count` along a line, `gap` apart.
Extent cell(Extent line, size_t index, size_t count, double gap) {
  const double length =
      std::max(1.0, (line.length - gap * static_cast<double>(count - 1)) / static_cast<double>(count));
  return {line.from + (length + gap) * static_cast<double>(index), length};
}

void lay_grid(std::span<Box> boxes, size_t columns, const Rect& area, double gap) {
  const size_t rows = (boxes.size() + columns - 1) / columns;
  for (size_t i = 0; i < boxes.size(); ++i) {
    const size_t row = i / columns, in_row = std::min(columns, boxes.size() - row * columns);
    const Extent x = cell({area.left, area.width}, i % columns, columns, gap);
    const Extent y = cell({area.top, area.height}, row, rows, gap);
    const double centred =
        (x.length + gap) * static_cast<double>(columns - in_row) / 2;  // of a last row that is short
    put_into(boxes[i], {x.from + centred, y.from, x.length, y.length});
  }
}

// The number of columns that gives the roomiest cells: those with the longest shorter side.
size_t best_columns(size_t count, const Rect& area, double gap) {
  size_t best = 1;
  double longest = -1;
  for (size_t columns = 1; columns <= count; ++columns) {
    const size_t rows = (count + columns - 1) / columns;
    const double side =
        std::min(cell({0, area.width}, 0, columns, gap).length, cell({0, area.height}, 0, rows, gap).length);
    if (side > longest) longest = side, best = columns;
  }
  return best;
}

void lay_focus(std::span<Box> boxes, const Rect& area, double gap) {
  if (boxes.size() == 1) return put_into(boxes[0], area);
  const bool wide = area.width >= area.height;
  // However wide the gap, there is a pixel for the first, as a cell has at least one.
  const double room = std::max(1.5, (wide ? area.width : area.height) - gap), most = room * 2 / 3;
  const auto slice = [&](double from, double length) {
    return wide ? Rect{area.left + from, area.top, length, area.height}
                : Rect{area.left, area.top + from, area.width, length};
  };
  put_into(boxes[0], slice(0, most));
  const auto others = boxes.subspan(1);
  lay_grid(others, wide ? 1 : others.size(), slice(most + gap, room - most), gap);
}

// An asset that covers this much of the area is its background.
constexpr double kBackground = 0.95;
// Places that are tried each way: every 5 %.
constexpr int kPlaces = 21;

double shared(const Rect& a, const Rect& b) {
  const double width = std::min(a.right(), b.right()) - std::max(a.left, b.left);
  const double height = std::min(a.bottom(), b.bottom()) - std::max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

}  // namespace

void align(std::span<Box> boxes, Align how, const Rect& to) {
  const int axis = how <= Align::right ? 0 : 1;
  const double part = static_cast<double>(static_cast<int>(how) % 3) / 2;  // 0 start, ½ middle, 1 end
  const Extent line = axis == 0 ? Extent{to.left, to.width} : Extent{to.top, to.height};
  for (Box& box : boxes) {
    const Extent e = extent(box, axis);
    box.*center_on(axis) += line.from + line.length * part - (e.from + e.length * part);
  }
}

void distribute(std::span<Box> boxes, int axis, bool by_centers) {
  if (boxes.size() < 3) return;
  const auto order = spatial_order(boxes, axis);
  const auto center = center_on(axis);
  const double steps = static_cast<double>(boxes.size() - 1);
  const Box &first = boxes[order.front()], &last = boxes[order.back()];
  if (by_centers) {
    const double from = first.*center, step = (last.*center - from) / steps;
    for (size_t i = 1; i + 1 < order.size(); ++i)
      boxes[order[i]].*center = from + step * static_cast<double>(i);
    return;
  }
  const Extent a = extent(first, axis), b = extent(last, axis);
  double taken = 0;
  for (const Box& box : boxes) taken += extent(box, axis).length;
  const double gap = (b.from + b.length - a.from - taken) / steps;
  double at = a.from + a.length + gap;
  for (size_t i = 1; i + 1 < order.size(); ++i) {
    Box& box = boxes[order[i]];
    const Extent e = extent(box, axis);
    box.*center += at - e.from;
    at += e.length + gap;
  }
}

void match_size(std::span<Box> boxes, Size size, bool lock_aspect) {
  for (Box& box : boxes) {
    const double x = size.width > 0 ? size.width / box.width : 0,
                 y = size.height > 0 ? size.height / box.height : 0;
    const double one = x > 0 && y > 0 ? std::min(x, y) : x > 0 || y > 0 ? std::max(x, y) : 1;
    box.width *= lock_aspect ? one : (x > 0 ? x : 1);
    box.height *= lock_aspect ? one : (y > 0 ? y : 1);
  }
}

void layout(std::span<Box> boxes, Layout how, const Rect& area, double gap) {
  if (boxes.empty()) return;
  switch (how) {
    case Layout::grid:
      return lay_grid(boxes, best_columns(boxes.size(), area, gap), area, gap);
    case Layout::row:
      return lay_grid(boxes, boxes.size(), area, gap);
    case Layout::column:
      return lay_grid(boxes, 1, area, gap);
    case Layout::focus:
      return lay_focus(boxes, area, gap);
    case Layout::free_space:
      break;
  }
  for (size_t i = 0; i < boxes.size(); ++i) {
    // The gap is kept by taking each box for larger than it is.
    Box padded = boxes[i];
    padded.width += gap;
    padded.height += gap;
    const Point at = free_position(padded, boxes.first(i), area);
    boxes[i].center_x = at.x;
    boxes[i].center_y = at.y;
  }
}

Point free_position(const Box& box, std::span<const Box> others, const Rect& area) {
  std::vector<Rect> taken;
  for (const Box& other : others) {
    const Rect r = bounds(other);
    if (shared(r, area) < kBackground * area.width * area.height) taken.push_back(r);
  }
  const Rect own = bounds(box);
  const Point middle{area.left + area.width / 2, area.top + area.height / 2};
  const double room_x = std::max(0.0, area.width - own.width),
               room_y = std::max(0.0, area.height - own.height);
  Point best = middle;
  double least = INFINITY, nearest = INFINITY;
  for (int row = 0; row < kPlaces; ++row) {
    for (int column = 0; column < kPlaces; ++column) {
      const double x = middle.x + room_x * (static_cast<double>(column) / (kPlaces - 1) - 0.5);
      const double y = middle.y + room_y * (static_cast<double>(row) / (kPlaces - 1) - 0.5);
      const Rect here{x - own.width / 2, y - own.height / 2, own.width, own.height};
      double overlap = 0;
      for (const Rect& r : taken) overlap += shared(here, r);
      const double distance = std::hypot(x - middle.x, y - middle.y);
      if (overlap < least - 1e-9 || (overlap < least + 1e-9 && distance < nearest - 1e-9)) {
        least = overlap, nearest = distance, best = {x, y};
      }
    }
  }
  return best;
}

}  // namespace media::placement
