#include "cutout/selection_border.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "cutout/bilinear.h"
#include "cutout/lanes.h"

namespace media::cutout {
namespace {

constexpr int kRadius = 2;           // of a regression's window, pixels of the grid
constexpr float kEpsilon = 5e-4F;    // variance of colour (0–1, squared) below which an edge is not followed
constexpr float kContrast = 1.5F;    // takes back the softness that windows bring
constexpr float kMiddle = 0.4F;      // what is half covered: a cut is shortest a little inside of the border

// alpha ≈ red·[0] + green·[1] + blue·[2] + [3], colours 0 to 1
using Line = F32x4;

Line regress(image::ImageView guide, const std::vector<uint8_t>& labels, int x, int y) {
  // Of r g b q; rq gq bq q; rr gg bb; rg gb br.
  F32x4 sum{}, with{}, squares{}, products{};
  float count = 0;
  for (int v = std::max(0, y - kRadius); v <= std::min(guide.height - 1, y + kRadius); ++v) {
    for (int u = std::max(0, x - kRadius); u <= std::min(guide.width - 1, x + kRadius); ++u) {
      const size_t i = size_t(v) * size_t(guide.width) + size_t(u);
      const auto bytes = image::load_bytes(guide.data + 4 * i);
      F32x4 c = __builtin_convertvector(__builtin_shufflevector(bytes, bytes, 0, 1, 2, 3), F32x4) / 255;
      c[3] = labels[i];
      sum += c, with += c * c[3], squares += c * c, products += c * __builtin_shufflevector(c, c, 1, 2, 0, 3);
      count += 1;
    }
  }
  const F32x4 mean = sum / count;
  const float p = mean[3];
  with = with / count - mean * p;
  squares = squares / count - mean * mean + kEpsilon;
  products = products / count - mean * __builtin_shufflevector(mean, mean, 1, 2, 0, 3);
  const float rr = squares[0], gg = squares[1], bb = squares[2], rg = products[0], gb = products[1], rb = products[2];
  const float c0 = gg * bb - gb * gb, c1 = rb * gb - rg * bb, c2 = rg * gb - rb * gg;
  const float d = rr * c0 + rg * c1 + rb * c2;
  const float e0 = rr * bb - rb * rb, e1 = rg * rb - rr * gb, e2 = rr * gg - rg * rg;
  const float a0 = (c0 * with[0] + c1 * with[1] + c2 * with[2]) / d, a1 = (c1 * with[0] + e0 * with[1] + e1 * with[2]) / d,
              a2 = (c2 * with[0] + e1 * with[1] + e2 * with[2]) / d;
  return Line{a0, a1, a2, p - a0 * mean[0] - a1 * mean[1] - a2 * mean[2]};
}

MEDIA_INLINE Line mixed(Line a, Line b, float share) { return a + share * (b - a); }

MEDIA_INLINE F32x4 channel(image::U32x4 pixels, int shift) {
  return __builtin_convertvector((image::I32x4)((pixels >> shift) & 255), F32x4);
}

// Alpha, 0 to 255, of four pixels whose line lies between two.
MEDIA_INLINE std::array<uint8_t, 4> alphas(const uint8_t* pixels, Line left, Line right, F32x4 share) {
  const auto bytes = image::load<image::U32x4>(pixels);
  const F32x4 r = channel(bytes, 0), g = channel(bytes, 8), b = channel(bytes, 16);
  const Line change = right - left;
  const F32x4 red = left[0] + share * change[0], green = left[1] + share * change[1], blue = left[2] + share * change[2];
  const F32x4 alpha = (r * red + g * green + b * blue) / 255 + (left[3] + share * change[3]);
  const auto whole = __builtin_convertvector(clamp4((alpha - kMiddle) * kContrast + 0.5F, 0, 1) * 255 + 0.5F, image::I32x4);
  return {uint8_t(whole[0]), uint8_t(whole[1]), uint8_t(whole[2]), uint8_t(whole[3])};
}

// Columns of the picture that lie in one column of the grid, between the same two.
struct Run {
  int from, to;
  size_t own, left, right;  // the latter from `first` on
};

// Columns of a row that are written at once.
struct Span {
  int from, to;
  uint8_t value;   // label
  const Run* run;  // mixed along it; nullptr: all of that label
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
  std::vector<float> shares(padded(size_t(end - begin)) + kLanes, 0.0F);
  for (int x = begin; x < end; ++x) shares[size_t(x - begin)] = between(x, w, window.width).share;
  const size_t all_pixels = size_t(picture.width) * size_t(picture.height);
  std::vector<Span> spans;
  size_t last_row = SIZE_MAX, last_high = 0, last_low = 0;
  for (int y = above; y < below; ++y) {
    const Between rows = between(y, h, window.height);
    const size_t grid_row = size_t(y) * size_t(h) / size_t(window.height) * size_t(w);
    const size_t high = there(x0, int(rows.low)), low = there(x0, int(rows.high));
    // Rows of the picture that lie in one row of the grid, between the same two, have the same spans.
    if (grid_row != last_row || high != last_high || low != last_low) {
      last_row = grid_row, last_high = high, last_low = low;
      spans.clear();
      for (const Run& run : runs) {
        const size_t own = grid_row + run.own;
        if (!touched[own]) continue;
        const bool mixes = along[high + run.left] | along[high + run.right] | along[low + run.left] | along[low + run.right];
        if (!mixes && !spans.empty() && spans.back().run == nullptr && spans.back().to == run.from && spans.back().value == labels[own]) spans.back().to = run.to;
        else spans.push_back({run.from, run.to, labels[own], mixes ? &run : nullptr});
      }
    }
    const size_t start = size_t(window.top + y) * size_t(picture.width) + size_t(window.left);
    uint8_t* const out = mask.values.data() + start;
    for (const Span& span : spans) {
      if (span.run == nullptr) {
        std::memset(out + span.from, span.value ? 255 : 0, size_t(span.to - span.from));
        continue;
      }
      const Run& run = *span.run;
      const Line left = mixed(lines[high + run.left], lines[low + run.left], rows.share), right = mixed(lines[high + run.right], lines[low + run.right], rows.share);
      for (int x = span.from; x < span.to; x += int(kLanes)) {
        const size_t from = start + size_t(x), count = size_t(std::min(span.to - x, int(kLanes)));
        const uint8_t* pixels = picture.data + 4 * from;
        std::array<uint8_t, 4 * kLanes> copy;
        if (from + kLanes > all_pixels) pixels = copy.data(), std::memcpy(copy.data(), picture.data + 4 * from, 4 * count);
        const auto alpha = alphas(pixels, left, right, load4(shares.data() + (x - begin)));
        if (count == kLanes) std::memcpy(out + x, alpha.data(), kLanes);
        else std::memcpy(out + x, alpha.data(), count);
      }
    }
  }
}

}  // namespace media::cutout
