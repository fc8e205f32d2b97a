// Gradients of any number of stops, and vignettes: lines of one colour are parallel, or circles (ellipses with the
// picture's proportions) around one middle. Where, the directions tell in which the smooth parts of the picture change;
// which colours, the border does, and inside of it whatever goes on where the border's end.
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "cutout/flat_ground.h"

namespace media::cutout {
namespace {

constexpr int kPlaces = 12000;       // at which the picture's slope is looked at
constexpr float kMostSlope = 40, kMostBend = 4;  // levels between, and off the mean of, two places: more is an edge
constexpr int kRounds = 6;           // of reweighting
constexpr double kLeastCoherence = 0.9;
constexpr size_t kBins = 256;
constexpr size_t kLeastInBin = 3;
constexpr float kGoesOn = 5;         // levels that a colour may be from where its neighbours lead

// How much the colour changes around a place, in all channels together: the sum of the slopes' outer products.
struct Slope {
  double x, y;          // of the place
  double xx, xy, yy;
};

std::vector<Slope> slopes_of(image::ImageView image) {
  std::vector<Slope> out;
  const int reach = std::max(2, std::min(image.width, image.height) / 64);
  const double spacing = std::max(1.0, std::sqrt(static_cast<double>(image.width) * image.height / kPlaces));
  const auto pixel = [&](int x, int y) { return image.data + 4 * (static_cast<size_t>(y) * static_cast<size_t>(image.width) + static_cast<size_t>(x)); };
  for (double v = reach; v < image.height - reach; v += spacing) {
    for (double u = reach; u < image.width - reach; u += spacing) {
      const int x = static_cast<int>(u), y = static_cast<int>(v);
      const uint8_t *const here = pixel(x, y), *const left = pixel(x - reach, y), *const right = pixel(x + reach, y),
                    *const above = pixel(x, y - reach), *const below = pixel(x, y + reach);
      Slope slope{x + 0.5, y + 0.5, 0, 0, 0};
      bool smooth = true;
      for (size_t c = 0; c < 3; ++c) {
        const auto dx = static_cast<float>(right[c] - left[c]), dy = static_cast<float>(below[c] - above[c]);
        const auto bend = static_cast<float>(std::max(std::abs(right[c] + left[c] - 2 * here[c]), std::abs(below[c] + above[c] - 2 * here[c])));
        smooth = smooth && std::max(std::abs(dx), std::abs(dy)) <= kMostSlope && bend <= kMostBend;
        slope.xx += static_cast<double>(dx * dx), slope.xy += static_cast<double>(dx * dy), slope.yy += static_cast<double>(dy * dy);
      }
      if (smooth && slope.xx + slope.yy > 2) out.push_back(slope);
    }
  }
  return out;
}

// What a pixel's colour depends on: how far along a direction it lies, or from a middle.
struct Course {
  bool round = false;
  double x = 0, y = 0;            // the direction, or the middle
  double across = 1, down = 1;    // by which distances from the middle are measured
  double of(double u, double v) const { return round ? std::hypot((u - x) / across, (v - y) / down) : u * x + v * y; }
};

// The direction in which nearly all slopes point.
std::optional<Course> straight(const std::vector<Slope>& slopes) {
  Course out;
  double coherence = 0;
  for (int round = 0; round < kRounds; ++round) {
    double xx = 0, xy = 0, yy = 0, aligned = 0, all = 0;
    for (const Slope& s : slopes) {
      const double along = s.xx * out.x * out.x + 2 * s.xy * out.x * out.y + s.yy * out.y * out.y, whole = s.xx + s.yy;
      const double share = round == 0 ? 1 : along / whole, weight = share * share * share * share / whole;
      xx += weight * s.xx, xy += weight * s.xy, yy += weight * s.yy;
      aligned += along / whole, all += 1;
    }
    // Half the angle of (a, b), by which nothing is cancelled.
    const double a = xx - yy, b = 2 * xy, reach = std::hypot(a, b);
    const double x = a >= 0 ? reach + a : std::abs(b), y = a >= 0 ? b : std::copysign(reach - a, b), length = std::hypot(x, y);
    out.x = length > 0 ? x / length : 1, out.y = length > 0 ? y / length : 0;
    coherence = aligned / all;
  }
  return coherence >= kLeastCoherence ? std::optional(out) : std::nullopt;
}

// The point through which the lines along nearly all slopes go.
std::optional<Course> round(const std::vector<Slope>& slopes, double across, double down) {
  Course out{true, 0, 0, across, down};
  double coherence = 0;
  for (int pass = 0; pass < kRounds; ++pass) {
    double m11 = 0, m12 = 0, m22 = 0, v1 = 0, v2 = 0, aligned = 0, all = 0;
    for (const Slope& s : slopes) {
      // In the measure in which the lines of one colour are circles.
      const double px = s.x / across, py = s.y / down, xx = s.xx * across * across, xy = s.xy * across * down, yy = s.yy * down * down, whole = xx + yy;
      double weight = 1;
      if (pass > 0) {
        const double dx = px - out.x / across, dy = py - out.y / down, square = dx * dx + dy * dy;
        const double share = square > 0 ? (xx * dx * dx + 2 * xy * dx * dy + yy * dy * dy) / (whole * square) : 1;
        weight = share * share * share * share;
        aligned += share, all += 1;
      }
      // The squared distance from a line: its normal is across the slope.
      const double n11 = weight * yy / whole, n12 = -weight * xy / whole, n22 = weight * xx / whole;
      m11 += n11, m12 += n12, m22 += n22;
      v1 += n11 * px + n12 * py, v2 += n12 * px + n22 * py;
    }
    const double d = m11 * m22 - m12 * m12;
    if (!(std::abs(d) > 1e-9 * (m11 + m22) * (m11 + m22))) return std::nullopt;
    out.x = across * (m22 * v1 - m12 * v2) / d, out.y = down * (m11 * v2 - m12 * v1) / d;
    if (pass > 0) coherence = aligned / all;
  }
  return coherence >= kLeastCoherence ? std::optional(out) : std::nullopt;
}

class Profile : public Ground {
 public:
  Profile(image::ImageView image, const Course& course) : Ground(image.width), course_(course) {
    const auto [low, high] = range(image.width, image.height);
    low_ = low;
    scale_ = static_cast<double>(kBins) / std::max(1e-9, high - low);
    const Samples samples = Samples::of(image, nullptr, true);
    fit(samples);
    // What the subject covers inside says nothing of the noise.
    judge(Samples::of(image, nullptr, false));
  }

  Rgb at(int x, int y) const override {
    const double place = std::clamp(place_of(x, y) - 0.5, 0.0, kBins - 1.0);
    const auto bin = std::min(static_cast<size_t>(place), kBins - 2);
    const auto share = static_cast<float>(place - static_cast<double>(bin));
    Rgb out{};
    for (size_t c = 0; c < 3; ++c) out[c] = bins_[bin][c] + share * (bins_[bin + 1][c] - bins_[bin][c]);
    return out;
  }

 private:
  double place_of(int x, int y) const { return (course_.of(x + 0.5, y + 0.5) - low_) * scale_; }
  size_t bin_of(const Sample& s) const { return static_cast<size_t>(std::clamp(place_of(s.x, s.y), 0.0, kBins - 1.0)); }

  std::pair<double, double> range(int width, int height) const {
    double low = course_.of(0.5, 0.5), high = low;
    for (const auto& [x, y] : {std::array<double, 2>{width - 0.5, 0.5}, {0.5, height - 0.5}, {width - 0.5, height - 0.5}}) {
      low = std::min(low, course_.of(x, y)), high = std::max(high, course_.of(x, y));
    }
    if (course_.round) low = course_.of(std::clamp(course_.x, 0.5, width - 0.5), std::clamp(course_.y, 0.5, height - 0.5));
    return {low, high};
  }

  static Rgb medians(std::vector<const uint8_t*>& colours) {
    Rgb out{};
    const auto middle = colours.begin() + static_cast<std::ptrdiff_t>(colours.size() / 2);
    for (size_t c = 0; c < 3; ++c) {
      std::nth_element(colours.begin(), middle, colours.end(), [c](const uint8_t* a, const uint8_t* b) { return a[c] < b[c]; });
      out[c] = static_cast<float>((*middle)[c]);
    }
    return out;
  }

  void fit(const Samples& samples) {
    std::vector<std::vector<const uint8_t*>> border(kBins), inside(kBins);
    for (size_t i = 0; i < samples.list.size(); ++i) {
      const Sample& s = samples.list[i];
      (i < samples.ends[4] ? border : inside)[bin_of(s)].push_back(s.colour);
    }
    std::vector<bool> known(kBins, false);
    for (size_t b = 0; b < kBins; ++b) {
      if (border[b].size() < kLeastInBin) continue;
      bins_[b] = medians(border[b]);
      known[b] = true;
    }
    // From what the border shows on, to where it does not: as long as the picture goes on as it was led to.
    const auto grow = [&](std::ptrdiff_t from, std::ptrdiff_t step) {
      Rgb pace{};
      for (std::ptrdiff_t b = from; b >= 0 && b < static_cast<std::ptrdiff_t>(kBins); b += step) {
        const std::ptrdiff_t before = b - step, earlier = before - 8 * step;
        if (before < 0 || before >= static_cast<std::ptrdiff_t>(kBins) || !known[size_t(before)] || known[size_t(b)]) continue;
        if (earlier >= 0 && earlier < static_cast<std::ptrdiff_t>(kBins) && known[size_t(earlier)]) {
          for (size_t c = 0; c < 3; ++c) pace[c] = (bins_[size_t(before)][c] - bins_[size_t(earlier)][c]) / 8;
        }
        Rgb led = bins_[size_t(before)];
        for (size_t c = 0; c < 3; ++c) led[c] = std::clamp(led[c] + pace[c], 0.0F, 255.0F);
        std::vector<const uint8_t*> fitting;
        for (const uint8_t* colour : inside[size_t(b)]) {
          if (distance(colour, led) <= kGoesOn) fitting.push_back(colour);
        }
        bins_[size_t(b)] = fitting.size() >= kLeastInBin ? medians(fitting) : led;
        known[size_t(b)] = true;
      }
    };
    grow(1, 1);
    grow(static_cast<std::ptrdiff_t>(kBins) - 2, -1);
  }

  Course course_;
  double low_ = 0, scale_ = 1;
  std::array<Rgb, kBins> bins_{};
};

}  // namespace

std::unique_ptr<Ground> fit_profile(image::ImageView image) {
  const std::vector<Slope> slopes = slopes_of(image);
  if (slopes.size() < 50) return nullptr;
  std::unique_ptr<Ground> best;
  double most = 0;
  const auto take = [&](const std::optional<Course>& course) {
    if (!course) return;
    auto profile = std::make_unique<Profile>(image, *course);
    if (const double share = explained(*profile, image, kGoesOn); share > most) {
      most = share;
      best = std::move(profile);
    }
  };
  take(straight(slopes));
  take(round(slopes, 1, 1));
  take(round(slopes, image.width, image.height));
  return best;
}

}  // namespace media::cutout
