// Edge-aware masks by the guided filter (He, Sun, Tang: Guided Image Filtering, TPAMI 2013): in each window the
// alpha is taken as a linear function of the image's colour, so that edges of the mask follow those of the image.
// As in the fast variant (He, Sun 2015) the coefficients are found on a small image and applied to the large one.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <vector>

#include "cutout/bilinear.h"
#include "cutout/cutout.h"
#include "cutout/lanes.h"

namespace media::cutout {
namespace {

using image::Filter;
using image::Plane;

constexpr int kPasses = 2;
constexpr float kLeastVariance = 1e-3F;
constexpr double kMostRadius = 1000, kLeastEpsilon = 1e-5, kMostEpsilon = 1;
constexpr double kWorkingPixels = 1 << 20;  // coefficients change slowly: more pixels change nothing visible
constexpr int kLeastTile = 64;  // pixels
constexpr float kLeastExplained = 0.6F, kWellExplained = 0.95F;  // shares of the mask's variance in a window

// Sums of a window, in fours. Those that the regression needs are r g b p, rp gp bp rr, rg rb gg gb, bb pp.
template <size_t kFours>
using Sums = std::array<F32x4, kFours>;
constexpr size_t kFeatures = 4;
constexpr size_t kSums = kLanes * kFeatures;

Sums<kFeatures> features(const uint8_t* colour, float p) {
  const auto bytes = image::load_bytes(colour);
  F32x4 c = __builtin_convertvector(__builtin_shufflevector(bytes, bytes, 0, 1, 2, 3), F32x4);
  c[3] = p;
  return {c, __builtin_shufflevector(c, c, 0, 1, 2, 0) * __builtin_shufflevector(c, c, 3, 3, 3, 0),
          __builtin_shufflevector(c, c, 0, 0, 1, 1) * __builtin_shufflevector(c, c, 1, 2, 1, 2), __builtin_shufflevector(c, c, 2, 3, 2, 3) * __builtin_shufflevector(c, c, 2, 3, 2, 3)};
}

template <size_t kFours>
void add(Sums<kFours>& sums, const Sums<kFours>& more) {
  for (size_t k = 0; k < kFours; ++k) sums[k] += more[k];
}
template <size_t kFours>
void take(Sums<kFours>& sums, const Sums<kFours>& less) {
  for (size_t k = 0; k < kFours; ++k) sums[k] -= less[k];
}

// Solves the symmetric 3×3 system m·x = v (m: rr rg rb gg gb bb, positive definite) as L·D·Lᵀ, four at once: of a grey
// picture the determinant, by Cramer's rule, is smaller than what single precision leaves of it.
std::array<F32x4, 3> solve(const std::array<F32x4, 6>& m, const std::array<F32x4, 3>& v) {
  const auto& [rr, rg, rb, gg, gb, bb] = m;
  const F32x4 gr = rg / rr, br = rb / rr;
  const F32x4 g = gg - gr * rg, rest = gb - br * rg, bg = rest / g;
  const F32x4 b = bb - br * rb - bg * rest;
  const F32x4 y1 = v[1] - gr * v[0];
  const F32x4 x2 = (v[2] - br * v[0] - bg * y1) / b;
  const F32x4 x1 = y1 / g - bg * x2;
  return {v[0] / rr - gr * x1 - br * x2, x1, x2};
}

// alpha ≈ red·r + green·g + blue·b + offset, per pixel of the working size; and how far that is to be believed, 0 to
// 1: not where subject and ground have the same colours, nor away from the mask's edges.
struct Coefficients {
  std::array<Plane, 5> planes;
};

// The five of four pixels, from the sums of their windows and the share of a pixel in each.
std::array<F32x4, 5> regress(const float* sums, F32x4 share, float epsilon) {
  const auto mean = [&](size_t k) { return F32x4{sums[k], sums[kSums + k], sums[2 * kSums + k], sums[3 * kSums + k]} * share; };
  constexpr float kUnit = 1.0F / 255, kSquare = kUnit * kUnit;
  const std::array<F32x4, 3> c{mean(0) * kUnit, mean(1) * kUnit, mean(2) * kUnit};
  const F32x4 p = mean(3);
  const std::array<F32x4, 6> covariance{mean(7) * kSquare - c[0] * c[0] + epsilon, mean(8) * kSquare - c[0] * c[1], mean(9) * kSquare - c[0] * c[2],
                                        mean(10) * kSquare - c[1] * c[1] + epsilon, mean(11) * kSquare - c[1] * c[2], mean(12) * kSquare - c[2] * c[2] + epsilon};
  const std::array<F32x4, 3> with_mask{mean(4) * kUnit - c[0] * p, mean(5) * kUnit - c[1] * p, mean(6) * kUnit - c[2] * p};
  const auto a = solve(covariance, with_mask);
  const F32x4 explained = (a[0] * with_mask[0] + a[1] * with_mask[1] + a[2] * with_mask[2]) / (mean(13) - p * p + kLeastVariance);
  return {a[0], a[1], a[2], p - a[0] * c[0] - a[1] * c[1] - a[2] * c[2], clamp4((explained - kLeastExplained) / (kWellExplained - kLeastExplained), 0, 1)};
}

struct Rect {
  int left, top, right, bottom;
  int width() const { return right - left; }
  int height() const { return bottom - top; }
};

bool is_even(image::PlaneView plane, const Rect& part) {
  const float first = plane.data[static_cast<size_t>(part.top) * static_cast<size_t>(plane.width) + static_cast<size_t>(part.left)];
  for (int y = part.top; y < part.bottom; ++y) {
    const float* const row = plane.data + static_cast<size_t>(y) * static_cast<size_t>(plane.width);
    if (std::any_of(row + part.left, row + part.right, [first](float value) { return value != first; })) return false;
  }
  return true;
}

// Sums over windows of (2·radius + 1)² pixels, cut off at the borders of a grid, of every pixel of a part of it: down by
// the sums of each column, then along the rows. `values(x, y)` gives a pixel's; `take_row(y, sums, count)` gets those of
// a row of the part, pixel by pixel, and how many rows are in its windows.
template <size_t kFours, class Values, class TakeRow>
void box_sums(const Rect& part, int radius, int width, int height, Values values, TakeRow take_row) {
  const int left = std::max(0, part.left - radius), right = std::min(width, part.right + radius);
  std::vector<Sums<kFours>> columns(static_cast<size_t>(right - left));
  std::vector<float> row(kLanes * kFours * padded(static_cast<size_t>(part.width())));
  const auto column = [&](int x) -> Sums<kFours>& { return columns[static_cast<size_t>(x - left)]; };
  for (int y = std::max(0, part.top - radius); y < std::min(height, part.top + radius); ++y) {
    for (int x = left; x < right; ++x) add(column(x), values(x, y));
  }
  for (int y = part.top; y < part.bottom; ++y) {
    if (y + radius < height) {
      for (int x = left; x < right; ++x) add(column(x), values(x, y + radius));
    }
    Sums<kFours> window{};
    for (int x = left; x < std::min(width, part.left + radius); ++x) add(window, column(x));
    for (int x = part.left; x < part.right; ++x) {
      if (x + radius < width) add(window, column(x + radius));
      std::memcpy(row.data() + kLanes * kFours * static_cast<size_t>(x - part.left), window.data(), sizeof window);
      if (x >= radius) take(window, column(x - radius));
    }
    take_row(y, row.data(), std::min(height, y + radius + 1) - std::max(0, y - radius));
    if (y >= radius) {
      for (int x = left; x < right; ++x) take(column(x), values(x, y - radius));
    }
  }
}

// What a pixel counts in the windows of four in a row.
F32x4 shares_of(int x, int rows, int radius, int width) {
  F32x4 out;
  for (int i = 0; i < 4; ++i) {
    const int columns = std::min(width, x + i + radius + 1) - std::max(0, x + i - radius);
    out[i] = 1 / static_cast<float>(std::max(1, columns) * rows);
  }
  return out;
}

// Tile by tile, which keeps in the processor's cache what it works on. Where the mask is even there is nothing to
// explain, and so no trust.
Result<Coefficients> regress_edges(image::ImageView guide, image::PlaneView mask, int radius, float epsilon) {
  Coefficients out;
  for (Plane& plane : out.planes) {
    auto made = image::make_plane(guide.width, guide.height);
    if (!made) return made.error();
    std::memset(made->values.data(), 0, made->values.size() * sizeof(float));
    plane = std::move(*made);
  }
  const int side = std::max(kLeastTile, 4 * radius);
  const auto around = [&](const Rect& part, int reach) {
    return Rect{std::max(0, part.left - reach), std::max(0, part.top - reach), std::min(guide.width, part.right + reach), std::min(guide.height, part.bottom + reach)};
  };
  const auto pixel = [&](int x, int y) { return static_cast<size_t>(y) * static_cast<size_t>(guide.width) + static_cast<size_t>(x); };
  for (int top = 0; top < guide.height; top += side) {
    for (int left = 0; left < guide.width; left += side) {
      const Rect tile{left, top, std::min(guide.width, left + side), std::min(guide.height, top + side)};
      // Means of means: what is two radii away still counts.
      if (is_even(mask, around(tile, 2 * radius))) continue;
      const Rect fitted = around(tile, radius);
      const auto width = static_cast<size_t>(fitted.width());
      auto fits = Buffer<std::array<float, 5>>::make(width * static_cast<size_t>(fitted.height()));
      if (!fits) return fits.error();
      const auto fit_row = [&](int y) { return fits->data() + static_cast<size_t>(y - fitted.top) * width; };
      box_sums<kFeatures>(fitted, radius, guide.width, guide.height, [&](int x, int y) { return features(guide.data + 4 * pixel(x, y), mask.data[pixel(x, y)]); },
               [&](int y, const float* sums, int rows) {
                 for (size_t x = 0; x < width; x += kLanes) {
                   const auto fit = regress(sums + kSums * x, shares_of(fitted.left + static_cast<int>(x), rows, radius, guide.width), epsilon);
                   for (size_t i = 0; i < std::min(kLanes, width - x); ++i) {
                     for (size_t k = 0; k < fit.size(); ++k) fit_row(y)[x + i][k] = fit[k][i];
                   }
                 }
               });
      // Five and three that are nothing.
      box_sums<2>(tile, radius, guide.width, guide.height, [&](int x, int y) {
                    const auto& fit = fit_row(y)[x - fitted.left];
                    return Sums<2>{load4(fit.data()), F32x4{fit[4], 0, 0, 0}};
                  },
                  [&](int y, const float* sums, int rows) {
                    for (int x = tile.left; x < tile.right; ++x, sums += 2 * kLanes) {
                      const float share = 1 / static_cast<float>((std::min(guide.width, x + radius + 1) - std::max(0, x - radius)) * rows);
                      for (size_t k = 0; k < out.planes.size(); ++k) out.planes[k].values[pixel(x, y)] = sums[k] * share;
                    }
                  });
    }
  }
  return out;
}

// The regression's alpha and its trust for every pixel of an image of any size where there is some, given to `store`.
template <class Store>
void predict(image::ImageView guide, const Coefficients& coefficients, Store store) {
  const int from_width = coefficients.planes[0].width, from_height = coefficients.planes[0].height;
  std::vector<Between> columns;
  for (int x = 0; x < guide.width; ++x) columns.push_back(between(x, from_width, guide.width));
  std::vector<std::array<float, 5>> row(static_cast<size_t>(from_width));
  std::vector<bool> trusted;  // any of a row of coefficients
  for (int y = 0; y < from_height; ++y) {
    const float* const trust = coefficients.planes[4].values.data() + static_cast<size_t>(y) * row.size();
    trusted.push_back(std::any_of(trust, trust + row.size(), [](float value) { return value > 0; }));
  }
  for (int y = 0; y < guide.height; ++y) {
    const Between lines = between(y, from_height, guide.height);
    if (!trusted[lines.low] && !trusted[lines.high]) continue;
    for (size_t x = 0; x < row.size(); ++x) {
      for (size_t k = 0; k < 5; ++k) {
        const float* const values = coefficients.planes[k].values.data();
        const float top = values[lines.low * row.size() + x];
        row[x][k] = top + lines.share * (values[lines.high * row.size() + x] - top);
      }
    }
    const size_t start = static_cast<size_t>(y) * static_cast<size_t>(guide.width);
    for (size_t x = 0; x < columns.size(); ++x) {
      const Between& column = columns[x];
      if (row[column.low][4] <= 0 && row[column.high][4] <= 0) continue;
      const uint8_t* const colour = guide.data + 4 * (start + x);
      const auto term = [&](size_t k) { return row[column.low][k] + column.share * (row[column.high][k] - row[column.low][k]); };
      float alpha = term(3);
      for (size_t k = 0; k < 3; ++k) alpha += term(k) * static_cast<float>(colour[k]) / 255;
      store(start + x, std::clamp(alpha, 0.0F, 1.0F), term(4));
    }
  }
}

}  // namespace

Result<image::Grey> refine(image::ImageView image, image::GreyView mask, const RefineOptions& options) {
  if (image.width < 1 || image.height < 1 || mask.width < 1 || mask.height < 1) {
    return Error{ErrorCode::invalid_argument, "An image and its mask are at least 1 pixel wide and high."};
  }
  if (!(options.radius >= 0 && options.radius <= kMostRadius) ||
      !(options.epsilon >= kLeastEpsilon && options.epsilon <= kMostEpsilon)) {
    return Error{ErrorCode::invalid_argument, "A radius is 0 to 1000 pixels, an epsilon 0.00001 to 1."};
  }
  const double shrink = std::min(1.0, std::sqrt(kWorkingPixels / (static_cast<double>(image.width) * image.height)));
  const int w = std::max(1, static_cast<int>(std::lround(image.width * shrink)));
  const int h = std::max(1, static_cast<int>(std::lround(image.height * shrink)));
  const double mask_pixel = std::max(static_cast<double>(w) / mask.width, static_cast<double>(h) / mask.height);
  const int radius = std::max(1, static_cast<int>(std::lround(std::min(options.radius * mask_pixel, kMostRadius * kMostRadius))));

  auto small = image::resize(image, w, h, Filter::bilinear);
  if (!small) return small.error();
  auto plain = image::resize(mask, image.width, image.height, Filter::lanczos3);
  if (!plain) return plain.error();
  auto coarse = image::resize(image::GreyView(*plain), w, h, Filter::bilinear);
  if (!coarse) return coarse.error();
  auto values = image::make_plane(w, h);
  if (!values) return values.error();
  for (size_t i = 0; i < values->values.size(); ++i) values->values[i] = static_cast<float>(coarse->values[i]) / 255;
  // Twice: what the first pass has moved, the second explains better.
  for (int pass = 0; pass < kPasses - 1; ++pass) {
    const auto first = regress_edges(*small, *values, radius, static_cast<float>(options.epsilon));
    if (!first) return first.error();
    float* const moved = values->values.data();
    predict(*small, *first, [&](size_t i, float alpha, float trust) { moved[i] += trust * (alpha - moved[i]); });
  }
  const auto fit = regress_edges(*small, *values, radius, static_cast<float>(options.epsilon));
  if (!fit) return fit.error();
  uint8_t* const out = plain->values.data();
  predict(image, *fit, [&](size_t i, float alpha, float trust) {
    const float own = static_cast<float>(out[i]) / 255;
    out[i] = static_cast<uint8_t>((own + trust * (alpha - own)) * 255 + 0.5F);
  });
  return plain;
}

}  // namespace media::cutout
