#include "cutout/selection_reach.h"

#include <algorithm>
#include <cmath>

namespace media::cutout {
namespace {

// Found on photographs of people and things (tests/bench/selection.mjs) and on composites (selection/learn there).
constexpr float kReach = 0.0259F;       // in the plane, of the diagonal
constexpr float kReachOfLength = 0.7F;  // and of the stroke's own extent: a long one reaches farther
constexpr float kFreshReach = 4.0F;     // by differences of colour, deviations
constexpr float kShallow = 0.6F;        // of a region's width
constexpr float kShallowMask = 0.8F;    // the same where a mask was given: its border owes nothing to regions
constexpr float kThrough = 0.33F;       // of a part's extent, that of a stroke which means all of it
constexpr float kRest = 0.1F;           // of a part, what else there is of its kind: otherwise it is no part

struct Bounds {
  int left, right, top, bottom;
  void add(int x, int y) {
    left = std::min(left, x), right = std::max(right, x);
    top = std::min(top, y), bottom = std::max(bottom, y);
  }
  float extent() const { return std::hypot(float(right - left), float(bottom - top)); }
};

// The newest stroke beside what is selected.
class Newest {
 public:
  Newest(const SelectionModel& model, const Evidence& evidence)
      : model_(model), evidence_(evidence), width_(model.width()), height_(model.height()), mark_(evidence.marks[size_t(evidence.newest[0])]), bounds_(nothing()) {
    for (const int i : evidence.newest) bounds_.add(i % width_, i / width_);
  }

  float extent() const { return bounds_.extent(); }

  // Whether all of it lies within so many pixels of what is already as it asks.
  bool is_shallow(float depth) const {
    return std::all_of(evidence_.newest.begin(), evidence_.newest.end(), [&](int i) { return !asks_for(i) || is_near_border(i, depth); });
  }

  // The share of each region that lies in the part it goes through, of what it asks to become another. None when it goes
  // through little of that, when that is all there is, or when an earlier stroke wants some of it as it is.
  std::vector<float> part() const {
    std::vector<uint8_t> in(model_.pixels(), 0);
    std::vector<int> part;
    const auto visit = [&](int i, bool there) {
      if (there && !in[size_t(i)] && asks_for(i)) in[size_t(i)] = 1, part.push_back(i);
    };
    for (const int i : evidence_.newest) visit(i, true);
    Bounds around = nothing();
    for (size_t k = 0; k < part.size(); ++k) {
      const int i = part[k], x = i % width_, y = i / width_;
      around.add(x, y);
      const Mark mark = evidence_.marks[size_t(i)];
      if (bounds_.extent() < kThrough * around.extent() || (mark != Mark::none && mark != mark_)) return {};
      visit(i - 1, x > 0), visit(i + 1, x + 1 < width_), visit(i - width_, y > 0), visit(i + width_, y + 1 < height_);
    }
    size_t all = 0;
    for (int i = 0; i < width_ * height_; ++i) all += asks_for(i);
    if (float(all - part.size()) < kRest * float(part.size())) return {};
    std::vector<float> out(model_.regions().list.size(), 0.0F);
    for (const int i : part) out[size_t(model_.regions().of[size_t(i)])] += 1;
    for (size_t r = 0; r < out.size(); ++r) out[r] /= std::max(1.0F, model_.region(r).area);
    return out;
  }

 private:
  Bounds nothing() const { return {width_, 0, height_, 0}; }
  bool asks_for(int i) const { return (evidence_.labels[size_t(i)] != 0) != (mark_ == Mark::keep); }

  bool is_near_border(int i, float depth) const {
    const int x = i % width_, y = i / width_, r = int(depth);
    for (int v = std::max(0, y - r); v <= std::min(height_ - 1, y + r); ++v) {
      for (int u = std::max(0, x - r); u <= std::min(width_ - 1, x + r); ++u) {
        if (float((u - x) * (u - x) + (v - y) * (v - y)) < depth * depth && !asks_for(v * width_ + u)) return true;
      }
    }
    return false;
  }

  const SelectionModel& model_;
  const Evidence& evidence_;
  int width_, height_;
  Mark mark_;
  Bounds bounds_;
};

}  // namespace

Reach reach_of(const SelectionModel& model, const Evidence& evidence, const std::vector<uint8_t>& fresh, bool corrects, float spread) {
  const size_t n = fresh.size();
  Reach out{std::vector<float>(n, 0.0F), std::vector<uint8_t>(n, 0)};
  if (evidence.newest.empty()) return out;
  const Newest stroke(model, evidence);
  const float far = kReach * std::hypot(float(model.width()), float(model.height())) + kReachOfLength * stroke.extent();
  const auto to_fresh = model.geodesic(fresh, kStepCost, 0);
  std::vector<size_t> list;
  for (size_t r = 0; r < n; ++r) {
    if (fresh[r]) list.push_back(r);
  }
  for (size_t r = 0; r < n; ++r) {
    float nearest = 1e12F;
    for (const size_t s : list) {
      const float dx = model.region(s).x - model.region(r).x, dy = model.region(s).y - model.region(r).y;
      nearest = std::min(nearest, dx * dx + dy * dy);
    }
    const float away = std::sqrt(nearest) / far;
    out.share[r] = std::exp(-to_fresh[r] / (kFreshReach * spread)) * std::clamp(2 - 2 * away, 0.0F, 1.0F);
    out.away[r] = away > 1;
  }
  if (!corrects) return out;
  // A part that stands by itself is in reach as a whole: something else that a model took too, or a hole.
  const std::vector<float> part = stroke.part();
  for (size_t r = 0; r < part.size(); ++r) {
    if (part[r] > 0.5F) out.share[r] = 1, out.away[r] = 0;
  }
  out.border_only = part.empty() && stroke.is_shallow((evidence.trusted ? kShallowMask : kShallow) * model.step());
  return out;
}

}  // namespace media::cutout
