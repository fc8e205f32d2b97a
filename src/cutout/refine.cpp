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

namespace media::cutout {
namespace {

using image::Filter;
using image::Plane;

constexpr int kPasses = 2;
constexpr double kLeastVariance = 1e-3;
constexpr double kMostRadius = 1000, kLeastEpsilon = 1e-5, kMostEpsilon = 1;
constexpr double kWorkingPixels = 1 << 20;  // coefficients change slowly: more pixels change nothing visible
constexpr int kLeastTile = 96;  // pixels
constexpr float kLeastExplained = 0.6F, kWellExplained = 0.95F;  // shares of the mask's variance in a window

// What box_mean() works in.
struct Scratch {
  std::vector<float> rows;
  std::vector<double> sums, shares;
};

// Means over (2r+1)² windows, cut off at the borders, in place: down by sums of each column, then along the rows.
void box_mean(Plane& plane, int radius, Scratch& scratch) {
  const int w = plane.width, h = plane.height;
  const auto width = static_cast<size_t>(w);
  float* const data = plane.values.data();
  const auto row = [&](int y) { return data + static_cast<size_t>(y) * width; };
  scratch.rows.resize(width * static_cast<size_t>(h));
  std::vector<double>& sums = scratch.sums;
  sums.assign(width + 1, 0.0);
  for (int y = 0; y < std::min(radius, h); ++y) {
    for (size_t x = 0; x < width; ++x) sums[x] += static_cast<double>(row(y)[x]);
  }
  for (int y = 0; y < h; ++y) {
    if (y + radius < h) {
      for (size_t x = 0; x < width; ++x) sums[x] += static_cast<double>(row(y + radius)[x]);
    }
    if (y > radius) {
      for (size_t x = 0; x < width; ++x) sums[x] -= static_cast<double>(row(y - radius - 1)[x]);
    }
    const double share = 1.0 / (std::min(h, y + radius + 1) - std::max(0, y - radius));
    float* const out = scratch.rows.data() + static_cast<size_t>(y) * width;
    for (size_t x = 0; x < width; ++x) out[x] = static_cast<float>(sums[x] * share);
  }
  scratch.shares.resize(width);
  for (int x = 0; x < w; ++x) scratch.shares[size_t(x)] = 1.0 / (std::min(w, x + radius + 1) - std::max(0, x - radius));
  for (int y = 0; y < h; ++y) {
    const float* const from = scratch.rows.data() + static_cast<size_t>(y) * width;
    sums[0] = 0;
    for (size_t x = 0; x < width; ++x) sums[x + 1] = sums[x] + static_cast<double>(from[x]);
    for (int x = 0; x < w; ++x) {
      const auto low = static_cast<size_t>(std::max(0, x - radius)), high = static_cast<size_t>(std::min(w, x + radius + 1));
      row(y)[x] = static_cast<float>((sums[high] - sums[low]) * scratch.shares[size_t(x)]);
    }
  }
}

// Solves the symmetric 3×3 system m·x = v (m: rr rg rb gg gb bb, positive definite) by Cramer's rule.
std::array<double, 3> solve(const std::array<double, 6>& m, const std::array<double, 3>& v) {
  const auto [rr, rg, rb, gg, gb, bb] = m;
  const double c0 = gg * bb - gb * gb, c1 = rb * gb - rg * bb, c2 = rg * gb - rb * gg;
  const double d = rr * c0 + rg * c1 + rb * c2;
  const double e0 = rr * bb - rb * rb, e1 = rg * rb - rr * gb, e2 = rr * gg - rg * rg;
  return {(c0 * v[0] + c1 * v[1] + c2 * v[2]) / d, (c1 * v[0] + e0 * v[1] + e1 * v[2]) / d,
          (c2 * v[0] + e1 * v[1] + e2 * v[2]) / d};
}

// alpha ≈ red·r + green·g + blue·b + offset, per pixel of the working size; and how far that is to be believed, 0 to
// 1: not where subject and ground have the same colours, nor away from the mask's edges.
struct Coefficients {
  std::array<Plane, 5> planes;
};

// The nine products whose means the regression needs, the guide's three channels, the mask.
constexpr std::array<std::array<int, 2>, 6> kPairs{{{0, 0}, {0, 1}, {0, 2}, {1, 1}, {1, 2}, {2, 2}}};

Result<Coefficients> regress(image::ImageView guide, image::PlaneView mask, int radius, double epsilon) {
  const size_t area = static_cast<size_t>(guide.width) * static_cast<size_t>(guide.height);
  std::array<Plane, 14> means;  // r g b, p, rp gp bp, rr rg rb gg gb bb, pp
  for (Plane& plane : means) {
    auto made = image::make_plane(guide.width, guide.height);
    if (!made) return made.error();
    plane = std::move(*made);
  }
  for (size_t i = 0; i < area; ++i) {
    const std::array<float, 3> c{static_cast<float>(guide.data[4 * i]) / 255, static_cast<float>(guide.data[4 * i + 1]) / 255,
                                 static_cast<float>(guide.data[4 * i + 2]) / 255};
    const float p = mask.data[i];
    means[3].values[i] = p;
    means[13].values[i] = p * p;
    for (size_t k = 0; k < 3; ++k) {
      means[k].values[i] = c[k];
      means[4 + k].values[i] = c[k] * p;
    }
    for (size_t k = 0; k < 6; ++k) {
      means[7 + k].values[i] = c[static_cast<size_t>(kPairs[k][0])] * c[static_cast<size_t>(kPairs[k][1])];
    }
  }
  Scratch scratch;
  for (Plane& plane : means) box_mean(plane, radius, scratch);

  for (size_t i = 0; i < area; ++i) {
    const std::array<double, 3> c{means[0].values[i], means[1].values[i], means[2].values[i]};
    const double p = means[3].values[i];
    std::array<double, 6> covariance;
    for (size_t k = 0; k < 6; ++k) {
      const auto [a, b] = kPairs[k];
      covariance[k] = means[7 + k].values[i] - c[static_cast<size_t>(a)] * c[static_cast<size_t>(b)] + (a == b ? epsilon : 0);
    }
    std::array<double, 3> with_mask;
    for (size_t k = 0; k < 3; ++k) with_mask[k] = means[4 + k].values[i] - c[k] * p;
    const auto a = solve(covariance, with_mask);
    for (size_t k = 0; k < 3; ++k) means[k].values[i] = static_cast<float>(a[k]);
    means[3].values[i] = static_cast<float>(p - a[0] * c[0] - a[1] * c[1] - a[2] * c[2]);
    const double variance = static_cast<double>(means[13].values[i]) - p * p;
    const double explained = (a[0] * with_mask[0] + a[1] * with_mask[1] + a[2] * with_mask[2]) / (variance + kLeastVariance);
    means[4].values[i] = static_cast<float>(std::clamp((explained - kLeastExplained) / (kWellExplained - kLeastExplained), 0.0, 1.0));
  }
  Coefficients out{{std::move(means[0]), std::move(means[1]), std::move(means[2]), std::move(means[3]), std::move(means[4])}};
  for (Plane& plane : out.planes) box_mean(plane, radius, scratch);
  return out;
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

// regress() tile by tile, which keeps in the processor's cache what it works on. Where the mask is even there is nothing
// to explain, and so no trust.
Result<Coefficients> regress_edges(image::ImageView guide, image::PlaneView mask, int radius, double epsilon) {
  Coefficients out;
  for (Plane& plane : out.planes) {
    auto made = image::make_plane(guide.width, guide.height);
    if (!made) return made.error();
    std::memset(made->values.data(), 0, made->values.size() * sizeof(float));
    plane = std::move(*made);
  }
  const int side = std::max(kLeastTile, 4 * radius);
  for (int top = 0; top < guide.height; top += side) {
    for (int left = 0; left < guide.width; left += side) {
      const Rect tile{left, top, std::min(guide.width, left + side), std::min(guide.height, top + side)};
      // Means of means: what is two radii away still counts.
      const Rect seen{std::max(0, tile.left - 2 * radius), std::max(0, tile.top - 2 * radius), std::min(guide.width, tile.right + 2 * radius), std::min(guide.height, tile.bottom + 2 * radius)};
      if (is_even(mask, seen)) continue;
      const auto width = static_cast<size_t>(seen.width()), area = width * static_cast<size_t>(seen.height());
      auto some = Bytes::make(4 * area);
      if (!some) return some.error();
      auto alphas = Buffer<float>::make(area);
      if (!alphas) return alphas.error();
      for (int y = seen.top; y < seen.bottom; ++y) {
        const size_t from = static_cast<size_t>(y) * static_cast<size_t>(guide.width) + static_cast<size_t>(seen.left), to = static_cast<size_t>(y - seen.top) * width;
        std::memcpy(some->data() + 4 * to, guide.data + 4 * from, 4 * width);
        std::memcpy(alphas->data() + to, mask.data + from, width * sizeof(float));
      }
      auto fit = regress({some->data(), seen.width(), seen.height()}, {alphas->data(), seen.width(), seen.height()}, radius, epsilon);
      if (!fit) return fit.error();
      for (size_t k = 0; k < out.planes.size(); ++k) {
        for (int y = tile.top; y < tile.bottom; ++y) {
          const size_t from = static_cast<size_t>(y - seen.top) * width + static_cast<size_t>(tile.left - seen.left);
          const size_t to = static_cast<size_t>(y) * static_cast<size_t>(guide.width) + static_cast<size_t>(tile.left);
          std::memcpy(out.planes[k].values.data() + to, fit->planes[k].values.data() + from, static_cast<size_t>(tile.width()) * sizeof(float));
        }
      }
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
    const auto first = regress_edges(*small, *values, radius, options.epsilon);
    if (!first) return first.error();
    float* const moved = values->values.data();
    predict(*small, *first, [&](size_t i, float alpha, float trust) { moved[i] += trust * (alpha - moved[i]); });
  }
  const auto fit = regress_edges(*small, *values, radius, options.epsilon);
  if (!fit) return fit.error();
  uint8_t* const out = plain->values.data();
  predict(image, *fit, [&](size_t i, float alpha, float trust) {
    const float own = static_cast<float>(out[i]) / 255;
    out[i] = static_cast<uint8_t>((own + trust * (alpha - own)) * 255 + 0.5F);
  });
  return plain;
}

}  // namespace media::cutout
