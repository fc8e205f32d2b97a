#include "cutout/selection_polish.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "cutout/fade.h"
#include "cutout/max_flow.h"

namespace media::cutout {
namespace {

constexpr int kPolish = 2;  // times
constexpr float kBand = 0.8F;  // of the border that is cut again, in regions
constexpr float kPixelHue = 5.0F;  // bandwidth, L*a*b*
constexpr float kPixelSmooth = 2.0F;
constexpr float kPixelStep = 0.1F;     // cost of a border between pixels, however unlike they are
constexpr float kDiagonal = 0.7071F;
constexpr float kRegionShare = 0.15F;  // of a region's odds in those of its pixels
constexpr float kPixelUnseen = 2.0F;  // in rows of a region
// What surrounds a subject goes on as it is up to the border; a subject's rim (an outline, a shade, light from behind)
// often looks like neither. So colours that are near to none speak for it.
constexpr float kNeither = 4.0F;
constexpr float kMostOdds = 2.5F;
constexpr float kOwnVotes = 0.5F;  // a pixel's own region counts less for it
constexpr float kLeastPart = 2.0F;  // of a region on one side, pixels: less says nothing
constexpr float kScale = 64;        // whole capacities for each unit of odds
constexpr int32_t kFixed = 1 << 28;

// The pixels of open regions that lie within `reach` steps of the border, row by row.
std::vector<int> band_of(const Regions& regions, int w, int h, const std::vector<uint8_t>& labels, const std::vector<uint8_t>& open, int reach) {
  const size_t pixels = labels.size();
  std::vector<uint8_t> distance(pixels, 255);
  std::vector<int> queue(pixels);
  size_t end = 0;
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      const size_t i = size_t(y) * size_t(w) + size_t(x);
      const bool edge = (x > 0 && labels[i - 1] != labels[i]) || (x + 1 < w && labels[i + 1] != labels[i]) || (y > 0 && labels[i - size_t(w)] != labels[i]) || (y + 1 < h && labels[i + size_t(w)] != labels[i]);
      if (edge && open[size_t(regions.of[i])]) distance[i] = 0, queue[end++] = int(i);
    }
  }
  for (size_t at = 0; at < end; ++at) {
    const int i = queue[at], x = i % w;
    if (distance[size_t(i)] >= reach) continue;
    const auto visit = [&](int j, bool ok) {
      if (ok && distance[size_t(j)] == 255) distance[size_t(j)] = uint8_t(distance[size_t(i)] + 1), queue[end++] = j;
    };
    visit(i - 1, x > 0), visit(i + 1, x + 1 < w), visit(i - w, i >= w), visit(i + w, i + w < int(pixels));
  }
  // Row by row, so that neighbours lie close to each other in the graph's memory.
  end = 0;
  for (size_t i = 0; i < pixels; ++i) {
    if (distance[i] != 255) queue[end++] = int(i);
  }
  queue.resize(end);
  return queue;
}

// How like a pixel is to what is selected around it, and to what is not: kernel densities over the parts, on either
// side, of its region and of two rings of regions around it.
class Around {
 public:
  explicit Around(const SelectionModel& model) : model_(model), rings_(model.regions().list.size()) {}

  void learn(const std::vector<uint8_t>& labels) {
    const std::vector<Lab>& lab = model_.lab();
    const std::vector<int>& of = model_.regions().of;
    parts_.assign(2 * rings_.size(), F32x4{});
    for (size_t i = 0; i < lab.size(); ++i) parts_[2 * size_t(of[i]) + (labels[i] ? 0 : 1)] += F32x4{lab[i][0], lab[i][1], lab[i][2], 1};
    fours_.clear();
    first_.assign(rings_.size(), -1);
  }

  // Logarithm of the one by the other.
  float odds(const Lab& colour, size_t region) {
    if (first_[region] < 0) gather(region);
    const F32x4 l = all(colour[0]), a = all(colour[1]), b = all(colour[2]);
    std::array<float, 2> like{};
    const Four* four = fours_.data() + first_[region];
    for (float& sum : like) {
      F32x4 sums{};
      for (size_t k = 0; k < fours_of(region); ++k, ++four) {
        const F32x4 dl = l - four->l, da = a - four->a, db = b - four->b;
        sums += four->votes * fade4((dl * dl + da * da + db * db) * (1 / (2 * kPixelHue * kPixelHue)));
      }
      sum = sums[0] + sums[1] + sums[2] + sums[3];
    }
    const float unseen = kPixelUnseen * model_.step();
    return std::clamp(std::log((like[0] + kNeither * unseen) / (like[1] + unseen)), -kMostOdds, kMostOdds);
  }

 private:
  struct Four {
    F32x4 l{}, a{}, b{}, votes{};
  };

  size_t fours_of(size_t region) const { return (rings_[region].size() + kLanes - 1) / kLanes; }

  // Parts that are selected, then those that are not, in fours.
  void gather(size_t region) {
    const Regions& regions = model_.regions();
    std::vector<int>& rings = rings_[region];
    if (rings.empty()) {
      rings.push_back(int(region));
      size_t from = 0;
      for (int ring = 0; ring < 2; ++ring) {
        for (const size_t to = rings.size(); from < to; ++from) {
          const int s = rings[from];
          for (int k = regions.first[size_t(s)]; k < regions.first[size_t(s) + 1]; ++k) {
            const int other = regions.across(regions.borders_of[size_t(k)], s);
            if (std::find(rings.begin(), rings.end(), other) == rings.end()) rings.push_back(other);
          }
        }
      }
    }
    first_[region] = int(fours_.size());
    for (size_t side = 0; side < 2; ++side) {
      for (size_t k = 0; k < rings.size(); ++k) {
        if (k % kLanes == 0) fours_.push_back({});
        const auto s = size_t(rings[k]);
        const F32x4 part = parts_[2 * s + side];
        if (part[3] <= kLeastPart) continue;
        Four& four = fours_.back();
        const size_t lane = k % kLanes;
        four.l[lane] = part[0] / part[3], four.a[lane] = part[1] / part[3], four.b[lane] = part[2] / part[3];
        four.votes[lane] = part[3] * (s == region ? kOwnVotes : 1.0F);
      }
    }
  }

  const SelectionModel& model_;
  std::vector<std::vector<int>> rings_;
  std::vector<F32x4> parts_;  // of each region, what is selected and what is not: sums of L*, a*, b*, and pixels
  std::vector<Four> fours_;
  std::vector<int> first_;  // of each region's fours; -1: not gathered yet
};

// What a border costs between a pixel and each of four others, `diagonal` of each is 1 or kDiagonal.
image::I32x4 costs(const Lab& from, const std::array<const Lab*, 4>& to, F32x4 diagonal, float contrast) {
  const F32x4 apart{distance2(from, *to[0]), distance2(from, *to[1]), distance2(from, *to[2]), distance2(from, *to[3])};
  return __builtin_convertvector((kPixelStep + kPixelSmooth * fade4(apart / (2 * contrast))) * diagonal * kScale + 0.5F, image::I32x4);
}

}  // namespace

std::vector<uint8_t> polish(const SelectionModel& model, const Evidence& evidence, const std::vector<uint8_t>& selected,
                            const std::vector<float>& odds, const std::vector<uint8_t>& held) {
  const Regions& regions = model.regions();
  const std::vector<Lab>& lab = model.lab();
  const size_t pixels = lab.size(), n = regions.list.size();
  const int w = model.width(), h = model.height();
  std::vector<uint8_t> out(pixels);
  size_t at = 0;
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x, ++at) {
      const auto r = size_t(regions.of[at]);
      if (evidence.marks[at] != Mark::none) out[at] = evidence.marks[at] == Mark::keep;
      else if (evidence.is_outside(x, y)) out[at] = 0;
      else out[at] = evidence.labelled && held[r] ? evidence.labels[at] : selected[r];
    }
  }
  // Regions whose pixels may become others still: later, those near to what the round before changed.
  std::vector<uint8_t> open(n, 1);
  if (evidence.labelled) {
    for (size_t r = 0; r < n; ++r) open[r] = !held[r];
  }
  Around around(model);
  std::vector<int> node(pixels, -1);
  // Of each pixel the four that follow it, and the four before it.
  struct Neighbours {
    std::array<int, 4> dx, dy;
    F32x4 diagonal;
  };
  constexpr F32x4 kDiagonals{1, kDiagonal, 1, kDiagonal};
  const std::array<Neighbours, 2> directions{Neighbours{{1, -1, 0, 1}, {0, 1, 1, 1}, kDiagonals}, Neighbours{{-1, 1, 0, -1}, {0, -1, -1, -1}, kDiagonals}};
  for (int round = 0; round < kPolish; ++round) {
    const std::vector<int> band = band_of(regions, w, h, out, open, std::max(2, int(std::lround(model.step() * kBand))));
    if (band.empty()) break;
    around.learn(out);
    for (size_t k = 0; k < band.size(); ++k) node[size_t(band[k])] = int(k);
    MaxFlow flow(int(band.size()), int(band.size()) * 4);
    for (size_t k = 0; k < band.size(); ++k) {
      const int i = band[k], x = i % w, y = i / w;
      const auto r = size_t(regions.of[size_t(i)]);
      if (evidence.marks[size_t(i)] != Mark::none || evidence.is_outside(x, y) || !open[r]) {
        flow.terminals(int(k), out[size_t(i)] ? kFixed : 0, out[size_t(i)] ? 0 : kFixed);
      } else {
        const auto u = int32_t(std::lround((around.odds(lab[size_t(i)], r) + kRegionShare * odds[r]) * kScale));
        flow.terminals(int(k), std::max(u, 0), std::max(-u, 0));
      }
      for (const auto& [dx, dy, diagonal] : directions) {
        std::array<int, 4> other;
        std::array<const Lab*, 4> colour;
        bool any = false;
        const bool forward = dy[1] > 0;
        for (size_t d = 0; d < 4; ++d) {
          const int u = x + dx[d], v = y + dy[d];
          other[d] = u < 0 || u >= w || v < 0 || v >= h ? -1 : v * w + u;
          // Between two of the band once.
          if (other[d] >= 0 && !forward && node[size_t(other[d])] >= 0) other[d] = -1;
          any |= other[d] >= 0;
          colour[d] = &lab[size_t(other[d] < 0 ? i : other[d])];
        }
        if (!any) continue;
        const image::I32x4 cost = costs(lab[size_t(i)], colour, diagonal, model.pixel_contrast());
        for (size_t d = 0; d < 4; ++d) {
          if (other[d] < 0) continue;
          const auto j = size_t(other[d]);
          if (node[j] >= 0) flow.edge(int(k), node[j], cost[d]);
          else flow.terminals(int(k), out[j] ? cost[d] : 0, out[j] ? 0 : cost[d]);
        }
      }
    }
    flow.solve();
    std::vector<uint8_t> changed(n, 0);
    for (size_t k = 0; k < band.size(); ++k) {
      const auto i = size_t(band[k]);
      const uint8_t label = flow.with_source(int(k));
      changed[size_t(regions.of[i])] |= uint8_t(label != out[i]);
      out[i] = label;
      node[i] = -1;
    }
    changed = with_neighbours(regions, with_neighbours(regions, changed));
    for (size_t r = 0; r < n; ++r) open[r] &= changed[r];
  }
  return out;
}

}  // namespace media::cutout
