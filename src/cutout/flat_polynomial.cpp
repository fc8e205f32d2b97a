// A background of one colour or a gentle gradient. Robust: what the subject covers of the border does not count.
#include <algorithm>
#include <cmath>
#include <vector>

#include "cutout/flat_ground.h"

namespace media::cutout {
namespace {

constexpr int kRounds = 8;  // of reweighting; the weights settle in five or six
constexpr size_t kTerms = 6;  // 1, x, y, x², xy, y², with x and y from −1 to 1
constexpr double kNothing = 1.0 / 512;  // of a level

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

class Polynomial : public Ground {
 public:
  Polynomial(image::ImageView image, const uint8_t* mask) : Ground(image.width), across_(image.width), down_(image.height) {
    const Samples samples = Samples::of(image, mask, false);
    fit(samples);
    judge(samples);
  }

  Rgb at(int x, int y) const override {
    const Terms t = terms(x, y);
    Rgb out{};
    for (size_t c = 0; c < 3; ++c) {
      double sum = 0;
      for (size_t k = 0; k < kTerms; ++k) sum += coefficients_[c][k] * t[k];
      out[c] = static_cast<float>(std::clamp(sum, 0.0, 255.0));
    }
    return out;
  }

  void distances(int y, const uint8_t* row, uint16_t* out) const override {
    if (is_one_colour()) return distances_from_one(row, out);
    // Along a row a polynomial of second degree in x alone.
    const double v = 2 * (y + 0.5) / down_ - 1;
    std::array<std::array<float, 3>, 3> terms{};
    for (size_t c = 0; c < 3; ++c) {
      const Terms& k = coefficients_[c];
      terms[c] = {static_cast<float>(k[0] + v * k[2] + v * v * k[5]), static_cast<float>(k[1] + v * k[4]), static_cast<float>(k[3])};
    }
    const auto step = static_cast<float>(2 / across_);
    for (int x = 0; x < width_; ++x) {
      const float u = (static_cast<float>(x) + 0.5F) * step - 1;
      float most = 0;
      for (size_t c = 0; c < 3; ++c) {
        const float ground = std::min(255.0F, std::max(0.0F, terms[c][0] + u * (terms[c][1] + u * terms[c][2])));
        most = std::max(most, std::abs(static_cast<float>(row[4 * x + static_cast<int>(c)]) - ground));
      }
      out[x] = static_cast<uint16_t>(most * kSteps + 0.5F);
    }
  }

  // Only of two polynomials of one picture.
  bool is_same(const Ground& other) const override {
    for (const auto& [x, y] : {std::array<int, 2>{0, 0}, {width_ - 1, 0}, {0, height() - 1}, {width_ - 1, height() - 1}, {width_ / 2, height() / 2}, {width_ / 2, 0}}) {
      const Rgb a = at(x, y), b = other.at(x, y);
      for (size_t c = 0; c < 3; ++c) {
        if (std::abs(a[c] - b[c]) > static_cast<float>(kNothing)) return false;
      }
    }
    return true;
  }

 private:
  using Terms = std::array<double, kTerms>;

  int height() const { return static_cast<int>(down_); }

  Terms terms(int x, int y) const {
    const double u = 2 * (x + 0.5) / across_ - 1, v = 2 * (y + 0.5) / down_ - 1;
    return {1, u, v, u * u, u * v, v * v};
  }

  bool is_one_colour() const {
    for (const Terms& terms : coefficients_) {
      for (size_t k = 1; k < kTerms; ++k) {
        if (std::abs(terms[k]) > kNothing) return false;
      }
    }
    return true;
  }

  void distances_from_one(const uint8_t* row, uint16_t* out) const {
    std::array<std::array<uint16_t, 256>, 3> away{};
    const Rgb colour = at(0, 0);
    for (size_t c = 0; c < 3; ++c) {
      for (size_t value = 0; value < 256; ++value) away[c][value] = static_cast<uint16_t>(std::abs(static_cast<float>(value) - colour[c]) * kSteps + 0.5F);
    }
    for (int x = 0; x < width_; ++x, row += 4) out[x] = std::max({away[0][row[0]], away[1][row[1]], away[2][row[2]]});
  }

  // Weighted least squares by Gaussian elimination, with the first `count` terms.
  bool solve(const std::vector<Sample>& samples, const std::vector<double>& weights, size_t count) {
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

  // Starts from the median colour, which no minority can move, and lets the surface bend more as it settles.
  void fit(const Samples& samples) {
    const std::vector<Sample>& list = samples.list;
    for (size_t c = 0; c < 3; ++c) {
      std::vector<double> values;
      for (const Sample& sample : list) values.push_back(sample.colour[c]);
      coefficients_[c] = {median(values)};
    }
    std::vector<double> weights(list.size()), residuals(list.size());
    for (int round = 0; round < kRounds; ++round) {
      for (size_t i = 0; i < list.size(); ++i) residuals[i] = static_cast<double>(distance(list[i].colour, at(list[i].x, list[i].y)));
      std::vector<double> sorted = residuals;
      // A drawn background fits exactly; a scale of half a level keeps rounding from counting as misfit.
      const double scale = std::max(0.5, 1.4826 * median(sorted)) * 2;
      for (size_t i = 0; i < list.size(); ++i) {
        const double r = residuals[i] / scale;
        weights[i] = 1 / ((1 + r * r) * (1 + r * r));
      }
      if (!solve(list, weights, round < 2 ? 1 : round < 4 ? 3 : kTerms)) break;
    }
  }

  double across_, down_;
  std::array<Terms, 3> coefficients_{};
};

}  // namespace

std::unique_ptr<Ground> fit_polynomial(image::ImageView image, const uint8_t* mask) { return std::make_unique<Polynomial>(image, mask); }

}  // namespace media::cutout
