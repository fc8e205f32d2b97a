// A drag that snaps.
#include <cmath>
#include <tuple>

#include "placement/snap_index.h"

namespace media::placement {
namespace {

// A snap on one axis can bring another target of the other axis near; more rounds than this are a tangle.
constexpr int kRounds = 4;

unsigned bit(Feature feature) { return 1u << static_cast<unsigned>(feature); }
constexpr unsigned kEveryFeature = (1u << kFeatures) - 1;

SnapHit hit_of(const Candidate& c, double moved) {
  return c.found ? SnapHit{true, c.kind, c.target, moved} : SnapHit{};
}

}  // namespace

SnapSession::SnapSession(const SnapOptions& options, std::span<const Box> others)
    : index_(std::make_unique<SnapIndex>(options, others)) {}
SnapSession::SnapSession(SnapSession&&) noexcept = default;
SnapSession& SnapSession::operator=(SnapSession&&) noexcept = default;
SnapSession::~SnapSession() = default;

void SnapSession::release() { index_->held = {}; }

const Snapped& SnapSession::move(const Box& wanted) {
  SnapIndex& index = *index_;
  Snapped& out = index.result;
  out = Snapped{};
  out.box = wanted;

  const Rect start = bounds(wanted);
  Rect at = start;
  std::array<Candidate, 2> hits = index.held;
  bool settled = false;
  for (int round = 0; round < kRounds && !settled; ++round) {
    for (int axis = 0; axis < 2; ++axis) hits[size_t(axis)] = index.search(axis, at, hits[size_t(axis)]);
    // A gap that the other axis has left behind moves nothing: back to where the pointer has it.
    const double x = hits[0].found ? hits[0].delta : start.left - at.left;
    const double y = hits[1].found ? hits[1].delta : start.top - at.top;
    settled = std::abs(x) <= kSame && std::abs(y) <= kSame;
    if (std::abs(x) > kSame) at.left += x;
    if (std::abs(y) > kSame) at.top += y;
  }
  const double moved[2] = {hits[0].found ? at.left - start.left : 0, hits[1].found ? at.top - start.top : 0};
  for (size_t axis = 0; axis < 2; ++axis) {
    const bool held = index.held[axis].found;
    settled = settled && std::abs(moved[axis]) <= index.reach(held) + kSame;
  }
  if (!settled) {
    // Targets that contradict each other: the box stays where the pointer has it.
    index.held = {};
    return out;
  }
  index.held = hits;
  out.box.center_x += moved[0];
  out.box.center_y += moved[1];
  for (int axis = 0; axis < 2; ++axis) {
    const Candidate& hit = hits[size_t(axis)];
    out.hits[size_t(axis)] = hit_of(hit, moved[axis]);
    if (!hit.found) continue;
    if (hit.kind == SnapKind::gap) index.add_gap_guides(axis, at, hit, out);
    index.add_line_guides(axis, at, kEveryFeature, out);
  }
  return out;
}

const Snapped& SnapSession::resize(const Box& start, Handle handle, Point grab, Point pointer,
                                   const ResizeOptions& options) {
  SnapIndex& index = *index_;
  Snapped& out = index.result;
  out = Snapped{};
  const Resized raw = placement::resize(start, handle, grab, pointer, options);
  const Point way = handle_direction(handle);
  const double d[2] = {way.x, way.y};
  const bool upright = turn(start.rotation).cos == 1;
  const double reach = options.from_center ? 2 : 1;
  const double sign[2] = {raw.flipped_x ? -1.0 : 1.0, raw.flipped_y ? -1.0 : 1.0};
  const double size[2] = {raw.box.width, raw.box.height};
  const double center[2] = {raw.box.center_x, raw.box.center_y};

  std::array<Candidate, 2> hits;
  for (int axis = 0; axis < 2; ++axis) {
    Candidate& best = hits[size_t(axis)];
    if (d[axis] == 0) continue;
    const double edge = center[axis] + d[axis] * sign[axis] * size[axis] / 2;
    const Feature feature = d[axis] * sign[axis] > 0 ? Feature::to : Feature::from;
    const Candidate& held = index.held[size_t(axis)];
    if (held.found) {
      best = held;
      best.delta = held.kind == SnapKind::size ? (held.position - size[axis]) / reach : held.position - edge;
      best.found = std::abs(best.delta) <= index.reach(true);
    }
    if (best.found) continue;
    best = {};
    if (upright) index.search_lines(axis, feature, edge, best);
    index.search_sizes(axis, size[axis], 1 / reach, best);
  }
  if (options.lock_aspect && hits[0].found && hits[1].found) {
    // One ratio, one decision.
    hits[is_better(hits[0], hits[1]) ? 1 : 0].found = false;
  }

  // The pointer that gives those sizes. Limits may hold the box off a target: then without it.
  const Point from = to_local(start, grab);
  Resized resized = raw;
  for (bool settled = false; !settled;) {
    double wanted[2] = {sign[0] * size[0], sign[1] * size[1]};
    for (int axis = 0; axis < 2; ++axis) {
      const Candidate& hit = hits[size_t(axis)];
      if (!hit.found) continue;
      const double before = wanted[axis];
      wanted[axis] += hit.kind == SnapKind::size ? sign[axis] * hit.delta * reach : d[axis] * hit.delta * reach;
      if (options.lock_aspect && before != 0) wanted[1 - axis] *= wanted[axis] / before;
    }
    const Point there = to_canvas(start, {from.x + d[0] * (wanted[0] - start.width) / reach,
                                          from.y + d[1] * (wanted[1] - start.height) / reach});
    const bool any = hits[0].found || hits[1].found;
    resized = any ? placement::resize(start, handle, grab, there, options) : raw;
    const double got[2] = {resized.box.width, resized.box.height};
    settled = true;
    for (int axis = 0; axis < 2; ++axis) {
      bool& found = hits[size_t(axis)].found;
      if (!found || std::abs(got[axis] - std::abs(wanted[axis])) < 1e-6) continue;
      found = settled = false;
    }
  }
  out.box = resized.box;
  out.flipped_x = resized.flipped_x;
  out.flipped_y = resized.flipped_y;

  const Rect at = bounds(out.box);
  for (int axis = 0; axis < 2; ++axis) {
    const Candidate& hit = hits[size_t(axis)];
    index.held[size_t(axis)] = hit;
    out.hits[size_t(axis)] = hit_of(hit, hit.delta);
    if (!hit.found) continue;
    if (hit.kind == SnapKind::size)
      index.add_size_guide(axis, hit, out);
    else
      index.add_line_guides(axis, at, bit(Feature::from) | bit(Feature::to), out);
  }
  return out;
}

}  // namespace media::placement
