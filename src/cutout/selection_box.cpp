#include "cutout/selection_box.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>

namespace media::cutout {
namespace {

constexpr float kBeyond = 0.5F;   // of the box: how far a subject goes on that the picture cuts off
constexpr float kEdge = 0.02F;    // of the picture: a box that comes so near to its edge goes on there
constexpr float kMiddle = 1.2F;   // odds in the middle of a box
constexpr float kRim = 1.5F;      // and how much less at its rim
constexpr float kRing = 1.5F;     // how fast what is far from the box stops to count
constexpr float kFill = 0.25F;    // the least of its box that a subject fills
constexpr float kEasyFill = 0.47F;  // and what it fills if that takes odds of no more than
constexpr float kEasy = 1.5F;
constexpr float kMostBias = 4.0F, kBiasStep = 0.4F;
constexpr float kStrip = 0.08F;   // of the box, along each side: what a tight selection reaches
constexpr float kWay = 0.5F;      // cost of each region on the way there, beside the odds against it

enum Side { left, right, top, bottom };

bool at_side(const Area& box, const Region& r, Side side) {
  switch (side) {
    case left: return r.x < box.left + kStrip * box.width();
    case right: return r.x > box.right - kStrip * box.width();
    case top: return r.y < box.top + kStrip * box.height();
    default: return r.y > box.bottom - kStrip * box.height();
  }
}

// Fixes the cheapest way from what is selected to a side. False: it is there already, or cannot come there.
bool reach(const SelectionModel& model, const Area& box, Side side, const std::vector<float>& odds, const std::vector<uint8_t>& selected,
           std::vector<int8_t>& fixed) {
  const Regions& regions = model.regions();
  const size_t n = selected.size();
  std::vector<float> cost(n, 1e9F);
  std::vector<int> from(n, -1);
  using Item = std::pair<float, int>;
  std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
  for (size_t r = 0; r < n; ++r) {
    if (!selected[r]) continue;
    if (at_side(box, model.region(r), side)) return false;
    cost[r] = 0, queue.push({0.0F, int(r)});
  }
  while (!queue.empty()) {
    const auto [so_far, r] = queue.top();
    queue.pop();
    if (so_far > cost[size_t(r)]) continue;
    if (at_side(box, model.region(size_t(r)), side)) {
      for (int on = r; !selected[size_t(on)]; on = from[size_t(on)]) fixed[size_t(on)] = 1;
      return true;
    }
    for (int k = regions.first[size_t(r)]; k < regions.first[size_t(r) + 1]; ++k) {
      const int next = regions.across(regions.borders_of[size_t(k)], r);
      if (fixed[size_t(next)] < 0) continue;
      const float then = so_far + kWay + std::max(0.0F, -odds[size_t(next)]);
      if (then < cost[size_t(next)]) cost[size_t(next)] = then, from[size_t(next)] = r, queue.push({then, next});
    }
  }
  return false;
}

}  // namespace

Offset offset_in(const Area& box, const Region& region, int width, int height) {
  // A subject that is cut off by the picture's border goes on beyond it.
  const float wide = kBeyond * box.width(), tall = kBeyond * box.height();
  const float x0 = box.left < kEdge * float(width) ? box.left - wide : box.left, x1 = box.right > (1 - kEdge) * float(width) ? box.right + wide : box.right;
  const float y0 = box.top < kEdge * float(height) ? box.top - tall : box.top, y1 = box.bottom > (1 - kEdge) * float(height) ? box.bottom + tall : box.bottom;
  return {(2 * region.x - x0 - x1) / std::max(1.0F, x1 - x0), (2 * region.y - y0 - y1) / std::max(1.0F, y1 - y0)};
}

Place place_in(const Area& box, const Region& region, int width, int height) {
  const auto [u, v] = offset_in(box, region, width, height);
  const float du = std::max(std::abs(u) - 1, 0.0F), dv = std::max(std::abs(v) - 1, 0.0F);
  return {std::clamp(kMiddle - kRim * (u * u + v * v), -3.0F, 1.5F), 0.1F + 0.9F * std::exp(-kRing * (du * du + dv * dv))};
}

Tight cut_tight(const SelectionModel& model, const Area& box, std::vector<float> odds, const std::vector<int8_t>& fixed) {
  const float whole = box.width() * box.height();
  Tight out;
  std::vector<uint8_t>& selected = out.selected;
  out.way.assign(fixed.size(), 0);
  for (float bias = 0; bias < kMostBias; bias += kBiasStep) {
    if (bias > 0) {
      for (float& value : odds) value += kBiasStep;
    }
    selected = model.cut(odds, fixed);
    if (model.area(selected) >= (bias < kEasy ? kEasyFill : kFill) * whole) break;
  }
  // A box around the whole picture is not drawn around anything.
  if (box.left < 1 && box.top < 1 && box.right > float(model.width() - 1) && box.bottom > float(model.height() - 1)) return out;
  std::vector<int8_t> reached = fixed;
  bool more = false;
  for (const Side side : {left, right, top, bottom}) more |= reach(model, box, side, odds, selected, reached);
  if (!more) return out;
  for (size_t r = 0; r < fixed.size(); ++r) out.way[r] = reached[r] > 0 && fixed[r] == 0;
  selected = model.cut(odds, reached);
  return out;
}

}  // namespace media::cutout
