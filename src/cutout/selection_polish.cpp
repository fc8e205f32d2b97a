#include "cutout/selection_polish.h"

#include <algorithm>
#include <cmath>

#include "cutout/fade.h"
#include "cutout/max_flow.h"

namespace media::cutout {
namespace {

constexpr int kPolish = 2;  // times
constexpr float kBand = 0.8F;  // of the border that is cut again, in regions
constexpr float kPixelHue = 5.0F;  // bandwidth, L*a*b*
constexpr float kPixelSmooth = 2.0F;
constexpr float kRegionShare = 0.15F;  // of a region's odds in those of its pixels
constexpr float kPixelUnseen = 2.0F;  // in rows of a region
// What surrounds a subject goes on as it is up to the border; a subject's rim (an outline, a shade, light from behind)
// often looks like neither. So colours that are near to none speak for it.
constexpr float kNeither = 4.0F;
constexpr float kPixelWeight = 1.0F;
constexpr float kOwnVotes = 0.5F;  // a pixel's own region counts less for it

}  // namespace

std::vector<uint8_t> polish(const SelectionModel& model, const Evidence& evidence, const std::vector<uint8_t>& selected,
                            const std::vector<float>& odds, const std::vector<uint8_t>& held) {
  const Regions& regions = model.regions();
  const std::vector<Lab>& lab = model.lab();
  const size_t pixels = lab.size(), n = regions.list.size();
  const int w = model.width(), h = model.height();
  std::vector<uint8_t> out(pixels);
  for (size_t i = 0; i < pixels; ++i) out[i] = selected[size_t(regions.of[i])];
  for (size_t i = 0; i < pixels; ++i) {
    if (evidence.marks[i] != Mark::none) out[i] = evidence.marks[i] == Mark::keep;
    else if (evidence.is_outside(i, w)) out[i] = 0;
    else if (evidence.labelled && held[size_t(regions.of[i])]) out[i] = evidence.labels[i];
  }
  const Fade fade;
  // Regions around each, for its pixels' own models.
  std::vector<std::vector<int>> near(n);
  // Regions whose pixels may become others still: later, those near to what the round before changed.
  std::vector<uint8_t> open(n, 1);
  if (evidence.labelled) {
    for (size_t r = 0; r < n; ++r) open[r] = !held[r];
  }
  for (int round = 0; round < kPolish; ++round) {
    const int band = std::max(2, int(std::lround(model.step() * kBand)));
    // Distance from the border, in steps.
    std::vector<uint8_t> distance(pixels, 255);
    std::vector<int> queue;
    for (int y = 0; y < h; ++y) {
      for (int x = 0; x < w; ++x) {
        const size_t i = size_t(y) * size_t(w) + size_t(x);
        if (!open[size_t(regions.of[i])]) continue;
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
      const auto r = size_t(regions.of[i]);
      auto& c = out[i] ? keep_colour[r] : remove_colour[r];
      auto& a = out[i] ? keep_area[r] : remove_area[r];
      a += 1;
      for (size_t k = 0; k < 3; ++k) c[k] += (lab[i][k] - c[k]) / a;
    }
    std::vector<int> node(pixels, -1);
    for (size_t i = 0; i < queue.size(); ++i) node[size_t(queue[i])] = int(i);
    MaxFlow flow(int(queue.size()), int(queue.size()) * 4);
    const float bw = kPixelHue, scale = 64, lambda = kPixelSmooth, own = kRegionShare, pe = kPixelUnseen, pw = kPixelWeight, unsure = kOwnVotes;
    for (size_t k = 0; k < queue.size(); ++k) {
      const int i = queue[k], x = i % w, y = i / w;
      const auto r = size_t(regions.of[size_t(i)]);
      const Mark mark = evidence.marks[size_t(i)];
      if (mark != Mark::none || evidence.is_outside(size_t(i), w) || !open[r]) {
        flow.terminals(int(k), out[size_t(i)] ? 1 << 28 : 0, out[size_t(i)] ? 0 : 1 << 28);
      } else {
        if (near[r].empty()) {
          near[r].push_back(int(r));
          for (int ring = 0, from = 0; ring < 2; ++ring) {
            const int to = int(near[r].size());
            for (; from < to; ++from) {
              const int s = near[r][size_t(from)];
              for (int b = regions.first[size_t(s)]; b < regions.first[size_t(s) + 1]; ++b) {
                const int o = regions.across(regions.borders_of[size_t(b)], s);
                if (std::find(near[r].begin(), near[r].end(), o) == near[r].end()) near[r].push_back(o);
              }
            }
          }
        }
        float keep = 0, remove = 0;
        for (const int s : near[r]) {
          const float weight = size_t(s) == r ? unsure : 1.0F;
          if (keep_area[size_t(s)] > 2) keep += weight * keep_area[size_t(s)] * fade(distance2(lab[size_t(i)], keep_colour[size_t(s)]) / (2 * bw * bw));
          if (remove_area[size_t(s)] > 2) remove += weight * remove_area[size_t(s)] * fade(distance2(lab[size_t(i)], remove_colour[size_t(s)]) / (2 * bw * bw));
        }
        const float e = pe * model.step();
        const float u = pw * std::clamp(std::log((keep + kNeither * e) / (remove + e)), -2.5F, 2.5F) + own * odds[r];
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
          const float weight = (0.1F + lambda * fade(distance2(lab[size_t(i)], lab[size_t(j)]) / (2 * model.pixel_contrast()))) * (dx != 0 && dy != 0 ? 0.7071F : 1.0F);
          const auto c = int32_t(std::lround(weight * scale));
          if (in_band) flow.edge(int(k), node[size_t(j)], c);
          else flow.terminals(int(k), out[size_t(j)] ? c : 0, out[size_t(j)] ? 0 : c);
        }
      }
    }
    flow.solve();
    std::vector<uint8_t> changed(n, 0);
    for (size_t k = 0; k < queue.size(); ++k) {
      const auto i = size_t(queue[k]);
      const uint8_t label = flow.with_source(int(k));
      changed[size_t(regions.of[i])] |= uint8_t(label != out[i]);
      out[i] = label;
    }
    changed = with_neighbours(regions, with_neighbours(regions, changed));
    for (size_t r = 0; r < n; ++r) open[r] &= changed[r];
  }
  return out;
}

}  // namespace media::cutout
