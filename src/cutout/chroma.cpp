// A green or blue screen keyed out. Along the screen's hue a pixel's strength is linear in its alpha; where the
// subject's own colour is known nearby, all of the pixel's colour tells the alpha better, and noise less.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "cutout/cutout.h"
#include "cutout/lanes.h"
#include "cutout/mixtures.h"
#include "cutout/screen.h"

namespace media::cutout {
namespace {

using Fixed = int16_t;  // an alpha before it is clamped
constexpr float kOne = 8192;
// How much differences in brightness count beside those in hue. Light and shadow change brightness; but a codec that
// stores colour coarsely leaves only brightness sharp.
constexpr float kBrightness = 0.5F, kBrightnessOfCodec = 3;
constexpr float kSharpColour = 0.55F;
constexpr float kSureSubject = 0.9F, kMixed = 0.8F;
constexpr int kReach = 2;  // of the windows in which noise is told from edges
constexpr float kLeastDead = 0.03F;
constexpr float kFarthest = 0.02F, kNear = 0.2F;  // weights of the subject's colours: from where on and within which they are trusted

// Four alphas that lie in a row as they are stored, rounded to nearest.
void store_fixed(Fixed* to, F32x4 alphas) {
  const F32x4 scaled = clamp4(alphas, -1.5F, 2.5F) * kOne;
  store4(to, scaled + (scaled < 0 ? all(-0.5F) : all(0.5F)));
}
F32x4 load_fixed(const Fixed* from) { return load4(from) * (1 / kOne); }
float from_fixed(Fixed alpha) { return static_cast<float>(alpha) * (1 / kOne); }
uint8_t to_byte(float value) { return static_cast<uint8_t>(std::clamp(value, 0.0F, 255.0F) + 0.5F); }

// Local Wiener filter (Lee: Digital Image Enhancement and Noise Filtering by Use of Local Statistics, PAMI 1980):
// where the values of a window stray no more than by noise, their mean; the more they do, the more the value itself.
void denoise(const Fixed* from, Fixed* to, int width, int height, float variance) {
  const auto w = static_cast<size_t>(width);
  const size_t room = padded(w);
  // Sums of the window's columns, with nothing to their left and right; and how many of them a window has.
  std::vector<float> sums(room + 2 * kReach), squares(room + 2 * kReach), columns(room, 1);
  std::vector<Fixed> owns(room), made(room);
  for (int x = 0; x < width; ++x) {
    columns[static_cast<size_t>(x)] = static_cast<float>(std::min(width - 1, x + kReach) - std::max(0, x - kReach) + 1);
  }
  const auto read = [&](int y) { std::memcpy(owns.data(), from + static_cast<size_t>(y) * w, w * sizeof(Fixed)); };
  const auto add = [&](int y, float sign) {
    if (y < 0 || y >= height) return;
    read(y);
    for (size_t x = 0; x < room; x += kLanes) {
      const F32x4 a = load_fixed(owns.data() + x), signed_a = sign * a;
      float* const sum = sums.data() + kReach + x;
      float* const square = squares.data() + kReach + x;
      store4(sum, load4(sum) + signed_a);
      store4(square, load4(square) + signed_a * a);
    }
  };
  // Of five, two to either side.
  static_assert(kReach == 2);
  const auto five = [](const float* all) { return load4(all) + load4(all + 1) + load4(all + 2) + load4(all + 3) + load4(all + 4); };
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
    const auto lines = static_cast<float>(std::min(height - 1, y + kReach) - std::max(0, y - kReach) + 1);
    read(y);
    for (size_t x = 0; x < room; x += kLanes) {
      const F32x4 share = 1 / (load4(columns.data() + x) * lines), mean = five(sums.data() + x) * share;
      const F32x4 spread = max4(all(0), five(squares.data() + x) * share - mean * mean);
      const F32x4 kept = max4(all(0), spread - variance) / max4(spread, all(1e-12F));
      store_fixed(made.data() + x, mean + kept * (load_fixed(owns.data() + x) - mean));
    }
    std::memcpy(to + static_cast<size_t>(y) * w, made.data(), w * sizeof(Fixed));
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

using Rgb4 = std::array<F32x4, 3>;

Rgb4 minus(const Rgb4& a, const Rgb4& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }

// A row of pixels, channel by channel.
class Line {
 public:
  explicit Line(int width) : width_(static_cast<size_t>(width)), room_(padded(width_)), values_(3 * room_) {}

  void read(image::ImageView image, int y) {
    const uint8_t* const from = image.data + 4 * static_cast<size_t>(y) * width_;
    for (size_t c = 0; c < 3; ++c) {
      float* const out = values_.data() + c * room_;
      for (size_t x = 0; x < width_; ++x) out[x] = static_cast<float>(from[4 * x + c]);
    }
  }
  void read(const Surface::Row& row) {
    for (size_t c = 0; c < 3; ++c) row.spread(c, values_.data() + c * room_);
  }
  Rgb4 at(size_t x) const {
    const float* const from = values_.data() + x;
    return {load4(from), load4(from + room_), load4(from + 2 * room_)};
  }

 private:
  size_t width_, room_;
  std::vector<float> values_;
};

class Keyer {
 public:
  Keyer(image::ImageView image, const Screen& screen)
      : image_(image), screen_(screen), coarse_(is_colour_coarse(image, screen.key)), subject_(image.width, image.height, screen.ground.cell()) {}

  // Alphas by the strength of the screen's hue alone.
  void by_hue(Fixed* out) {
    double strengths = 0;
    const auto width = static_cast<size_t>(image_.width);
    Line seen(image_.width), ground(image_.width);
    std::vector<float> wholes(padded(width));
    std::vector<Fixed> alphas(wholes.size());
    const float noise = screen_.noise;
    for (int y = 0; y < image_.height; ++y) {
      seen.read(image_, y);
      ground.read(Surface::Row(screen_.ground, y));
      for (size_t x = 0; x < width; x += kLanes) {
        const F32x4 whole = max4(all(10), strength(ground.at(x), noise));
        store4(wholes.data() + x, whole);
        store_fixed(alphas.data() + x, 1 - strength(seen.at(x), noise) / whole);
      }
      std::memcpy(out + index(0, y), alphas.data(), width * sizeof(Fixed));
      for (size_t x = 0; x < width; ++x) strengths += static_cast<double>(wholes[x]);
    }
    strength_ = static_cast<float>(strengths / (static_cast<double>(image_.width) * image_.height));
  }

  // The subject's colours, where the alphas say that nothing else is seen, and from there around.
  bool learn_subject(const Fixed* alphas) {
    const int cell = subject_.cell();
    for (int y = 0; y < image_.height; ++y) {
      for (int left = 0; left < image_.width; left += cell) {
        Rgb sum{};
        float sure = 0;
        for (int x = left; x < std::min(image_.width, left + cell); ++x) {
          const float alpha = from_fixed(alphas[index(x, y)]);
          if (alpha <= kSureSubject) continue;
          const Rgb c = colour(x, y);
          // The farther from the screen's hue, the less of the screen is in it.
          const float pure = (alpha - kMixed) * (alpha - kMixed) / ((1 - kMixed) * (1 - kMixed));
          for (size_t k = 0; k < 3; ++k) sum[k] += pure * c[k];
          sure += pure;
        }
        if (sure == 0) continue;
        const size_t i = subject_.index(left / cell, y / cell);
        for (size_t k = 0; k < 3; ++k) subject_.colour(i)[k] += sum[k];
        subject_.weight(i) += sure;
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
    take_mixtures_out(subject_, screen_.ground, screen_.noise);
    return subject_.fill();
  }

  // Alphas by all of the colour where the subject's is known; `alphas` has those by hue, without noise.
  // The variance that noise gives them.
  float by_colour(const Fixed* alphas, Fixed* out) const {
    double lengths = 0, count = 0;
    const auto width = static_cast<size_t>(image_.width);
    Line seen(image_.width), ground(image_.width), subject(image_.width);
    std::vector<float> weights(padded(width)), used(padded(width));
    std::vector<Fixed> row(padded(width));
    const std::vector<uint8_t> edges = near_ground(alphas);
    std::vector<float> edge(padded(width));
    const float noise = 3 * screen_.noise, grain = coarse_ ? 0.4F : 0.12F, sure = 1 / (coarse_ ? 0.03F : 0.14F);
    for (int y = 0; y < image_.height; ++y) {
      const Surface::Row subjects(subject_, y);
      seen.read(image_, y);
      ground.read(Surface::Row(screen_.ground, y));
      subject.read(subjects);
      subjects.spread_weights(weights.data());
      const uint8_t* const edges_here = edges.data() + subject_.index(0, y / subject_.cell());
      for (size_t x = 0; x < width; ++x) edge[x] = edges_here[x / static_cast<size_t>(subject_.cell())];
      std::memcpy(row.data(), alphas + index(0, y), width * sizeof(Fixed));
      for (size_t x = 0; x < width; x += kLanes) {
        const F32x4 hue = load_fixed(row.data() + x);
        const Rgb4 b = ground.at(x), f = subject.at(x), d = minus(f, b), own = minus(seen.at(x), b);
        const F32x4 known = clamp4((load4(weights.data() + x) - kFarthest) / kNear, 0, 1);
        // Of a subject whose own hue is opposite to the screen's, half a pixel is enough to take all of the screen's away.
        const F32x4 opposite = max4(all(0), -strength(f, screen_.noise)) / max4(all(10), strength(b, screen_.noise));
        const F32x4 length = max4(all(1), product(d, d)), root = sqrt4(length);
        // In much noise everything lies near the line between the two colours, also what is no mixture of them.
        const F32x4 telling = clamp4(2 - 5 * noise / root, 0, 1);
        const F32x4 share = hue / (1 + load4(edge.data() + x) * known * telling * opposite);
        const F32x4 alpha = product(own, d) / length;
        // What the line between the two colours does not explain.
        const F32x4 off = sqrt4(max4(all(0), product(own, own) - alpha * alpha * length)), slack = noise + grain * root;
        F32x4 trust = known * clamp4(2 - off / slack, 0, 1);
        trust *= clamp4((0.99F - share) * sure, 0, 1);
        const auto is_clear = (share > 0.99F) | (hue < -0.2F);
        // Where nothing of the screen's hue is left, a colour between the two may as well be the subject's own.
        const F32x4 told = hue > 0.99F ? max4(alpha, share) : alpha;
        store_fixed(row.data() + x, is_clear ? hue : hue + trust * (told - hue));
        store4(used.data() + x, is_clear ? all(0) : length);
      }
      std::memcpy(out + index(0, y), row.data(), width * sizeof(Fixed));
      for (size_t x = 0; x < width; ++x) lengths += static_cast<double>(used[x]), count += used[x] > 0 ? 1 : 0;
    }
    return count > 0 ? screen_.noise * screen_.noise * static_cast<float>(count / lengths) : 0;
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
        to[3] = to_byte(a * static_cast<float>(own));
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
        for (size_t c = 0; c < 3; ++c) to[c] = to_byte(f[c]);
      }
    }
  }

  // Variance of the alphas by hue.
  float variance() const { return screen_.noise * screen_.noise / (strength_ * strength_); }

 private:
  // The subject's cells in which, or beside which, some of the screen is seen.
  std::vector<uint8_t> near_ground(const Fixed* alphas) const {
    const int cell = subject_.cell(), columns = subject_.columns(), rows = subject_.rows();
    std::vector<uint8_t> out(static_cast<size_t>(columns) * static_cast<size_t>(rows));
    for (int y = 0; y < image_.height; ++y) {
      for (int x = 0; x < image_.width; ++x) {
        if (from_fixed(alphas[index(x, y)]) >= kSureSubject) continue;
        for (int row = std::max(0, y / cell - 1); row <= std::min(rows - 1, y / cell + 1); ++row) {
          for (int column = std::max(0, x / cell - 1); column <= std::min(columns - 1, x / cell + 1); ++column) out[subject_.index(column, row)] = 1;
        }
        x += cell - 1 - x % cell;  // the rest of the cell's row says the same
      }
    }
    return out;
  }

  // Product of two differences of colours.
  F32x4 product(const Rgb4& a, const Rgb4& b) const {
    const float weight = coarse_ ? kBrightnessOfCodec : kBrightness;
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + (weight * weight - 1) / 3 * ((a[0] + a[1] + a[2]) * (b[0] + b[1] + b[2]));
  }
  F32x4 strength(const Rgb4& c, float slack) const {
    return screen_.key.along(c) - max4(all(0), abs4(screen_.key.across(c)) - slack);
  }

  size_t index(int x, int y) const { return static_cast<size_t>(y) * static_cast<size_t>(image_.width) + static_cast<size_t>(x); }
  Rgb colour(int x, int y) const {
    const uint8_t* const p = image_.data + 4 * index(x, y);
    return {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])};
  }
  // From one cell beside a known one (almost) all, from about fifty away nothing.
  static float trust_of(float weight) { return std::clamp((weight - kFarthest) / kNear, 0.0F, 1.0F); }

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
