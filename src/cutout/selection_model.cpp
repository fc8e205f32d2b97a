// Colour models learnt from what is marked, smoothness along the image's edges and a global cut, after Rother,
// Kolmogorov and Blake: GrabCut, SIGGRAPH 2004. Unlike theirs the models are kernel densities over regions (near
// regions count more), and the cut is found on regions first, then on the pixels around its border.
#include "cutout/selection_model.h"

#include <algorithm>
#include <cmath>
#include <queue>

#include "cutout/max_flow.h"

namespace media::cutout {
namespace {

// Found on photographs of people and things (tests/bench/selection.mjs). Odds are natural logarithms.
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
constexpr float kSmooth = 8.0F;
constexpr float kSharp = 1.0F;
constexpr float kStepCost = 2.0F;  // of a geodesic from one region to the next, beside the difference of colour
constexpr float kOutsideStepCost = 0.3F;
constexpr float kOutsideIgnored = 0.3F;  // differences that a gradient makes, in deviations
constexpr float kReach = 0.0259F;  // of the newest stroke in the plane, of the diagonal
constexpr float kReachOfLength = 0.7F;  // and of its own extent
constexpr float kFreshReach = 4.0F;  // of the newest stroke, deviations
constexpr float kPlaceWeight = 1.0F;
constexpr float kStrokeWeight = 3.0F;
constexpr float kStrokeReach = 3.0F;  // of all strokes, deviations
constexpr float kStayMask = 3.3423F;  // for corrections of a mask
constexpr float kStay = 2.0F;  // for corrections
constexpr float kStayFirst = 0.5F;  // odds of staying what it is: for the first strokes
constexpr float kBeyond = 0.5F;  // of the box: how far a subject goes on that the picture cuts off
constexpr float kMiddle = 1.2F;  // odds in the middle of a box
constexpr float kRim = 1.5F;  // and how much less at its rim
constexpr float kRing = 1.5F;  // how fast what is far from the box stops to count
constexpr float kOutsideWeight = 2.0F;  // of being connected to what is outside the box
constexpr float kOutsideReach = 1.5F;  // deviations
constexpr float kPlaceLater = 0.3F;  // weight of a place in a box once there are labels
constexpr float kUnheard = 0.9F;  // how much less the labels around the newest stroke are believed
constexpr int kLaterRounds = 2;
constexpr int kRounds = 4;
constexpr float kStrokeVotes = 4.0F;  // an area under a stroke counts so many times
constexpr float kFill = 0.25F;  // the least of its box that a subject fills
constexpr float kSure = 0.9487F;
constexpr int kPolish = 2;  // times
constexpr float kBand = 0.8F;  // of the border that is cut again, in regions
constexpr float kPixelHue = 11.1208F;  // bandwidth, L*a*b*
constexpr float kPixelSmooth = 3.0F;
constexpr float kRegionShare = 0.15F;  // of a region's odds in those of its pixels
constexpr float kPixelUnseen = 2.0F;  // in rows of a region
constexpr float kPixelWeight = 1.0F;
constexpr float kOwnVotes = 0.5F;  // a pixel's own region counts less for it

// exp(−x) for x ≥ 0, from a table: within 1 % of what it is at 0 to 12, then 0.
class Fade {
 public:
  Fade() {
    for (size_t i = 0; i < of_.size(); ++i) of_[i] = std::exp(-(float(i) + 0.5F) / kSteps);
  }
  float operator()(float x) const { return x < 12 ? of_[size_t(x * kSteps)] : 0; }

 private:
  static constexpr float kSteps = 64;
  std::array<float, 768> of_;
};

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
  by_colour_.resize(n * n);
  by_place_.resize(n * n);
  const Fade fade;
  const float spread = std::sqrt(contrast_);
  const float h = std::clamp(kHue * spread, 2.5F, 9.0F), hl = std::clamp(kHueNear * spread, 3.5F, 14.0F), sigma = kNear * float(std::max(width_, height_));
  for (size_t i = 0; i < n; ++i) {
    const Region& a = regions_.list[i];
    for (size_t j = 0; j < i; ++j) {
      const Region& b = regions_.list[j];
      const float c = distance2(a.colour, b.colour);
      const float near = ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)) / (2 * sigma * sigma);
      const float global = c / (2 * h * h);
      const float k = fade(global);
      const float local = c / (2 * hl * hl) + near;
      const float l = fade(local);
      by_colour_[i * n + j] = by_colour_[j * n + i] = k;
      by_place_[i * n + j] = by_place_[j * n + i] = l;
    }
  }
}

std::vector<float> SelectionModel::colour_odds(const Votes& votes) const {
  const size_t n = regions_.list.size();
  float all_keep = 0, all_remove = 0, area = 0;
  for (size_t i = 0; i < n; ++i) all_keep += votes.keep[i], all_remove += votes.remove[i], area += regions_.list[i].area;
  std::vector<float> out(n, 0.0F);
  if (all_keep <= 0 || all_remove <= 0) return out;
  const float wg = kWholeWeight, wl = kNearWeight, eg = kUnseen, el = kUnseenNear, most = kMostOdds;
  for (size_t i = 0; i < n; ++i) {
    const float* const k = by_colour_.data() + i * n;
    const float* const l = by_place_.data() + i * n;
    float gk = 0, gr = 0, lk = 0, lr = 0;
    for (size_t j = 0; j < n; ++j) {
      gk += k[j] * votes.keep[j], gr += k[j] * votes.remove[j];
      lk += l[j] * votes.keep[j], lr += l[j] * votes.remove[j];
    }
    const float global = std::log((gk / all_keep + eg) / (gr / all_remove + eg));
    const float e = el * step_ * step_;
    const float local = std::log((lk + e) / (lr + e));
    out[i] = wg * std::clamp(global, -most, most) + wl * std::clamp(local, -most, most);
  }
  return out;
}

std::vector<float> SelectionModel::geodesic(const std::vector<uint8_t>& from, float place, float ignored) const {
  const size_t n = regions_.list.size();
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
    for (int k = regions_.first[size_t(r)]; k < regions_.first[size_t(r) + 1]; ++k) {
      const int b = regions_.borders_of[size_t(k)], o = regions_.across(b, r);
      const float next = d + std::max(0.0F, std::sqrt(distance2(regions_.list[size_t(r)].colour, regions_.list[size_t(o)].colour)) - ignored) + place;
      if (next < out[size_t(o)]) out[size_t(o)] = next, queue.push({next, o});
    }
  }
  return out;
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

std::vector<uint8_t> SelectionModel::solve(const Evidence& evidence) const {
  const size_t n = regions_.list.size(), pixels = lab_.size();
  std::vector<float> kept(n, 0.0F), removed(n, 0.0F), outside(n, 0.0F), before(n, 0.0F), fresh(n, 0.0F);
  for (size_t i = 0; i < pixels; ++i) {
    const auto r = size_t(regions_.of[i]);
    if (evidence.marks[i] == Mark::keep) kept[r] += 1;
    if (evidence.marks[i] == Mark::remove) removed[r] += 1;
    if (evidence.labelled) before[r] += evidence.labels[i];
    if (evidence.box) {
      const float x = float(i % size_t(width_)) + 0.5F, y = float(i / size_t(width_)) + 0.5F;
      const Area& a = *evidence.box;
      if (x < a.left || x > a.right || y < a.top || y > a.bottom) outside[r] += 1;
    }
  }
  for (const int i : evidence.newest) fresh[size_t(regions_.of[size_t(i)])] += 1;

  std::vector<int8_t> fixed(n, 0);
  std::vector<uint8_t> keep_from(n, 0), remove_from(n, 0), fresh_from(n, 0), held(n, 0);
  bool any_keep = false;
  for (size_t r = 0; r < n; ++r) {
    const float area = std::max(1.0F, regions_.list[r].area);
    before[r] /= area;
    outside[r] /= area;
    if (kept[r] > removed[r]) fixed[r] = 1, keep_from[r] = 1, any_keep = true;
    else if (removed[r] > kept[r]) fixed[r] = -1, remove_from[r] = 1;
    else if (outside[r] > 0.7F && !evidence.labelled) fixed[r] = -1;
    fresh_from[r] = fresh[r] > 0;
  }
  const float gp = kStepCost, spread = std::clamp(std::sqrt(contrast_), 4.0F, 20.0F);
  const auto to_keep = geodesic(keep_from, gp, 0), to_remove = geodesic(remove_from, gp, 0), to_fresh = geodesic(fresh_from, gp, 0);
  std::vector<uint8_t> out_from(n, 0);
  for (size_t r = 0; r < n; ++r) out_from[r] = outside[r] > 0.7F;
  const auto to_outside = geodesic(out_from, kOutsideStepCost, kOutsideIgnored * spread);
  bool both = false, adding = false;
  if (!evidence.newest.empty()) {
    adding = evidence.marks[size_t(evidence.newest[0])] == Mark::keep;
    bool k = false, m = false;
    for (const uint8_t v : keep_from) k |= v != 0;
    for (const uint8_t v : remove_from) m |= v != 0;
    both = evidence.labelled && (evidence.trusted || (k && m && evidence.settled));
  }
  // How far the newest stroke reaches: farther when it is long.
  std::vector<float> reach(n, 0.0F);
  if (!evidence.newest.empty()) {
    int x0 = width_, x1 = 0, y0 = height_, y1 = 0;
    for (const int i : evidence.newest) {
      x0 = std::min(x0, i % width_), x1 = std::max(x1, i % width_);
      y0 = std::min(y0, i / width_), y1 = std::max(y1, i / width_);
    }
    const float extent = std::hypot(float(x1 - x0), float(y1 - y0)), diagonal = std::hypot(float(width_), float(height_));
    const float far = kReach * diagonal + kReachOfLength * extent;
    const float sigma = kFreshReach * spread;
    for (size_t r = 0; r < n; ++r) {
      float nearest = 1e12F;
      for (size_t s = 0; s < n; ++s) {
        if (!fresh_from[s]) continue;
        const float dx = regions_.list[s].x - regions_.list[r].x, dy = regions_.list[s].y - regions_.list[r].y;
        nearest = std::min(nearest, dx * dx + dy * dy);
      }
      const float away = std::sqrt(nearest) / far;
      reach[r] = std::exp(-to_fresh[r] / sigma) * std::clamp(2 - 2 * away, 0.0F, 1.0F);
      if (evidence.trusted && away > 1) held[r] = 1;
    }
  }

  std::vector<float> prior(n, 0.0F), p(n, 0.0F), vote(n, 1.0F);
  const float wp = kPlaceWeight, wgeo = kStrokeWeight, sgeo = kStrokeReach * spread, inertia = evidence.trusted ? kStayMask : evidence.settled ? kStay : kStayFirst;
  for (size_t r = 0; r < n; ++r) {
    const Region& region = regions_.list[r];
    float place = any_keep && !evidence.box ? -0.5F : 0.0F, q = 0;
    if (evidence.box) {
      const Area& a = *evidence.box;
      // A subject that is cut off by the picture's border goes on beyond it.
      const float wide = kBeyond * (a.right - a.left), tall = kBeyond * (a.bottom - a.top), edge = 0.02F;
      const float left = a.left < edge * float(width_) ? a.left - wide : a.left, right = a.right > (1 - edge) * float(width_) ? a.right + wide : a.right;
      const float top = a.top < edge * float(height_) ? a.top - tall : a.top, bottom = a.bottom > (1 - edge) * float(height_) ? a.bottom + tall : a.bottom;
      const float u = (2 * region.x - left - right) / std::max(1.0F, right - left), v = (2 * region.y - top - bottom) / std::max(1.0F, bottom - top);
      const float e = u * u + v * v;
      place = std::clamp(kMiddle - kRim * e, -3.0F, 1.5F);
      if (outside[r] > 0.5F) place = -3;
      q = outside[r] > 0.5F ? 0 : 1 / (1 + std::exp(-2 * place));
      // Background far from the box says little of what lies in it.
      const float du = std::max(std::abs(u) - 1, 0.0F), dv = std::max(std::abs(v) - 1, 0.0F);
      vote[r] = 0.1F + 0.9F * std::exp(-kRing * (du * du + dv * dv));
      place *= wp;
      place -= kOutsideWeight * std::exp(-to_outside[r] / (kOutsideReach * spread));
    }
    if (evidence.labelled) {
      q = before[r];
      place = place * kPlaceLater + inertia * (2 * q - 1) * (1 - reach[r]);
      vote[r] *= 1 - kUnheard * reach[r];
    } else if (!evidence.box) {
      q = 0.2F;
      vote[r] = 0.3F;
    }
    prior[r] = place + wgeo * (std::exp(-to_keep[r] / sgeo) - std::exp(-to_remove[r] / sgeo));
    if (both && fixed[r] == 0 && (adding ? before[r] > 0.95F : before[r] < 0.05F)) fixed[r] = adding ? 1 : -1;
    if (evidence.trusted) fixed[r] = held[r] ? (before[r] >= 0.5F ? 1 : -1) : fixed[r];
    p[r] = fixed[r] > 0 ? 1 : fixed[r] < 0 ? 0 : q;
  }
  const int rounds = evidence.labelled ? kLaterRounds : kRounds;
  const float strong = kStrokeVotes;
  std::vector<uint8_t> selected;
  std::vector<float> odds;
  for (int round = 0; round < rounds; ++round) {
    Votes votes{std::vector<float>(n), std::vector<float>(n)};
    for (size_t r = 0; r < n; ++r) {
      const float w = regions_.list[r].area * (keep_from[r] || remove_from[r] ? strong : vote[r]);
      votes.keep[r] = w * p[r];
      votes.remove[r] = w * (1 - p[r]);
    }
    odds = colour_odds(votes);
    for (size_t r = 0; r < n; ++r) odds[r] += prior[r];
    // A box is drawn tight: a subject fills a good part of it.
    for (float bias = 0; bias < 4; bias += 0.4F) {
      std::vector<float> biased = odds;
      for (float& v : biased) v += bias;
      selected = cut(biased, fixed);
      if (evidence.labelled || !evidence.box) break;
      float area = 0;
      for (size_t r = 0; r < n; ++r) area += selected[r] ? regions_.list[r].area : 0;
      const Area& a = *evidence.box;
      if (area >= kFill * (a.right - a.left) * (a.bottom - a.top)) break;
    }
    const float sure = kSure;
    for (size_t r = 0; r < n; ++r) {
      if (fixed[r] == 0) p[r] = selected[r] ? sure : 1 - sure;
    }
  }
  if (evidence.labelled) {
    // The border is found again only around what became another; elsewhere it stays as it is.
    std::vector<uint8_t> near(n, 0);
    for (size_t r = 0; r < n; ++r) near[r] = fresh_from[r] || (selected[r] != 0) != (before[r] >= 0.5F);
    for (int ring = 0; ring < 2; ++ring) {
      auto wider = near;
      for (const Border& b : regions_.borders) {
        if (near[size_t(b.a)]) wider[size_t(b.b)] = 1;
        if (near[size_t(b.b)]) wider[size_t(b.a)] = 1;
      }
      near = std::move(wider);
    }
    for (size_t r = 0; r < n; ++r) held[r] |= uint8_t(!near[r]);
  }
  auto out = polish(selected, odds, evidence, held);
  for (size_t i = 0; both && i < pixels; ++i) {
    if (evidence.marks[i] == Mark::none) out[i] = adding ? out[i] | evidence.labels[i] : out[i] & evidence.labels[i];
  }
  return out;
}

// The cut again, on the pixels around the border between regions.
std::vector<uint8_t> SelectionModel::polish(const std::vector<uint8_t>& selected, const std::vector<float>& odds, const Evidence& evidence,
                                            const std::vector<uint8_t>& held) const {
  const size_t pixels = lab_.size(), n = regions_.list.size();
  std::vector<uint8_t> out(pixels);
  for (size_t i = 0; i < pixels; ++i) out[i] = selected[size_t(regions_.of[i])];
  for (size_t i = 0; i < pixels; ++i) {
    if (evidence.marks[i] != Mark::none) out[i] = evidence.marks[i] == Mark::keep;
    else if (evidence.labelled && held[size_t(regions_.of[i])]) out[i] = evidence.labels[i];
  }
  const Fade fade;
  // Regions around each, for its pixels' own models.
  std::vector<std::vector<int>> near(n);
  const int w = width_, h = height_;
  for (int round = 0; round < kPolish; ++round) {
    const int band = std::max(2, int(std::lround(step_ * kBand)));
    // Distance from the border, in steps.
    std::vector<uint8_t> distance(pixels, 255);
    std::vector<int> queue;
    for (int y = 0; y < h; ++y) {
      for (int x = 0; x < w; ++x) {
        const size_t i = size_t(y) * size_t(w) + size_t(x);
        if (evidence.labelled && held[size_t(regions_.of[i])]) continue;
        const bool edge = (x > 0 && out[i - 1] != out[i]) || (x + 1 < w && out[i + 1] != out[i]) || (y > 0 && out[i - size_t(w)] != out[i]) || (y + 1 < h && out[i + size_t(w)] != out[i]);
        if (edge) distance[i] = 0, queue.push_back(int(i));
      }
    }
    for (size_t at = 0; at < queue.size(); ++at) {
      const int i = queue[at], x = i % w;
      if (distance[size_t(i)] >= band) continue;
      const auto visit = [&](int j, bool ok) {
        if (ok && distance[size_t(j)] == 255) distance[size_t(j)] = uint8_t(distance[size_t(i)] + 1), queue.push_back(j);
      };
      visit(i - 1, x > 0), visit(i + 1, x + 1 < w), visit(i - w, i >= w), visit(i + w, i + w < int(pixels));
    }
    if (queue.empty()) break;
    std::vector<float> inside(n, 0.0F);
    std::vector<Lab> keep_colour(n), remove_colour(n);
    std::vector<float> keep_area(n, 0.0F), remove_area(n, 0.0F);
    for (size_t i = 0; i < pixels; ++i) {
      const auto r = size_t(regions_.of[i]);
      auto& c = out[i] ? keep_colour[r] : remove_colour[r];
      auto& a = out[i] ? keep_area[r] : remove_area[r];
      a += 1;
      for (size_t k = 0; k < 3; ++k) c[k] += (lab_[i][k] - c[k]) / a;
    }
    std::vector<int> node(pixels, -1);
    for (size_t i = 0; i < queue.size(); ++i) node[size_t(queue[i])] = int(i);
    MaxFlow flow(int(queue.size()), int(queue.size()) * 4);
    const float bw = kPixelHue, scale = 64, lambda = kPixelSmooth, own = kRegionShare, pe = kPixelUnseen, pw = kPixelWeight, unsure = kOwnVotes;
    for (size_t k = 0; k < queue.size(); ++k) {
      const int i = queue[k], x = i % w, y = i / w;
      const auto r = size_t(regions_.of[size_t(i)]);
      const Mark mark = evidence.marks[size_t(i)];
      if (mark != Mark::none || (evidence.labelled && held[r])) {
        flow.terminals(int(k), out[size_t(i)] ? 1 << 28 : 0, out[size_t(i)] ? 0 : 1 << 28);
      } else {
        if (near[r].empty()) {
          near[r].push_back(int(r));
          for (int ring = 0, from = 0; ring < 2; ++ring) {
            const int to = int(near[r].size());
            for (; from < to; ++from) {
              const int s = near[r][size_t(from)];
              for (int b = regions_.first[size_t(s)]; b < regions_.first[size_t(s) + 1]; ++b) {
                const int o = regions_.across(regions_.borders_of[size_t(b)], s);
                if (std::find(near[r].begin(), near[r].end(), o) == near[r].end()) near[r].push_back(o);
              }
            }
          }
        }
        float keep = 0, remove = 0;
        for (const int s : near[r]) {
          const float weight = size_t(s) == r ? unsure : 1.0F;
          if (keep_area[size_t(s)] > 2) keep += weight * keep_area[size_t(s)] * fade(distance2(lab_[size_t(i)], keep_colour[size_t(s)]) / (2 * bw * bw));
          if (remove_area[size_t(s)] > 2) remove += weight * remove_area[size_t(s)] * fade(distance2(lab_[size_t(i)], remove_colour[size_t(s)]) / (2 * bw * bw));
        }
        const float e = pe * step_;
        const float u = pw * std::clamp(std::log((keep + e) / (remove + e)), -2.5F, 2.5F) + own * odds[r];
        const auto c = int32_t(std::lround(u * scale));
        flow.terminals(int(k), std::max(c, 0), std::max(-c, 0));
      }
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          if ((dx == 0 && dy == 0) || x + dx < 0 || x + dx >= w || y + dy < 0 || y + dy >= h) continue;
          const int j = i + dy * w + dx;
          const bool forward = dy > 0 || (dy == 0 && dx > 0);
          const bool in_band = node[size_t(j)] >= 0;
          if (in_band && !forward) continue;
          const float weight = (0.1F + lambda * fade(distance2(lab_[size_t(i)], lab_[size_t(j)]) / (2 * pixel_contrast_))) * (dx != 0 && dy != 0 ? 0.7071F : 1.0F);
          const auto c = int32_t(std::lround(weight * scale));
          if (in_band) flow.edge(int(k), node[size_t(j)], c);
          else flow.terminals(int(k), out[size_t(j)] ? c : 0, out[size_t(j)] ? 0 : c);
        }
      }
    }
    flow.solve();
    for (size_t k = 0; k < queue.size(); ++k) out[size_t(queue[k])] = flow.with_source(int(k));
  }
  return out;
}

}  // namespace media::cutout
