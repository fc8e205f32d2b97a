#include "cutout/selection_border.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "cutout/bilinear.h"

namespace media::cutout {
namespace {

constexpr int kRadius = 2;           // of a regression's window, pixels of the grid
constexpr float kEpsilon = 5e-4F;    // variance of colour (0–1, squared) below which an edge is not followed
constexpr float kContrast = 1.5F;    // takes back the softness that windows bring
constexpr float kMiddle = 0.4F;      // what is half covered: a cut is shortest a little inside of the border

// alpha ≈ red·[0] + green·[1] + blue·[2] + [3]
using Line = std::array<float, 4>;

Line regress(image::ImageView guide, const std::vector<uint8_t>& labels, int x, int y) {
  std::array<float, 3> mean{}, with{};
  std::array<float, 6> m{};
  float p = 0, count = 0;
  for (int v = std::max(0, y - kRadius); v <= std::min(guide.height - 1, y + kRadius); ++v) {
    for (int u = std::max(0, x - kRadius); u <= std::min(guide.width - 1, x + kRadius); ++u) {
      const size_t i = size_t(v) * size_t(guide.width) + size_t(u);
      const uint8_t* const c = guide.data + 4 * i;
      const float r = float(c[0]) / 255, g = float(c[1]) / 255, b = float(c[2]) / 255, q = labels[i];
      mean[0] += r, mean[1] += g, mean[2] += b;
      with[0] += r * q, with[1] += g * q, with[2] += b * q;
      m[0] += r * r, m[1] += r * g, m[2] += r * b, m[3] += g * g, m[4] += g * b, m[5] += b * b;
      p += q, count += 1;
    }
  }
  p /= count;
  for (float& v : mean) v /= count;
  for (size_t k = 0; k < 3; ++k) with[k] = with[k] / count - mean[k] * p;
  const float rr = m[0] / count - mean[0] * mean[0] + kEpsilon, rg = m[1] / count - mean[0] * mean[1], rb = m[2] / count - mean[0] * mean[2];
  const float gg = m[3] / count - mean[1] * mean[1] + kEpsilon, gb = m[4] / count - mean[1] * mean[2], bb = m[5] / count - mean[2] * mean[2] + kEpsilon;
  const float c0 = gg * bb - gb * gb, c1 = rb * gb - rg * bb, c2 = rg * gb - rb * gg;
  const float d = rr * c0 + rg * c1 + rb * c2;
  const float e0 = rr * bb - rb * rb, e1 = rg * rb - rr * gb, e2 = rr * gg - rg * rg;
  const float a0 = (c0 * with[0] + c1 * with[1] + c2 * with[2]) / d, a1 = (c1 * with[0] + e0 * with[1] + e1 * with[2]) / d,
              a2 = (c2 * with[0] + e1 * with[1] + e2 * with[2]) / d;
  return {a0, a1, a2, p - a0 * mean[0] - a1 * mean[1] - a2 * mean[2]};
}

Line mixed(const Line& a, const Line& b, float share) {
  Line out;
  for (size_t k = 0; k < out.size(); ++k) out[k] = a[k] + share * (b[k] - a[k]);
  return out;
}

// Columns of the picture that lie in one column of the grid, between the same two.
struct Run {
  int from, to;
  size_t own, left, right;  // the latter from `first` on
};

std::vector<Run> runs_of(int begin, int end, int first, int columns, int width) {
  std::vector<Run> out;
  for (int x = begin; x < end; ++x) {
    const Between c = between(x, columns, width);
    const size_t left = c.low - size_t(first), right = c.high - size_t(first);
    const size_t own = size_t(x) * size_t(columns) / size_t(width);
    if (!out.empty() && out.back().own == own && out.back().left == left && out.back().right == right) out.back().to = x + 1;
    else out.push_back({x, x + 1, own, left, right});
  }
  return out;
}

}  // namespace

void write_border(image::ImageView picture, image::ImageView small, const Window& window, const Finding& finding, image::Grey& mask) {
  const std::vector<uint8_t>&labels = finding.labels, &touched = finding.touched;
  const int w = window.columns, h = window.rows;
  // What the rectangle touches of the grid, and what is blended with it.
  const auto first = [](int at, int size, int count) { return std::max(0, int(int64_t{at} * count / size) - 1); };
  const auto last = [](int at, int size, int count) { return std::min(count, int(int64_t{at} * count / size) + 2); };
  const int begin = finding.rect.left - window.left, end = begin + finding.rect.width;
  const int above = finding.rect.top - window.top, below = above + finding.rect.height;
  const int x0 = first(begin, window.width, w), x1 = last(end, window.width, w);
  const int y0 = first(above, window.height, h), y1 = last(below, window.height, h);
  // Pixels of the grid within a window's radius of the border.
  const auto columns_there = size_t(x1 - x0);
  const auto there = [&](int x, int y) { return size_t(y - y0) * columns_there + size_t(x - x0); };
  std::vector<uint8_t> along(columns_there * size_t(y1 - y0), 0);
  for (int y = std::max(0, y0 - kRadius - 1); y < std::min(h, y1 + kRadius); ++y) {
    for (int x = std::max(0, x0 - kRadius - 1); x < std::min(w, x1 + kRadius); ++x) {
      const size_t i = size_t(y) * size_t(w) + size_t(x);
      const bool edge = (x + 1 < w && labels[i] != labels[i + 1]) || (y + 1 < h && labels[i] != labels[i + size_t(w)]);
      if (!edge) continue;
      for (int v = std::max(y0, y - kRadius); v < std::min(y1, y + kRadius + 1); ++v) {
        for (int u = std::max(x0, x - kRadius); u < std::min(x1, x + kRadius + 1); ++u) along[there(u, v)] = 1;
      }
    }
  }
  std::vector<Line> lines(along.size());
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) {
      lines[there(x, y)] = along[there(x, y)] ? regress(small, labels, x, y) : Line{0, 0, 0, float(labels[size_t(y) * size_t(w) + size_t(x)])};
    }
  }
  const std::vector<Run> runs = runs_of(begin, end, x0, w, window.width);
  std::vector<float> shares;
  for (int x = begin; x < end; ++x) shares.push_back(between(x, w, window.width).share);
  for (int y = above; y < below; ++y) {
    const Between rows = between(y, h, window.height);
    const size_t grid_row = size_t(y) * size_t(h) / size_t(window.height) * size_t(w);
    const auto any = touched.begin() + std::ptrdiff_t(grid_row);
    if (std::find(any + x0, any + x1, 1) == any + x1) continue;
    const size_t start = size_t(window.top + y) * size_t(picture.width) + size_t(window.left);
    const size_t high = there(x0, int(rows.low)), low = there(x0, int(rows.high));
    for (const Run& run : runs) {
      const size_t own = grid_row + run.own;
      if (!touched[own]) continue;
      uint8_t* const out = mask.values.data() + start;
      if (!(along[high + run.left] | along[high + run.right] | along[low + run.left] | along[low + run.right])) {
        std::memset(out + run.from, labels[own] ? 255 : 0, size_t(run.to - run.from));
        continue;
      }
      const Line left = mixed(lines[high + run.left], lines[low + run.left], rows.share), right = mixed(lines[high + run.right], lines[low + run.right], rows.share);
      for (int x = run.from; x < run.to; ++x) {
        const uint8_t* const p = picture.data + 4 * (start + size_t(x));
        const Line line = mixed(left, right, shares[size_t(x - begin)]);
        const float alpha = (float(p[0]) * line[0] + float(p[1]) * line[1] + float(p[2]) * line[2]) / 255 + line[3];
        out[x] = uint8_t(std::clamp((alpha - kMiddle) * kContrast + 0.5F, 0.0F, 1.0F) * 255 + 0.5F);
      }
    }
  }
}

}  // namespace media::cutout
