// The order from back to front.
#include <algorithm>

#include "placement/order.h"
#include "placement/placement.h"

namespace media::placement {
namespace {

std::vector<double> numbered(std::span<const size_t> order) {
  std::vector<double> out(order.size());
  for (size_t i = 0; i < order.size(); ++i) out[order[i]] = static_cast<double>(i) + 1;
  return out;
}

}  // namespace

std::vector<size_t> order_by(std::span<const double> keys) {
  struct Keyed {
    double key;
    size_t index;
  };
  std::vector<Keyed> sorted;
  sorted.reserve(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) sorted.push_back({keys[i], i});
  std::sort(sorted.begin(), sorted.end(), [](const Keyed& a, const Keyed& b) {
    return a.key < b.key || (a.key == b.key && a.index < b.index);
  });
  std::vector<size_t> out;
  out.reserve(keys.size());
  for (const Keyed& keyed : sorted) out.push_back(keyed.index);
  return out;
}

std::vector<size_t> draw_order(std::span<const Placement> placements) {
  std::vector<double> z;
  z.reserve(placements.size());
  // NaN has no order, and sorting needs one.
  for (const Placement& p : placements) z.push_back(p.z == p.z ? p.z : 0);
  return order_by(z);
}

std::vector<double> normalize_z(std::span<const double> z) { return numbered(order_by(z)); }

std::vector<double> move_layers(std::span<const double> z, std::span<const uint8_t> selected, LayerMove how) {
  auto order = order_by(z);
  const auto is_selected = [&](size_t i) { return selected[i] != 0; };
  const auto step = [&](size_t below, bool up) {
    if (is_selected(order[below]) == up && is_selected(order[below + 1]) != up)
      std::swap(order[below], order[below + 1]);
  };
  const size_t pairs = order.empty() ? 0 : order.size() - 1;
  if (how == LayerMove::forward) {
    for (size_t i = pairs; i-- > 0;) step(i, true);
  } else if (how == LayerMove::backward) {
    for (size_t i = 0; i < pairs; ++i) step(i, false);
  } else {
    const bool first = how == LayerMove::to_back;  // whether the selected come first
    std::vector<size_t> moved;
    for (const bool part : {first, !first}) {
      for (const size_t i : order) {
        if (is_selected(i) == part) moved.push_back(i);
      }
    }
    order = std::move(moved);
  }
  return numbered(order);
}

}  // namespace media::placement
