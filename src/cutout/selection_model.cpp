// Colour models learnt from what is marked, smoothness along the image's edges and a global cut, after Rother,
// Kolmogorov and Blake: GrabCut, SIGGRAPH 2004. Unlike theirs the models are kernel densities over regions (near
// regions count more), and the cut is found on regions first, then on the pixels around its border.
#include "cutout/selection_model.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>

#include "cutout/fade.h"
#include "cutout/lanes.h"
#include "cutout/max_flow.h"

namespace media::cutout {
namespace {

// Found on photographs of people and things (tests/bench/selection.mjs).
constexpr int kPixelsPerRegion = 15;  // at least
constexpr int kMostRegions = 1400;  // regions
constexpr float kHue = 0.6F;  // bandwidths of colour, in standard deviations across borders: of the picture as a whole
constexpr float kHueNear = 1.0F;  // and of what is near
constexpr float kNear = 0.1571F;  // how far that is, of the longer side
constexpr float kWholeWeight = 1.0F;
constexpr float kNearWeight = 1.0678F;
constexpr float kUnseen = 0.002F;  // a density that makes unseen colours speak for neither
constexpr float kUnseenNear = 1.0F;  // in regions
constexpr float kMostOdds = 3.0F;  // of either
constexpr float kRough = 8.0F;  // of a difference of roughness, beside one of colour (squared)
constexpr float kSmooth = 8.0F;
constexpr float kSharp = 1.6F;

}  // namespace

SelectionModel::SelectionModel(image::ImageView small)
    : width_(small.width), height_(small.height), lab_(to_lab(small)), regions_(make_regions(lab_, width_, height_, std::clamp(int(lab_.size() / size_t{kPixelsPerRegion}), 1, kMostRegions))) {
  const size_t n = regions_.list.size();
  step_ = std::sqrt(float(lab_.size()) / float(n));
  double sum = 0, length = 0, pixel = 0, pairs = 0;
  for (const Border& b : regions_.borders) {
    sum += double(distance2(regions_.list[size_t(b.a)].colour, regions_.list[size_t(b.b)].colour)) * double(b.length);
    length += double(b.length);
  }
  for (int y = 0; y < height_; ++y) {
    for (int x = 1; x < width_; ++x) {
      const size_t i = size_t(y) * size_t(width_) + size_t(x);
      pixel += double(distance2(lab_[i], lab_[i - 1])), pairs += 1;
    }
  }
  contrast_ = float(std::max(1.0, length > 0 ? sum / length : 0));
  pixel_contrast_ = float(std::max(0.5, pairs > 0 ? pixel / pairs : 0));
  rough_ = roughness();
  by_colour_.resize(n * n);
  by_place_.resize(n * n);
  const float spread = std::sqrt(contrast_);
  const float h = std::clamp(kHue * spread, 2.5F, 9.0F), hl = std::clamp(kHueNear * spread, 3.5F, 14.0F), sigma = kNear * float(std::max(width_, height_));
  // L*, a*, b*, roughness and place of the regions, in fours.
  std::vector<std::array<F32x4, 6>> fours(padded(n) / kLanes);
  const auto values_of = [&](size_t r) {
    const Region& region = regions_.list[r];
    return std::array<float, 6>{region.colour[0], region.colour[1], region.colour[2], rough_[r], region.x, region.y};
  };
  for (size_t r = 0; r < n; ++r) {
    const auto values = values_of(r);
    for (size_t k = 0; k < values.size(); ++k) fours[r / kLanes][k][r % kLanes] = values[k];
  }
  std::vector<float> like(padded(n)), like_and_near(padded(n));
  for (size_t i = 0; i < n; ++i) {
    const auto own = values_of(i);
    for (size_t j = 0; j < fours.size(); ++j) {
      std::array<F32x4, 6> apart;
      for (size_t k = 0; k < own.size(); ++k) apart[k] = (fours[j][k] - own[k]) * (fours[j][k] - own[k]);
      const F32x4 c = apart[0] + apart[1] + apart[2] + kRough * apart[3];
      store4(like.data() + kLanes * j, fade4(c / (2 * h * h)));
      store4(like_and_near.data() + kLanes * j, fade4(c / (2 * hl * hl) + (apart[4] + apart[5]) / (2 * sigma * sigma)));
    }
    // A region says nothing of itself.
    like[i] = like_and_near[i] = 0;
    std::copy_n(like.begin(), n, by_colour_.begin() + std::ptrdiff_t(i * n));
    std::copy_n(like_and_near.begin(), n, by_place_.begin() + std::ptrdiff_t(i * n));
  }
}

// Standard deviation of colour in each region and its neighbours.
std::vector<float> SelectionModel::roughness() const {
  const size_t n = regions_.list.size();
  std::vector<float> own(n, 0.0F);
  for (size_t i = 0; i < lab_.size(); ++i) own[size_t(regions_.of[i])] += distance2(lab_[i], regions_.list[size_t(regions_.of[i])].colour);
  std::vector<float> sum = own, area(n);
  for (size_t r = 0; r < n; ++r) area[r] = regions_.list[r].area;
  for (const Border& b : regions_.borders) {
    const auto i = size_t(b.a), j = size_t(b.b);
    sum[i] += own[j], sum[j] += own[i];
    area[i] += regions_.list[j].area, area[j] += regions_.list[i].area;
  }
  for (size_t r = 0; r < n; ++r) sum[r] = std::sqrt(sum[r] / std::max(1.0F, area[r]));
  return sum;
}

std::vector<float> SelectionModel::ColourOdds::both() const {
  std::vector<float> out(whole.size());
  for (size_t r = 0; r < out.size(); ++r) out[r] = kWholeWeight * whole[r] + kNearWeight * near[r];
  return out;
}

namespace {

// Weighs what one region says of all by its votes for and against.
void add_scaled(const float* values, float keep, float remove, std::vector<float>& kept, std::vector<float>& removed) {
  const size_t count = kept.size();
  float *const to_keep = kept.data(), *const to_remove = removed.data();
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const F32x4 v = load4(values + i);
    store4(to_keep + i, load4(to_keep + i) + v * keep);
    store4(to_remove + i, load4(to_remove + i) + v * remove);
  }
  for (; i < count; ++i) to_keep[i] += values[i] * keep, to_remove[i] += values[i] * remove;
}

}  // namespace

SelectionModel::ColourOdds SelectionModel::colour_odds(const Votes& votes) const {
  const size_t n = regions_.list.size();
  float all_keep = 0, all_remove = 0;
  for (size_t i = 0; i < n; ++i) all_keep += votes.keep[i], all_remove += votes.remove[i];
  ColourOdds out{std::vector<float>(n, 0.0F), std::vector<float>(n, 0.0F)};
  if (all_keep <= 0 || all_remove <= 0) return out;
  const float e = kUnseenNear * step_ * step_;
  // Kernels are the same both ways: a row is what one region says of all.
  std::vector<float> keep(n, 0.0F), remove(n, 0.0F), keep_near(n, 0.0F), remove_near(n, 0.0F);
  for (size_t j = 0; j < n; ++j) {
    add_scaled(by_colour_.data() + j * n, votes.keep[j], votes.remove[j], keep, remove);
    add_scaled(by_place_.data() + j * n, votes.keep[j], votes.remove[j], keep_near, remove_near);
  }
  for (size_t i = 0; i < n; ++i) {
    out.whole[i] = std::clamp(std::log((keep[i] / all_keep + kUnseen) / (remove[i] / all_remove + kUnseen)), -kMostOdds, kMostOdds);
    out.near[i] = std::clamp(std::log((keep_near[i] + e) / (remove_near[i] + e)), -kMostOdds, kMostOdds);
  }
  return out;
}

SelectionModel::Likeness SelectionModel::likeness(const std::vector<uint8_t>& named) const {
  const size_t n = regions_.list.size();
  std::vector<size_t> list;
  float all = 1e-3F;
  for (size_t r = 0; r < n; ++r) {
    if (named[r]) list.push_back(r), all += regions_.list[r].area;
  }
  Likeness out{std::vector<float>(n, 0.0F), std::vector<float>(n, 0.0F)};
  for (const size_t s : list) {
    // Kernels are the same both ways: those of one region lie in a row.
    const float* const k = by_colour_.data() + s * n;
    const float* const l = by_place_.data() + s * n;
    const float whole = regions_.list[s].area / all, near = regions_.list[s].area / (step_ * step_);
    for (size_t r = 0; r < n; ++r) out.whole[r] += whole * k[r], out.near[r] += near * l[r];
  }
  return out;
}

namespace {

// Ways from some regions to all: `join` makes a way longer by a step of colour.
template <typename Join>
std::vector<float> ways(const Regions& regions, const std::vector<uint8_t>& from, Join join) {
  const size_t n = regions.list.size();
  std::vector<float> out(n, 1e9F);
  using Item = std::pair<float, int>;
  std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
  for (size_t i = 0; i < n; ++i) {
    if (from[i]) out[i] = 0, queue.push({0.0F, int(i)});
  }
  while (!queue.empty()) {
    const auto [d, r] = queue.top();
    queue.pop();
    if (d > out[size_t(r)]) continue;
    for (int k = regions.first[size_t(r)]; k < regions.first[size_t(r) + 1]; ++k) {
      const int o = regions.across(regions.borders_of[size_t(k)], r);
      const float next = join(d, std::sqrt(distance2(regions.list[size_t(r)].colour, regions.list[size_t(o)].colour)));
      if (next < out[size_t(o)]) out[size_t(o)] = next, queue.push({next, o});
    }
  }
  return out;
}

}  // namespace

std::vector<float> SelectionModel::geodesic(const std::vector<uint8_t>& from, float place, float ignored) const {
  return ways(regions_, from, [&](float way, float step) { return way + std::max(0.0F, step - ignored) + place; });
}

std::vector<float> SelectionModel::highest_step(const std::vector<uint8_t>& from) const {
  return ways(regions_, from, [](float way, float step) { return std::max(way, step); });
}

float SelectionModel::area(const std::vector<uint8_t>& selected) const {
  float sum = 0;
  for (size_t r = 0; r < selected.size(); ++r) sum += selected[r] ? regions_.list[r].area : 0;
  return sum;
}

std::vector<uint8_t> SelectionModel::cut(const std::vector<float>& odds, const std::vector<int8_t>& fixed) const {
  const size_t n = regions_.list.size();
  MaxFlow flow(int(n), int(regions_.borders.size()));
  const float scale = 64, smooth = kSmooth, sharp = kSharp;
  for (size_t i = 0; i < n; ++i) {
    if (fixed[i] != 0) flow.terminals(int(i), fixed[i] > 0 ? 1 << 28 : 0, fixed[i] < 0 ? 1 << 28 : 0);
    else {
      const auto u = int32_t(std::lround(odds[i] * regions_.list[i].area * scale));
      flow.terminals(int(i), std::max(u, 0), std::max(-u, 0));
    }
  }
  for (const Border& b : regions_.borders) {
    const float c = distance2(regions_.list[size_t(b.a)].colour, regions_.list[size_t(b.b)].colour);
    flow.edge(b.a, b.b, int32_t(scale * b.length * (0.2F + smooth * std::exp(-sharp * c / (2 * contrast_)))));
  }
  flow.solve();
  std::vector<uint8_t> out(n);
  for (size_t i = 0; i < n; ++i) out[i] = flow.with_source(int(i));
  return out;
}

}  // namespace media::cutout
