#include "cutout/surface.h"

#include <algorithm>

namespace media::cutout {

int Surface::cell_for(int width, int height, int least, int most) { return std::max(least, (std::max(width, height) + most - 1) / most); }

Surface::Surface(int width, int height, int cell)
    : columns_((width + cell - 1) / cell), rows_((height + cell - 1) / cell), cell_(cell),
      colours_(static_cast<size_t>(columns_) * static_cast<size_t>(rows_)), weights_(colours_.size()) {
  for (int x = 0; x < width; ++x) {
    across_.push_back(along(x, columns_));
    shares_.push_back(across_.back().share);
    if (x == 0 || across_.back().low != across_[across_.size() - 2].low) stretches_.push_back(static_cast<size_t>(x));
  }
  stretches_.push_back(across_.size());
}

Between Surface::along(int pixel, int cells) const {
  const float centre = std::clamp((static_cast<float>(pixel) + 0.5F) / static_cast<float>(cell_) - 0.5F, 0.0F, static_cast<float>(cells - 1));
  const auto low = static_cast<size_t>(centre);
  return {low, std::min(low + 1, static_cast<size_t>(cells) - 1), centre - static_cast<float>(low)};
}

bool Surface::fill() {
  struct Level {
    int columns, rows;
    std::vector<Rgb> colours;
    std::vector<float> weights;
  };
  std::vector<Level> levels{{columns_, rows_, colours_, weights_}};
  while (levels.back().columns > 1 || levels.back().rows > 1) {
    const Level& fine = levels.back();
    Level coarse{(fine.columns + 1) / 2, (fine.rows + 1) / 2, {}, {}};
    coarse.colours.resize(static_cast<size_t>(coarse.columns) * static_cast<size_t>(coarse.rows));
    coarse.weights.resize(coarse.colours.size());
    for (int y = 0; y < fine.rows; ++y) {
      for (int x = 0; x < fine.columns; ++x) {
        const size_t from = static_cast<size_t>(y) * static_cast<size_t>(fine.columns) + static_cast<size_t>(x);
        const size_t to = static_cast<size_t>(y / 2) * static_cast<size_t>(coarse.columns) + static_cast<size_t>(x / 2);
        coarse.weights[to] += fine.weights[from];
        for (size_t c = 0; c < 3; ++c) coarse.colours[to][c] += fine.weights[from] * fine.colours[from][c];
      }
    }
    for (size_t i = 0; i < coarse.weights.size(); ++i) {
      if (coarse.weights[i] <= 0) continue;
      for (float& c : coarse.colours[i]) c /= coarse.weights[i];
      coarse.weights[i] = std::min(coarse.weights[i], 1.0F);
    }
    levels.push_back(std::move(coarse));
  }
  if (levels.back().weights[0] <= 0) return false;
  levels.back().weights[0] = 1;
  for (size_t l = levels.size() - 1; l-- > 0;) {
    const Level& coarse = levels[l + 1];
    Level& fine = levels[l];
    const auto place = [](int i, int cells) {
      const float centre = std::clamp((static_cast<float>(i) + 0.5F) / 2 - 0.5F, 0.0F, static_cast<float>(cells - 1));
      const auto low = static_cast<size_t>(centre);
      return Between{low, std::min(low + 1, static_cast<size_t>(cells) - 1), centre - static_cast<float>(low)};
    };
    for (int y = 0; y < fine.rows; ++y) {
      const Between v = place(y, coarse.rows);
      for (int x = 0; x < fine.columns; ++x) {
        const size_t i = static_cast<size_t>(y) * static_cast<size_t>(fine.columns) + static_cast<size_t>(x);
        const float known = std::min(fine.weights[i], 1.0F);
        if (known >= 1) {
          fine.weights[i] = 1;
          continue;
        }
        const Between u = place(x, coarse.columns);
        const auto w = static_cast<size_t>(coarse.columns);
        Rgb sum{};
        float weight = 0;
        for (const auto& [cell, share] : {std::pair{v.low * w + u.low, (1 - v.share) * (1 - u.share)}, std::pair{v.low * w + u.high, (1 - v.share) * u.share},
                                          std::pair{v.high * w + u.low, v.share * (1 - u.share)}, std::pair{v.high * w + u.high, v.share * u.share}}) {
          weight += share * coarse.weights[cell];
          for (size_t c = 0; c < 3; ++c) sum[c] += share * coarse.colours[cell][c];
        }
        for (size_t c = 0; c < 3; ++c) fine.colours[i][c] = known * fine.colours[i][c] + (1 - known) * sum[c];
        fine.weights[i] = known + (1 - known) * weight / 2;
      }
    }
  }
  colours_ = std::move(levels[0].colours);
  weights_ = std::move(levels[0].weights);
  return true;
}

Surface::Row::Row(const Surface& surface, int y) : surface_(surface) {
  const Between v = surface.along(y, surface.rows_);
  const auto w = static_cast<size_t>(surface.columns_);
  colours_.resize(w);
  weights_.resize(w);
  for (size_t x = 0; x < w; ++x) {
    const size_t low = v.low * w + x, high = v.high * w + x;
    for (size_t c = 0; c < 3; ++c) colours_[x][c] = surface.colours_[low][c] + v.share * (surface.colours_[high][c] - surface.colours_[low][c]);
    weights_[x] = surface.weights_[low] + v.share * (surface.weights_[high] - surface.weights_[low]);
  }
}

// Stretch by stretch, which compilers make vectors of.
template <class Value>
void Surface::Row::spread_values(Value value, float* __restrict out) const {
  const float* const shares = surface_.shares_.data();
  for (size_t i = 0; i + 1 < surface_.stretches_.size(); ++i) {
    const size_t begin = surface_.stretches_[i], end = surface_.stretches_[i + 1];
    const Between& cells = surface_.across_[begin];
    const float low = value(cells.low), step = value(cells.high) - low;
    for (size_t x = begin; x < end; ++x) out[x] = low + shares[x] * step;
  }
}

void Surface::Row::spread(size_t channel, float* out) const {
  spread_values([&](size_t cell) { return colours_[cell][channel]; }, out);
}

void Surface::Row::spread_weights(float* out) const {
  spread_values([&](size_t cell) { return weights_[cell]; }, out);
}

}  // namespace media::cutout
