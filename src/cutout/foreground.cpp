// Foreground colours of half-transparent pixels: alpha·F + (1 − alpha)·B = I is solved for F and B so that both
// change little from pixel to pixel, from a single pixel up to the image in steps of about two (Germer, Uelwer,
// Conrad, Harmeling: Fast Multi-Level Foreground Estimation, ICPR 2020).
#include "cutout/foreground.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "cutout/bilinear.h"

namespace media::cutout {
namespace {

constexpr float kRegularization = 1e-5F;  // how much neighbours pull where alpha is the same; from the paper
constexpr int kSmallSide = 32, kSmallIterations = 10, kBigIterations = 2;
constexpr double kWorkingPixels = 1 << 20;

using Rgb = std::array<float, 3>;

// Colours of a level, 0 to 255.
struct Level {
  int width = 0, height = 0;
  std::vector<Rgb> foreground, background;
};

// The pixel of a row of `from` that pixel i of a row of `to` lies on.
size_t nearest(int i, int from, int to) {
  return static_cast<size_t>(std::min(from - 1, static_cast<int>((i + 0.5) * from / to)));
}

Level grow(const Level& from, int width, int height) {
  Level to{width, height, {}, {}};
  to.foreground.resize(static_cast<size_t>(width) * static_cast<size_t>(height));
  to.background.resize(to.foreground.size());
  for (int y = 0; y < height; ++y) {
    const size_t row = nearest(y, from.height, height) * static_cast<size_t>(from.width);
    for (int x = 0; x < width; ++x) {
      const size_t source = row + nearest(x, from.width, width);
      const size_t target = static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x);
      to.foreground[target] = from.foreground[source];
      to.background[target] = from.background[source];
    }
  }
  return to;
}

// One Gauss-Seidel sweep over a level.
void sweep(Level& level, const std::vector<Rgb>& colours, const std::vector<float>& alphas) {
  const int w = level.width, h = level.height;
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      const auto index = [&](int column, int row) {
        return static_cast<size_t>(std::clamp(row, 0, h - 1)) * static_cast<size_t>(w) +
               static_cast<size_t>(std::clamp(column, 0, w - 1));
      };
      const size_t i = index(x, y);
      const float a = alphas[i], b = 1 - a;
      float pull = 0;
      Rgb f{}, g{};
      for (const size_t j : {index(x - 1, y), index(x + 1, y), index(x, y - 1), index(x, y + 1)}) {
        const float weight = kRegularization + std::abs(a - alphas[j]);
        pull += weight;
        for (size_t c = 0; c < 3; ++c) {
          f[c] += weight * level.foreground[j][c];
          g[c] += weight * level.background[j][c];
        }
      }
      const float aa = a * a + pull, ab = a * b, bb = b * b + pull;
      const float determinant = aa * bb - ab * ab;
      for (size_t c = 0; c < 3; ++c) {
        const float u = a * colours[i][c] + f[c], v = b * colours[i][c] + g[c];
        level.foreground[i][c] = std::clamp((bb * u - ab * v) / determinant, 0.0F, 255.0F);
        level.background[i][c] = std::clamp((aa * v - ab * u) / determinant, 0.0F, 255.0F);
      }
    }
  }
}

Rgb mean_where(image::ImageView image, image::GreyView alpha, bool foreground) {
  std::array<double, 4> sums{};
  const size_t area = static_cast<size_t>(image.width) * static_cast<size_t>(image.height);
  for (size_t i = 0; i < area; ++i) {
    if ((alpha.data[i] > 127) != foreground) continue;
    for (size_t c = 0; c < 3; ++c) sums[c] += image.data[4 * i + c];
    sums[3] += 1;
  }
  const double count = std::max(1.0, sums[3]);
  return {static_cast<float>(sums[0] / count), static_cast<float>(sums[1] / count), static_cast<float>(sums[2] / count)};
}

Level estimate(image::ImageView image, image::GreyView alpha) {
  Level level{1, 1, {mean_where(image, alpha, true)}, {mean_where(image, alpha, false)}};
  std::vector<Rgb> colours;
  std::vector<float> alphas;
  int steps = 0;
  while ((std::max(image.width, image.height) - 1) >> steps != 0) ++steps;
  for (int step = steps; step >= 0; --step) {
    const int w = std::max(1, image.width >> step), h = std::max(1, image.height >> step);
    colours.clear();
    alphas.clear();
    for (int y = 0; y < h; ++y) {
      const size_t row = nearest(y, image.height, h) * static_cast<size_t>(image.width);
      for (int x = 0; x < w; ++x) {
        const size_t i = row + nearest(x, image.width, w);
        const uint8_t* const p = image.data + 4 * i;
        colours.push_back({static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])});
        alphas.push_back(static_cast<float>(alpha.data[i]) / 255);
      }
    }
    level = grow(level, w, h);
    const int iterations = w <= kSmallSide && h <= kSmallSide ? kSmallIterations : kBigIterations;
    for (int i = 0; i < iterations; ++i) sweep(level, colours, alphas);
  }
  return level;
}

}  // namespace

Result<bool> unmix(image::Image& image, image::GreyView alpha) {
  const double shrink = std::min(1.0, std::sqrt(kWorkingPixels / (static_cast<double>(image.width) * image.height)));
  const int w = std::max(1, static_cast<int>(std::lround(image.width * shrink)));
  const int h = std::max(1, static_cast<int>(std::lround(image.height * shrink)));
  auto small = image::resize(image::ImageView(image), w, h, image::Filter::box);
  if (!small) return small.error();
  auto small_alpha = image::resize(alpha, w, h, image::Filter::box);
  if (!small_alpha) return small_alpha.error();
  const Level level = estimate(*small, *small_alpha);

  std::vector<Between> columns;
  for (int x = 0; x < image.width; ++x) columns.push_back(between(x, w, image.width));
  for (int y = 0; y < image.height; ++y) {
    const Between row = between(y, h, image.height);
    for (int x = 0; x < image.width; ++x) {
      const size_t i = static_cast<size_t>(y) * static_cast<size_t>(image.width) + static_cast<size_t>(x);
      if (alpha.data[i] == 0 || alpha.data[i] == 255) continue;
      const float a = static_cast<float>(alpha.data[i]) / 255, b = 1 - a;
      const Between column = columns[static_cast<size_t>(x)];
      const auto sample = [&](const std::vector<Rgb>& values, size_t c) {
        const auto at = [&](size_t r, size_t k) { return values[r * static_cast<size_t>(w) + k][c]; };
        const float top = at(row.low, column.low) + column.share * (at(row.low, column.high) - at(row.low, column.low));
        const float bottom = at(row.high, column.low) + column.share * (at(row.high, column.high) - at(row.high, column.low));
        return top + row.share * (bottom - top);
      };
      for (size_t c = 0; c < 3; ++c) {
        uint8_t& value = image.pixels[4 * i + c];
        const float f = sample(level.foreground, c), g = sample(level.background, c);
        // The smallest change of both that makes up the pixel exactly.
        const float rest = static_cast<float>(value) - (a * f + b * g);
        value = static_cast<uint8_t>(std::lround(std::clamp(f + rest * a / (a * a + b * b), 0.0F, 255.0F)));
      }
    }
  }
  return true;
}

}  // namespace media::cutout
