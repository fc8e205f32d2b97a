// A green or blue screen keyed out. Along the screen's hue a pixel's strength is linear in its alpha; where the
// subject's own colour is known nearby, all of the pixel's colour tells the alpha better, and noise less.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "cutout/cutout.h"
#include "cutout/screen.h"

namespace media::cutout {
namespace {

using Fixed = int16_t;  // an alpha before it is clamped
constexpr float kOne = 8192;
// How much differences in brightness count beside those in hue. Light and shadow change brightness; but a codec that
// stores colour coarsely leaves only brightness sharp.
constexpr float kBrightness = 0.5F, kBrightnessOfCodec = 3;
constexpr float kSharpColour = 0.55F;
constexpr float kSureSubject = 0.9F;
constexpr int kReach = 2;  // of the windows in which noise is told from edges
constexpr float kLeastDead = 0.03F;

Fixed to_fixed(float alpha) { return static_cast<Fixed>(std::lround(std::clamp(alpha, -1.5F, 2.5F) * kOne)); }
float from_fixed(Fixed alpha) { return static_cast<float>(alpha) / kOne; }

// Local Wiener filter (Lee: Digital Image Enhancement and Noise Filtering by Use of Local Statistics, PAMI 1980):
// where the values of a window stray no more than by noise, their mean; the more they do, the more the value itself.
void denoise(const Fixed* from, Fixed* to, int width, int height, float variance) {
  std::vector<float> sums(static_cast<size_t>(width)), squares(static_cast<size_t>(width));
  const auto add = [&](int y, float sign) {
    if (y < 0 || y >= height) return;
    const Fixed* const row = from + static_cast<size_t>(y) * static_cast<size_t>(width);
    for (size_t x = 0; x < sums.size(); ++x) {
      const float a = from_fixed(row[x]);
      sums[x] += sign * a;
      squares[x] += sign * a * a;
    }
  };
  for (int y = 0; y <= kReach; ++y) add(y, 1);
  for (int y = 0; y < height; ++y) {
    if (y > 0) {
      // Afresh now and then, so that rounding does not add up.
      if (y % 64 == 0) {
        std::fill(sums.begin(), sums.end(), 0.0F);
        std::fill(squares.begin(), squares.end(), 0.0F);
        for (int v = y - kReach; v <= y + kReach; ++v) add(v, 1);
      } else {
        add(y + kReach, 1);
        add(y - kReach - 1, -1);
      }
    }
    const int lines = std::min(height - 1, y + kReach) - std::max(0, y - kReach) + 1;
    const size_t start = static_cast<size_t>(y) * static_cast<size_t>(width);
    for (int x = 0; x < width; ++x) {
      const int low = std::max(0, x - kReach), high = std::min(width - 1, x + kReach);
      float sum = 0, square = 0;
      for (int u = low; u <= high; ++u) sum += sums[static_cast<size_t>(u)], square += squares[static_cast<size_t>(u)];
      const auto count = static_cast<float>((high - low + 1) * lines);
      const float mean = sum / count, spread = std::max(0.0F, square / count - mean * mean);
      const float own = from_fixed(from[start + static_cast<size_t>(x)]);
      const float share = spread <= variance ? 0 : (spread - variance) / spread;
      to[start + static_cast<size_t>(x)] = to_fixed(mean + share * (own - mean));
    }
  }
}

// Whether hue changes less sharply from pixel to pixel than brightness does: JPEG stores it at half the resolution.
bool is_colour_coarse(image::ImageView image, const Key& key) {
  double hue = 0, bright = 0;
  const int step = std::max(1, image.height / 512);
  for (int y = 0; y < image.height; y += step) {
    const uint8_t* p = image.data + 4 * static_cast<size_t>(y) * static_cast<size_t>(image.width);
    for (int x = 1; x + 1 < image.width; ++x, p += 4) {
      Rgb bend;
      for (size_t c = 0; c < 3; ++c) bend[c] = static_cast<float>(p[c]) - 2 * static_cast<float>(p[4 + c]) + static_cast<float>(p[8 + c]);
      hue += static_cast<double>(std::abs(key.along(bend)));
      bright += static_cast<double>(std::abs(bend[0] + bend[1] + bend[2])) * 0.57735;
    }
  }
  return hue < static_cast<double>(kSharpColour) * bright;
}

Rgb minus(const Rgb& a, const Rgb& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }

class Keyer {
 public:
  Keyer(image::ImageView image, const Screen& screen)
      : image_(image), screen_(screen), coarse_(is_colour_coarse(image, screen.key)), subject_(image.width, image.height, screen.ground.cell()) {}

  // Alphas by the strength of the screen's hue alone.
  void by_hue(Fixed* out) {
    double strengths = 0;
    for (int y = 0; y < image_.height; ++y) {
      const Surface::Row ground(screen_.ground, y);
      for (int x = 0; x < image_.width; ++x) {
        const float whole = strength_of(ground.at(x));
        strengths += static_cast<double>(whole);
        out[index(x, y)] = to_fixed(1 - screen_.key.strength(colour(x, y), slack()) / whole);
      }
    }
    strength_ = static_cast<float>(strengths / (static_cast<double>(image_.width) * image_.height));
  }

  // The subject's colours, where the alphas say that nothing else is seen, and from there around.
  bool learn_subject(const Fixed* alphas) {
    const int cell = subject_.cell();
    for (int y = 0; y < image_.height; ++y) {
      for (int x = 0; x < image_.width; ++x) {
        const float sure = from_fixed(alphas[index(x, y)]) - kSureSubject;
        if (sure <= 0) continue;
        const size_t i = subject_.index(x / cell, y / cell);
        const Rgb c = colour(x, y);
        for (size_t k = 0; k < 3; ++k) subject_.colour(i)[k] += c[k];
        subject_.weight(i) += 1;
      }
    }
    const size_t count = static_cast<size_t>(subject_.columns()) * static_cast<size_t>(subject_.rows());
    const float enough = std::max(1.0F, static_cast<float>(cell * cell) / 16);
    for (size_t i = 0; i < count; ++i) {
      float& weight = subject_.weight(i);
      if (weight <= 0) continue;
      for (float& c : subject_.colour(i)) c /= weight;
      weight /= enough;
    }
    return subject_.fill();
  }

  // Alphas by all of the colour where the subject's is known; `alphas` has those by hue, without noise.
  // The variance that noise gives them.
  float by_colour(const Fixed* alphas, Fixed* out) const {
    double lengths = 0, seen = 0;
    for (int y = 0; y < image_.height; ++y) {
      const Surface::Row ground(screen_.ground, y), subject(subject_, y);
      for (int x = 0; x < image_.width; ++x) {
        const size_t i = index(x, y);
        const float hue = from_fixed(alphas[i]);
        if (hue > 0.99F || hue < -0.2F) {
          out[i] = alphas[i];
          continue;
        }
        const Rgb b = ground.at(x), d = minus(subject.at(x), b), own = minus(colour(x, y), b);
        const float length = std::max(1.0F, product(d, d)), alpha = product(own, d) / length;
        lengths += static_cast<double>(length), ++seen;
        // What the line between the two colours does not explain.
        const float off = std::sqrt(std::max(0.0F, product(own, own) - alpha * alpha * length));
        const float slack = 3 * screen_.noise + (coarse_ ? 0.4F : 0.12F) * std::sqrt(length);
        float trust = trust_of(subject.weight(x)) * std::clamp(2 - off / slack, 0.0F, 1.0F);
        trust *= std::clamp((0.99F - hue) / (coarse_ ? 0.03F : 0.14F), 0.0F, 1.0F);
        out[i] = to_fixed(hue + trust * (alpha - hue));
      }
    }
    return seen > 0 ? screen_.noise * screen_.noise * static_cast<float>(seen / lengths) : 0;
  }

  void write(const Fixed* alphas, float dead, bool despill, uint8_t* out) const {
    const float scale = 1 / (1 - dead - std::min(dead, 0.06F));
    for (int y = 0; y < image_.height; ++y) {
      const Surface::Row ground(screen_.ground, y), subject(subject_, y);
      for (int x = 0; x < image_.width; ++x) {
        const size_t i = index(x, y);
        uint8_t* const to = out + 4 * i;
        const uint8_t own = image_.data[4 * i + 3];
        const float a = std::clamp((from_fixed(alphas[i]) - dead) * scale, 0.0F, 1.0F), b = 1 - a;
        to[3] = static_cast<uint8_t>(std::lround(a * static_cast<float>(own)));
        if (to[3] == 0) {
          std::memset(to, 0, 4);
          continue;
        }
        if (a >= 1) {
          std::memcpy(to, image_.data + 4 * i, 3);
          continue;
        }
        const Rgb seen = colour(x, y), behind = ground.at(x), around = subject.at(x);
        const float trust = trust_of(subject.weight(x));
        Rgb f;
        for (size_t c = 0; c < 3; ++c) {
          const float alone = std::clamp((seen[c] - b * behind[c]) / std::max(a, 0.1F), 0.0F, 255.0F);
          f[c] = alone + trust * (around[c] - alone);
          // The smallest change of both colours that makes up the pixel.
          f[c] += (seen[c] - a * f[c] - b * behind[c]) * a / (a * a + b * b);
          f[c] = std::clamp(f[c], 0.0F, 255.0F);
        }
        if (despill) f = screen_.key.without(f);
        for (size_t c = 0; c < 3; ++c) to[c] = static_cast<uint8_t>(std::lround(std::clamp(f[c], 0.0F, 255.0F)));
      }
    }
  }

  // Variance of the alphas by hue.
  float variance() const { return screen_.noise * screen_.noise / (strength_ * strength_); }

 private:
  // Product of two differences of colours.
  float product(const Rgb& a, const Rgb& b) const {
    const float grey = (a[0] + a[1] + a[2]) * (b[0] + b[1] + b[2]) / 3, weight = coarse_ ? kBrightnessOfCodec : kBrightness;
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + (weight * weight - 1) * grey;
  }

  size_t index(int x, int y) const { return static_cast<size_t>(y) * static_cast<size_t>(image_.width) + static_cast<size_t>(x); }
  Rgb colour(int x, int y) const {
    const uint8_t* const p = image_.data + 4 * index(x, y);
    return {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])};
  }
  float slack() const { return screen_.noise; }
  float strength_of(const Rgb& ground) const { return std::max(10.0F, screen_.key.strength(ground, slack())); }
  // From one cell beside a known one (almost) all, from about fifty away nothing.
  static float trust_of(float weight) { return std::clamp((weight - 0.02F) / 0.2F, 0.0F, 1.0F); }

  image::ImageView image_;
  const Screen& screen_;
  bool coarse_;
  Surface subject_;
  float strength_ = 1;
};

}  // namespace

Result<Chroma> chroma_key(image::ImageView image, const ChromaOptions& options) {
  if (image.width < 1 || image.height < 1) return Error{ErrorCode::invalid_argument, "An image is at least 1 pixel wide and high."};
  if (options.colour) {
    const auto [least, most] = std::minmax_element(options.colour->begin(), options.colour->end());
    if (*most - *least < 24) return Error{ErrorCode::invalid_argument, "A screen's colour is no grey: it is told from the subject by its hue."};
  }
  Chroma out;
  const auto screen = find_screen(image, options.colour);
  if (!screen || screen->share <= 0) return out;
  const size_t area = static_cast<size_t>(image.width) * static_cast<size_t>(image.height);
  auto first = Buffer<Fixed>::make(area);
  if (!first) return first.error();
  auto second = Buffer<Fixed>::make(area);
  if (!second) return second.error();
  auto cut = image::make_image(image.width, image.height);
  if (!cut) return cut.error();

  Keyer keyer(image, *screen);
  keyer.by_hue(first->data());
  denoise(first->data(), second->data(), image.width, image.height, keyer.variance());
  float variance = keyer.variance();
  if (keyer.learn_subject(second->data())) {
    // The colour's alpha has its own noise: once more.
    const float own = keyer.by_colour(second->data(), first->data());
    denoise(first->data(), second->data(), image.width, image.height, own / 4);
    variance = std::min(variance, own);
  }
  const float dead = options.tolerance ? static_cast<float>(*options.tolerance) : std::max(kLeastDead, 0.6F * std::sqrt(variance));
  keyer.write(second->data(), dead, options.despill, cut->pixels.data());
  out.chroma = true;
  for (size_t c = 0; c < 3; ++c) {
    const size_t middle = screen->ground.index(screen->ground.columns() / 2, screen->ground.rows() / 2);
    out.colour[c] = static_cast<uint8_t>(std::lround(std::clamp(screen->ground.colour(middle)[c], 0.0F, 255.0F)));
  }
  const float clear = 1 / (1 + 4 * std::sqrt(keyer.variance()));
  out.certainty = static_cast<double>(clear * std::min(1.0F, 0.4F + screen->border_share * 0.6F));
  out.image = std::move(*cut);
  return out;
}

}  // namespace media::cutout
