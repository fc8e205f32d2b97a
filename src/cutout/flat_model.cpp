#include "cutout/flat_model.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace media::cutout {
namespace {

constexpr int kBorderSamples = 4000;
constexpr int kInnerSamples = 20000;
constexpr int kRounds = 8;             // of reweighting; the weights settle in five or six
constexpr float kLeastTolerance = 2.5F;  // rounding of a gradient to 8 bits, and a level of dither
constexpr float kMostTolerance = 14;

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

float distance(const uint8_t* colour, const Rgb& from) {
  float most = 0;
  for (size_t c = 0; c < 3; ++c) most = std::max(most, std::abs(static_cast<float>(colour[c]) - from[c]));
  return most;
}

FlatModel::Terms FlatModel::terms(int x, int y) const {
  const double u = 2 * (x + 0.5) / width_ - 1, v = 2 * (y + 0.5) / height_ - 1;
  return {1, u, v, u * u, u * v, v * v};
}

Rgb FlatModel::at(int x, int y) const {
  const Terms t = terms(x, y);
  Rgb out{};
  for (size_t c = 0; c < 3; ++c) {
    double sum = 0;
    for (size_t k = 0; k < kTerms; ++k) sum += coefficients_[c][k] * t[k];
    out[c] = static_cast<float>(std::clamp(sum, 0.0, 255.0));
  }
  return out;
}

void FlatModel::distances(int y, const uint8_t* row, uint16_t* out) const {
  // Along a row a polynomial of second degree in x alone.
  const double v = 2 * (y + 0.5) / height_ - 1;
  std::array<std::array<float, 3>, 3> terms{};
  for (size_t c = 0; c < 3; ++c) {
    const Terms& k = coefficients_[c];
    terms[c] = {static_cast<float>(k[0] + v * k[2] + v * v * k[5]), static_cast<float>(k[1] + v * k[4]), static_cast<float>(k[3])};
  }
  const auto width = static_cast<int>(width_);
  const auto step = static_cast<float>(2 / width_);
  for (int x = 0; x < width; ++x) {
    const float u = (static_cast<float>(x) + 0.5F) * step - 1;
    float most = 0;
    for (size_t c = 0; c < 3; ++c) {
      const float ground = std::min(255.0F, std::max(0.0F, terms[c][0] + u * (terms[c][1] + u * terms[c][2])));
      most = std::max(most, std::abs(static_cast<float>(row[4 * x + static_cast<int>(c)]) - ground));
    }
    out[x] = static_cast<uint16_t>(most * kSteps + 0.5F);
  }
}

// Weighted least squares by Gaussian elimination, with the first `count` terms.
bool FlatModel::solve(const std::vector<Sample>& samples, const std::vector<double>& weights, size_t count) {
  std::array<std::array<double, kTerms + 3>, kTerms> m{};
  for (size_t i = 0; i < samples.size(); ++i) {
    const Terms t = terms(samples[i].x, samples[i].y);
    for (size_t r = 0; r < count; ++r) {
      for (size_t k = 0; k < count; ++k) m[r][k] += weights[i] * t[r] * t[k];
      for (size_t c = 0; c < 3; ++c) m[r][kTerms + c] += weights[i] * t[r] * samples[i].colour[c];
    }
  }
  for (size_t column = 0; column < count; ++column) {
    size_t pivot = column;
    for (size_t r = column + 1; r < count; ++r) {
      if (std::abs(m[r][column]) > std::abs(m[pivot][column])) pivot = r;
    }
    if (std::abs(m[pivot][column]) < 1e-9) return false;
    std::swap(m[pivot], m[column]);
    for (size_t r = 0; r < count; ++r) {
      if (r == column) continue;
      const double factor = m[r][column] / m[column][column];
      for (size_t k = column; k < kTerms + 3; ++k) m[r][k] -= factor * m[column][k];
    }
  }
  coefficients_ = {};
  for (size_t c = 0; c < 3; ++c) {
    for (size_t k = 0; k < count; ++k) coefficients_[c][k] = m[k][kTerms + c] / m[k][k];
  }
  return true;
}

FlatModel FlatModel::fit(image::ImageView image, const uint8_t* mask) {
  FlatModel model;
  model.width_ = image.width;
  model.height_ = image.height;
  const auto pixel = [&](int x, int y) {
    return image.data + 4 * (static_cast<size_t>(y) * static_cast<size_t>(image.width) + static_cast<size_t>(x));
  };

  // The border first, side by side, then what is known to be background inside.
  std::vector<Sample> samples;
  std::array<size_t, 5> ends{};
  const int step = std::max(1, 2 * (image.width + image.height) / kBorderSamples);
  const auto add = [&](int x, int y) { samples.push_back({x, y, pixel(x, y)}); };
  for (int x = 0; x < image.width; x += step) add(x, 0);
  ends[1] = samples.size();
  for (int x = 0; x < image.width; x += step) add(x, image.height - 1);
  ends[2] = samples.size();
  for (int y = 0; y < image.height; y += step) add(0, y);
  ends[3] = samples.size();
  for (int y = 0; y < image.height; y += step) add(image.width - 1, y);
  ends[4] = samples.size();
  if (mask != nullptr) {
    const size_t area = static_cast<size_t>(image.width) * static_cast<size_t>(image.height);
    for (size_t i = 0; i < area; i += area / kInnerSamples + 1) {
      const auto w = static_cast<size_t>(image.width);
      if (mask[i] != 0) add(static_cast<int>(i % w), static_cast<int>(i / w));
    }
  }

  // Start from the median colour, which no minority can move, and let the surface bend more as it settles.
  for (size_t c = 0; c < 3; ++c) {
    std::vector<double> values;
    for (const Sample& sample : samples) values.push_back(sample.colour[c]);
    model.coefficients_[c] = {median(values)};
  }
  std::vector<double> weights(samples.size()), residuals(samples.size());
  const auto measure = [&] {
    for (size_t i = 0; i < samples.size(); ++i) {
      residuals[i] = static_cast<double>(distance(samples[i].colour, model.at(samples[i].x, samples[i].y)));
    }
    std::vector<double> sorted = residuals;
    return 1.4826 * median(sorted);
  };
  for (int round = 0; round < kRounds; ++round) {
    // A drawn background fits exactly; a scale of half a level keeps rounding from counting as misfit.
    const double scale = std::max(0.5, measure()) * 2;
    for (size_t i = 0; i < samples.size(); ++i) {
      const double r = residuals[i] / scale;
      weights[i] = 1 / ((1 + r * r) * (1 + r * r));
    }
    if (!model.solve(samples, weights, round < 2 ? 1 : round < 4 ? 3 : kTerms)) break;
  }
  model.noise_ = static_cast<float>(measure());
  model.tolerance_ = std::clamp(4 * model.noise_ + 1.5F, kLeastTolerance, kMostTolerance);

  size_t fitting = 0;
  for (size_t side = 0; side < 4; ++side) {
    size_t here = 0;
    for (size_t i = ends[side]; i < ends[side + 1]; ++i) here += residuals[i] <= static_cast<double>(model.tolerance_) ? 1 : 0;
    fitting += here;
    model.side_shares_[side] = static_cast<float>(here) / static_cast<float>(ends[side + 1] - ends[side]);
  }
  model.border_share_ = static_cast<float>(fitting) / static_cast<float>(ends[4]);
  return model;
}

}  // namespace media::cutout
