// What a drag can snap to, sorted for search; internal.
#pragma once

#include <cstdint>
#include <vector>

#include "placement/placement.h"

namespace media::placement {

// A stretch of one axis.
struct Interval {
  double from = 0, to = 0;

  double middle() const { return (from + to) / 2; }
  double length() const { return to - from; }
};

constexpr Interval on_axis(const Rect& r, int axis) {
  return axis == 0 ? Interval{r.left, r.left + r.width} : Interval{r.top, r.top + r.height};
}

// What of the moving box meets a target.
enum class Feature : uint8_t { from, to, middle };
constexpr int kFeatures = 3;

// Where the moving box stands to the neighbours whose gap it repeats.
enum class GapPlace : uint8_t { none, between, after, before };

struct Line {
  double position = 0;
  SnapKind kind = SnapKind::canvas_edge;
  size_t target = kNone;
  Interval across;  // the target's extent along the line
};

struct SizeTarget {
  double length = 0;
  size_t target = kNone;
};

// One way to snap on one axis. Ordered by distance, then kind, target and feature.
struct Candidate {
  double delta = 0;  // canvas pixels to move
  SnapKind kind = SnapKind::canvas_edge;
  size_t target = kNone;
  Feature feature = Feature::from;
  GapPlace place = GapPlace::none;
  size_t neighbour = kNone;  // of a gap: the second of the two assets
  double position = 0;       // of the feature once moved
  bool found = false;
};

bool is_better(const Candidate& a, const Candidate& b);

struct SnapAxis {
  std::vector<Line> edges, middles;  // sorted by position; equal ones by kind and target
  std::vector<SizeTarget> sizes;     // sorted by length, target
  std::vector<size_t> order;         // of the others by where they begin
  double grid = 0;
};

struct SnapIndex {
  SnapIndex(const SnapOptions& options, std::span<const Box> others);

  bool wants(SnapKind kind) const { return (options.kinds & snap_bit(kind)) != 0; }
  double reach(bool holds) const { return threshold * (holds ? options.hysteresis : 1); }
  const std::vector<Line>& lines(int axis, Feature feature) const {
    return feature == Feature::middle ? axes[axis].middles : axes[axis].edges;
  }

  // The best way for a moving rectangle, preferring what `held` holds.
  Candidate search(int axis, const Rect& moving, const Candidate& held);
  // The best line for one coordinate.
  void search_lines(int axis, Feature feature, double at, Candidate& best) const;
  // The best length for a side that is `length` long; `scale` pixels of an edge's way for a pixel of length.
  void search_sizes(int axis, double length, double scale, Candidate& best) const;
  // The lines on which the features of a rectangle lie, as guides.
  void add_line_guides(int axis, const Rect& at, unsigned features, Snapped& out) const;
  void add_gap_guides(int axis, const Rect& at, const Candidate& hit, Snapped& out) const;
  void add_size_guide(int axis, const Candidate& hit, Snapped& out) const;

  SnapOptions options;
  double threshold = 0;  // canvas pixels
  std::vector<Rect> others;
  SnapAxis axes[2];
  std::array<Candidate, 2> held;
  Snapped result;

 private:
  void add_lines(int axis, std::span<const Box> boxes);
  void search_gaps(int axis, const Rect& moving, const Candidate& holding, Candidate& best);

  std::vector<size_t> row_;  // the others beside the moving box, in order; kept to allocate once
};

// Closer than this, two coordinates are the same.
constexpr double kSame = 1e-9;

}  // namespace media::placement
