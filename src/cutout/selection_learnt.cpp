#include "cutout/selection_learnt.h"

#include <algorithm>
#include <cmath>

#include "cutout/selection_box.h"
#include "cutout/selection_learnt_weights.h"

namespace media::cutout {
namespace {

constexpr float kFar = 3.0F, kFarOutside = 1.5F;  // of ways, deviations
constexpr float kUnlike = 0.01F;         // the least likeness that counts
constexpr float kMostOdds = 4.0F;        // learnt

// What a region's neighbours are, by the length of the borders with them.
struct Around {
  float step = 0;      // mean difference of colour
  float odds = 0;      // mean
  float selected = 0;  // share
};

Around around(const SelectionModel& model, const Found& found, size_t r) {
  const Regions& regions = model.regions();
  Around out;
  float length = 0;
  for (int k = regions.first[r]; k < regions.first[r + 1]; ++k) {
    const int border = regions.borders_of[size_t(k)];
    const auto other = size_t(regions.across(border, int(r)));
    const float share = regions.borders[size_t(border)].length;
    out.step += share * std::sqrt(distance2(model.region(r).colour, model.region(other).colour));
    out.odds += share * found.odds[other];
    out.selected += found.selected[other] ? share : 0;
    length += share;
  }
  length = std::max(1.0F, length);
  return {out.step / length, out.odds / length, out.selected / length};
}

// Distance of each region from the nearest that is named, as a share of `whole`, at most 1.
std::vector<float> distances(const SelectionModel& model, const std::vector<uint8_t>& named, float whole) {
  const size_t n = named.size();
  std::vector<float> out(n, 1e12F);
  for (size_t s = 0; s < n; ++s) {
    if (!named[s]) continue;
    for (size_t r = 0; r < n; ++r) {
      const float dx = model.region(s).x - model.region(r).x, dy = model.region(s).y - model.region(r).y;
      out[r] = std::min(out[r], dx * dx + dy * dy);
    }
  }
  for (float& value : out) value = std::min(1.0F, std::sqrt(value) / whole);
  return out;
}

}  // namespace

std::vector<Traits> traits_of(const SelectionModel& model, const Area& box, const Found& found) {
  const size_t n = model.regions().list.size();
  const float spread = found.spread, diagonal = std::max(1.0F, std::hypot(box.width(), box.height()));
  const bool any_remove = std::find(found.remove.begin(), found.remove.end(), 1) != found.remove.end();
  const auto keep_step = model.highest_step(found.keep), remove_step = model.highest_step(found.remove);
  const auto like_keep = model.likeness(found.keep), like_remove = model.likeness(found.remove), like_outside = model.likeness(found.outside);
  const auto from_keep = distances(model, found.keep, diagonal), from_remove = distances(model, found.remove, diagonal);
  const auto like = [](float value) { return std::log(value + kUnlike) + 2; };
  const auto within = [](float value, float most) { return std::clamp(value, -most, most); };
  std::vector<Traits> out(n);
  for (size_t r = 0; r < n; ++r) {
    const Around beside = around(model, found, r);
    const Offset from_middle = offset_in(box, model.region(r), model.width(), model.height());
    out[r] = {
        found.colour.whole[r],
        found.colour.near[r],
        2 * found.before[r] - 1,
        std::exp(-found.ways.keep[r] / (kFar * spread)),
        std::exp(-found.ways.remove[r] / (kFar * spread)),
        like(like_keep.whole[r]),
        any_remove ? like(like_remove.whole[r]) : -1,
        like(like_outside.whole[r]),
        from_keep[r],
        from_remove[r],
        std::exp(-found.ways.outside[r] / (kFarOutside * spread)),
        std::min(1.5F, std::abs(from_middle.across)),
        std::min(1.5F, std::abs(from_middle.down)),
        std::min(3.0F, beside.step / spread),
        model.rough(r) / 10,
        std::min(3.0F, keep_step[r] / spread),
        any_remove ? std::min(3.0F, remove_step[r] / spread) : 3,
        any_remove ? 1.0F : 0.0F,
        within(found.prior[r], 4),
        within(found.odds[r], 6),
        within(beside.odds, 6),
        found.selected[r] ? 1.0F : -1.0F,
        2 * beside.selected - 1,
        std::log((like_outside.near[r] + 1) / (like_keep.near[r] + 1)) / 2,
    };
  }
  return out;
}

std::vector<float> learnt_odds(const std::vector<Traits>& traits) {
  std::vector<float> out(traits.size());
  for (size_t r = 0; r < traits.size(); ++r) {
    float sum = kLearntOut.bias;
    for (size_t h = 0; h < kLearntHidden.size(); ++h) {
      float value = kLearntHidden[h].bias;
      for (size_t i = 0; i < kTraits; ++i) value += kLearntHidden[h].weights[i] * traits[r][i];
      sum += kLearntOut.weights[h] * std::max(0.0F, value);
    }
    out[r] = std::clamp(sum, -kMostOdds, kMostOdds);
  }
  return out;
}

}  // namespace media::cutout
