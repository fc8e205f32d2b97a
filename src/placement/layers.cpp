// The order from back to front.
#include <algorithm>
#include <numeric>

#include "placement/placement.h"

namespace media::placement {
namespace {

std::vector<size_t> order_of(size_t count, auto z) {
  std::vector<size_t> order(count);
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return z(a) < z(b); });
  return order;
}

std::vector<double> numbered(std::span<const size_t> order) {
  std::vector<double> out(order.size());
  for (size_t i = 0; i < order.size(); ++i) out[order[i]] = static_cast<double>(i) + 1;
  return out;
}

}  // namespace

std::vector<size_t> draw_order(std::span<const Placement> placements) {
  return order_of(placements.size(), [&](size_t i) { return placements[i].z; });
}

std::vector<double> normalize_z(std::span<const double> z) {
  return numbered(order_of(z.size(), [&](size_t i) { return z[i]; }));
}

std::vector<double> move_layers(std::span<const double> z, std::span<const uint8_t> selected, LayerMove how) {
  auto order = order_of(z.size(), [&](size_t i) { return z[i]; });
  const auto is_selected = [&](size_t i) { return selected[i] != 0; };
  const auto is_other = [&](size_t i) { return selected[i] == 0; };
  switch (how) {
    case LayerMove::to_front: std::stable_partition(order.begin(), order.end(), is_other); break;
    case LayerMove::to_back: std::stable_partition(order.begin(), order.end(), is_selected); break;
    case LayerMove::forward:
      for (size_t i = order.size(); i-- > 1;) {
        if (is_selected(order[i - 1]) && is_other(order[i])) std::swap(order[i - 1], order[i]);
      }
      break;
    case LayerMove::backward:
      for (size_t i = 1; i < order.size(); ++i) {
        if (is_selected(order[i]) && is_other(order[i - 1])) std::swap(order[i - 1], order[i]);
      }
      break;
  }
  return numbered(order);
}

}  // namespace media::placement
