#include "placement/snap_index.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "placement/order.h"

namespace media::placement {
namespace {

constexpr double kPercent = 100;

// Guides join targets that are this near to each other.
constexpr double kAligned = 1e-6;

// Sorted by a number of theirs; what is equal stays in the order in which it was added.
template <class T>
std::vector<T> sorted(const std::vector<T>& items, double T::*key) {
  std::vector<double> keys;
  for (const T& item : items) keys.push_back(item.*key);
  std::vector<T> out;
  out.reserve(items.size());
  for (const size_t i : order_by(keys)) out.push_back(items[i]);
  return out;
}

void add_guide(Snapped& out, const Guide& guide) {
  if (out.guide_count < out.guides.size()) out.guides[out.guide_count++] = guide;
}

double coordinate(const Interval& interval, Feature feature) {
  return feature == Feature::middle ? interval.middle()
         : feature == Feature::from ? interval.from
                                    : interval.to;
}

}  // namespace

bool is_better(const Candidate& a, const Candidate& b) {
  if (a.found != b.found) return a.found;
  const double difference = std::abs(a.delta) - std::abs(b.delta);
  if (std::abs(difference) > kSame) return difference < 0;
  return std::tuple(a.kind, a.target, a.feature, a.place) < std::tuple(b.kind, b.target, b.feature, b.place);
}

SnapIndex::SnapIndex(const SnapOptions& given, std::span<const Box> boxes)
    : options(given), threshold(given.threshold / given.zoom) {
  others.reserve(boxes.size());
  for (const Box& box : boxes) others.push_back(bounds(box));
  row_.reserve(boxes.size());
  for (int axis = 0; axis < 2; ++axis) add_lines(axis, boxes);
}

void SnapIndex::add_lines(int axis, std::span<const Box> boxes) {
  SnapAxis& out = axes[axis];
  const double length = axis == 0 ? options.canvas.width : options.canvas.height;
  const Interval across{0, axis == 0 ? options.canvas.height : options.canvas.width};
  const auto edge = [&](SnapKind kind, double at, size_t target, Interval extent) {
    if (wants(kind)) out.edges.push_back({at, kind, target, extent});
  };
  const auto middle = [&](SnapKind kind, double at, size_t target, Interval extent) {
    if (wants(kind)) out.middles.push_back({at, kind, target, extent});
  };

  edge(SnapKind::canvas_edge, 0, kNone, across);
  edge(SnapKind::canvas_edge, length, kNone, across);
  middle(SnapKind::canvas_center, length / 2, kNone, across);
  const Margins& safe = options.safe_zone;
  edge(SnapKind::safe_zone, length * (axis == 0 ? safe.left : safe.top) / kPercent, kNone, across);
  edge(SnapKind::safe_zone, length * (1 - (axis == 0 ? safe.right : safe.bottom) / kPercent), kNone, across);
  for (const double third : {length / 3, length * 2 / 3}) {
    edge(SnapKind::third, third, kNone, across);
    middle(SnapKind::third, third, kNone, across);
  }
  for (size_t i = 0; i < others.size(); ++i) {
    const Interval along = on_axis(others[i], axis), extent = on_axis(others[i], 1 - axis);
    edge(SnapKind::asset_edge, along.from, i, extent);
    edge(SnapKind::asset_edge, along.to, i, extent);
    middle(SnapKind::asset_center, along.middle(), i, extent);
    if (turn(boxes[i].rotation).cos == 1) out.sizes.push_back({along.length(), i});
  }
  out.edges = sorted(out.edges, &Line::position);
  out.middles = sorted(out.middles, &Line::position);
  out.sizes = sorted(out.sizes, &SizeTarget::length);
  std::vector<double> begins;
  for (const Rect& other : others) begins.push_back(on_axis(other, axis).from);
  out.order = order_by(begins);
  out.grid = wants(SnapKind::grid) ? (axis == 0 ? options.grid.width : options.grid.height) : 0;
}

void SnapIndex::search_lines(int axis, Feature feature, double at, Candidate& best) const {
  const auto offer = [&](double position, SnapKind kind, size_t target) {
    const Candidate candidate{position - at, kind, target, feature, GapPlace::none, kNone, position, true};
    if (std::abs(candidate.delta) <= threshold && is_better(candidate, best)) best = candidate;
  };
  const std::vector<Line>& all = lines(axis, feature);
  const auto first_at = [&](double position) {
    return std::lower_bound(all.begin(), all.end(), position,
                            [](const Line& line, double p) { return line.position < p; });
  };
  const auto after = first_at(at);
  if (after != all.end()) offer(after->position, after->kind, after->target);
  if (after != all.begin()) {
    const auto before = first_at((after - 1)->position);  // the first of those in the same place
    offer(before->position, before->kind, before->target);
  }
  if (feature == Feature::middle && axes[axis].grid > 0) {
    offer(std::round(at / axes[axis].grid) * axes[axis].grid, SnapKind::grid, kNone);
  }
}

void SnapIndex::search_sizes(int axis, double length, double scale, Candidate& best) const {
  if (!wants(SnapKind::size)) return;
  const auto& all = axes[axis].sizes;
  const auto first_at = [&](double l) {
    return std::lower_bound(all.begin(), all.end(), l,
                            [](const SizeTarget& size, double x) { return size.length < x; });
  };
  const auto offer = [&](const SizeTarget& size) {
    const Candidate candidate{(size.length - length) * scale,
                              SnapKind::size,
                              size.target,
                              Feature::from,
                              GapPlace::none,
                              kNone,
                              size.length,
                              true};
    if (std::abs(candidate.delta) <= threshold && is_better(candidate, best)) best = candidate;
  };
  const auto after = first_at(length);
  if (after != all.end()) offer(*after);
  if (after != all.begin()) offer(*first_at((after - 1)->length));
}

void SnapIndex::search_gaps(int axis, const Rect& moving, const Candidate& holding, Candidate& best) {
  const Interval along = on_axis(moving, axis), beside = on_axis(moving, 1 - axis);
  row_.clear();
  for (const size_t i : axes[axis].order) {
    const Interval extent = on_axis(others[i], 1 - axis);
    if (extent.from < beside.to && extent.to > beside.from) row_.push_back(i);
  }
  for (size_t k = 0; k + 1 < row_.size(); ++k) {
    const Interval a = on_axis(others[row_[k]], axis), b = on_axis(others[row_[k + 1]], axis);
    const double gap = b.from - a.to, length = along.length();
    if (!(gap > 0)) continue;
    // Where the box would begin; not where it would lie on the next asset.
    const auto offer = [&](GapPlace place, double begin) {
      Candidate candidate{begin - along.from, SnapKind::gap, row_[k], Feature::from, place,
                          row_[k + 1],        begin,         true};
      const bool holds = holding.found && holding.kind == SnapKind::gap && holding.place == place &&
                         holding.target == candidate.target && holding.neighbour == candidate.neighbour;
      if (std::abs(candidate.delta) > reach(holds)) return;
      if (place == GapPlace::after && k + 2 < row_.size() &&
          on_axis(others[row_[k + 2]], axis).from < begin + length)
        return;
      if (place == GapPlace::before && k > 0 && on_axis(others[row_[k - 1]], axis).to > begin) return;
      if (is_better(candidate, best)) best = candidate;
    };
    if (gap >= length) offer(GapPlace::between, a.to + (gap - length) / 2);
    offer(GapPlace::after, b.to + gap);
    offer(GapPlace::before, a.from - gap - length);
  }
}

Candidate SnapIndex::search(int axis, const Rect& moving, const Candidate& holding) {
  const Interval along = on_axis(moving, axis);
  if (holding.found && holding.kind != SnapKind::gap) {
    Candidate still = holding;
    still.delta = holding.position - coordinate(along, holding.feature);
    if (std::abs(still.delta) <= reach(true)) return still;
  }
  Candidate best;
  for (int f = 0; f < kFeatures; ++f) {
    const auto feature = static_cast<Feature>(f);
    search_lines(axis, feature, coordinate(along, feature), best);
  }
  if (wants(SnapKind::gap)) search_gaps(axis, moving, holding, best);
  return best;
}

void SnapIndex::add_line_guides(int axis, const Rect& at, unsigned features, Snapped& out) const {
  const Interval along = on_axis(at, axis), beside = on_axis(at, 1 - axis);
  for (int f = 0; f < kFeatures; ++f) {
    if ((features >> f & 1) == 0) continue;
    const auto feature = static_cast<Feature>(f);
    const double position = coordinate(along, feature);
    const std::vector<Line>& all = lines(axis, feature);
    auto line = std::lower_bound(all.begin(), all.end(), position - kAligned,
                                 [](const Line& l, double p) { return l.position < p; });
    Guide guide{axis, SnapKind::grid, position, beside.from, beside.to, kNone};
    bool met = false;
    for (; line != all.end() && line->position <= position + kAligned; ++line) {
      if (!met || line->kind < guide.kind)
        guide.kind = line->kind, guide.target = line->target, guide.position = line->position;
      guide.from = std::min(guide.from, line->across.from);
      guide.to = std::max(guide.to, line->across.to);
      met = true;
    }
    const double grid = axes[axis].grid;
    if (!met && feature == Feature::middle && grid > 0 &&
        std::abs(std::remainder(position, grid)) < kAligned) {
      guide.from = 0;
      guide.to = axis == 0 ? options.canvas.height : options.canvas.width;
      met = true;
    }
    if (met) add_guide(out, guide);
  }
}

void SnapIndex::add_gap_guides(int axis, const Rect& at, const Candidate& hit, Snapped& out) const {
  const Interval box = on_axis(at, axis), a = on_axis(others[hit.target], axis),
                 b = on_axis(others[hit.neighbour], axis);
  const double position = on_axis(at, 1 - axis).middle();
  const auto add = [&](double from, double to, size_t target) {
    add_guide(out, {axis, SnapKind::gap, position, from, to, target});
  };
  if (hit.place == GapPlace::between) {
    add(a.to, box.from, hit.target);
    add(box.to, b.from, hit.neighbour);
    return;
  }
  add(a.to, b.from, hit.target);
  if (hit.place == GapPlace::after)
    add(b.to, box.from, hit.neighbour);
  else
    add(box.to, a.from, hit.target);
}

void SnapIndex::add_size_guide(int axis, const Candidate& hit, Snapped& out) const {
  const Interval along = on_axis(others[hit.target], axis);
  add_guide(out, {axis, SnapKind::size, on_axis(others[hit.target], 1 - axis).middle(), along.from, along.to,
                  hit.target});
}

}  // namespace media::placement
