#include "cutout/screen.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace media::cutout {
namespace {

constexpr int kMostCells = 192;       // on the longer side
constexpr int kLeastCell = 4;
constexpr int kSamples = 8;           // a row and a column of a cell
constexpr float kLeastStrength = 24;  // levels of hue below which a screen cannot be keyed
constexpr float kLeastVivid = 40;     // of a screen that nobody told of: foliage and dusk are green and blue too
constexpr float kLeastBorder = 0.5F;
constexpr float kWidestHue = 0.36F;   // tangent of the angle within which a cell has the screen's hue
constexpr float kWidestStep = 0.15F;  // of strength and of brightness between neighbouring cells
constexpr float kWidestTint = 0.07F;  // by which light and shadow change strength against brightness; a mixture changes it more

float brightness(const Rgb& c) { return 0.299F * c[0] + 0.587F * c[1] + 0.114F * c[2]; }

float median(std::vector<float> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// What a cell shows: its mean colour and how its pixels stray.
struct Cells {
  std::vector<Rgb> means;
  std::vector<std::array<float, 3>> squares;  // of the channels' deviations, and their products, as below
  std::vector<std::array<float, 3>> products; // rg rb gb
  std::vector<uint8_t> opaque;
};

class Finder {
 public:
  Finder(image::ImageView image, Surface& ground) : image_(image), ground_(ground) { measure(); }

  // The hue that the border has: of green and blue the more frequent.
  std::optional<Rgb> border_colour() const {
    std::array<std::vector<Rgb>, 2> found;
    size_t all = 0;
    for_border([&](size_t i) {
      ++all;
      if (!cells_.opaque[i]) return;
      const Rgb& c = cells_.means[i];
      for (const size_t key : {size_t{1}, size_t{2}}) {
        const auto [least, most] = std::minmax(c[(key + 1) % 3], c[(key + 2) % 3]);
        const float lead = c[key] - most, range = c[key] - least;
        // Within 30° of pure green or blue: leaves and skies mostly are not.
        if (lead >= std::max(kLeastStrength, 0.15F * c[key]) && 2 * (most - least) <= range) found[key - 1].push_back(c);
      }
    });
    const auto& most = found[found[1].size() > found[0].size() ? 1 : 0];
    if (static_cast<float>(most.size()) < kLeastBorder * static_cast<float>(all)) return std::nullopt;
    Rgb out{};
    for (size_t c = 0; c < 3; ++c) {
      std::vector<float> values;
      for (const Rgb& colour : most) values.push_back(colour[c]);
      out[c] = median(std::move(values));
    }
    const float vivid = out[1] > out[2] ? out[1] - std::max(out[0], out[2]) : out[2] - std::max(out[0], out[1]);
    return vivid < kLeastVivid ? std::nullopt : std::optional(out);
  }

  // Standard deviation along the key within a cell.
  float stray(const Key& key, size_t i) const {
    const float r = key.along({1, 0, 0}), g = key.along({0, 1, 0}), b = key.along({0, 0, 1});
    const auto& s = cells_.squares[i];
    const auto& p = cells_.products[i];
    return std::sqrt(std::max(0.0F, r * r * s[0] + g * g * s[1] + b * b * s[2] + 2 * (r * g * p[0] + r * b * p[1] + g * b * p[2])));
  }

  // Marks the cells of the screen: from the border inwards, or anywhere where the colour was given.
  void grow(const Key& key, const Rgb& colour, bool anywhere) {
    const float usual = key.along(colour);
    std::vector<float> strays;
    const auto is_like = [&](size_t i) {
      const Rgb& c = cells_.means[i];
      const float along = key.along(c);
      return cells_.opaque[i] && along >= std::max(kLeastStrength, 0.35F * usual) && std::abs(key.across(c)) <= kWidestHue * along;
    };
    std::vector<size_t> seeds;
    const auto seed = [&](size_t i) {
      if (!is_like(i)) return;
      seeds.push_back(i);
      strays.push_back(stray(key, i));
    };
    if (anywhere) {
      for (size_t i = 0; i < cells_.means.size(); ++i) seed(i);
    } else {
      for_border(seed);
    }
    noise_ = median(strays);
    std::vector<float> tints;
    for (const size_t i : seeds) tints.push_back(tint(key, cells_.means[i]));
    tint_ = median(std::move(tints));
    const float most = 1.6F * noise_ + 2.5F;
    const auto is_ground = [&](size_t i) { return is_like(i) && stray(key, i) <= most && has_tint(key, cells_.means[i]); };
    std::vector<size_t> stack;
    std::vector<uint8_t> taken(cells_.means.size());
    const auto take = [&](size_t i) {
      taken[i] = 1;
      stack.push_back(i);
      ground_.colour(i) = cells_.means[i];
      ground_.weight(i) = 1;
    };
    for (const size_t i : seeds) {
      if (is_ground(i) && !taken[i]) take(i);
    }
    while (!stack.empty()) {
      const size_t i = stack.back();
      stack.pop_back();
      for_neighbours(i, [&](size_t j) {
        if (!taken[j] && is_ground(j) && is_step(key, cells_.means[i], cells_.means[j])) take(j);
      });
    }
  }

  // Adds what is enclosed but like the screen around it; `filled` is known everywhere.
  size_t add_enclosed(const Key& key, const Surface& filled) {
    size_t added = 0;
    const float most = 1.6F * noise_ + 2.5F;
    for (size_t i = 0; i < cells_.means.size(); ++i) {
      if (ground_.weight(i) > 0 || !cells_.opaque[i] || stray(key, i) > most) continue;
      if (!is_step(key, filled.colour(i), cells_.means[i]) || !has_tint(key, cells_.means[i])) continue;
      if (std::abs(key.across(cells_.means[i])) > kWidestHue * key.along(cells_.means[i])) continue;
      ground_.colour(i) = cells_.means[i];
      ground_.weight(i) = 1;
      ++added;
    }
    return added;
  }

  float noise() const { return noise_; }
  float border_share() const {
    size_t all = 0, ground = 0;
    for_border([&](size_t i) {
      ++all;
      ground += ground_.weight(i) > 0 ? 1 : 0;
    });
    return static_cast<float>(ground) / static_cast<float>(all);
  }

 private:
  static bool is_step(const Key& key, const Rgb& from, const Rgb& to) {
    const float a = key.along(from), b = key.along(to), bright = brightness(from);
    return std::abs(a - b) <= kWidestStep * a && std::abs(bright - brightness(to)) <= kWidestStep * bright + 4;
  }

  static float tint(const Key& key, const Rgb& c) { return key.along(c) / std::max(1.0F, brightness(c)); }
  bool has_tint(const Key& key, const Rgb& c) const {
    const float slack = kWidestTint + noise_ / (4 * std::max(1.0F, key.along(c)));
    return std::abs(tint(key, c) - tint_) <= slack * tint_;
  }

  template <class Visit>
  void for_border(Visit visit) const {
    const int w = ground_.columns(), h = ground_.rows();
    for (int x = 0; x < w; ++x) visit(ground_.index(x, 0));
    for (int x = 0; h > 1 && x < w; ++x) visit(ground_.index(x, h - 1));
    for (int y = 1; y + 1 < h; ++y) visit(ground_.index(0, y));
    for (int y = 1; w > 1 && y + 1 < h; ++y) visit(ground_.index(w - 1, y));
  }

  template <class Visit>
  void for_neighbours(size_t i, Visit visit) const {
    const auto w = static_cast<size_t>(ground_.columns());
    if (i % w > 0) visit(i - 1);
    if (i % w + 1 < w) visit(i + 1);
    if (i >= w) visit(i - w);
    if (i + w < cells_.means.size()) visit(i + w);
  }

  void measure() {
    const size_t count = static_cast<size_t>(ground_.columns()) * static_cast<size_t>(ground_.rows());
    cells_.means.resize(count);
    cells_.squares.resize(count);
    cells_.products.resize(count);
    cells_.opaque.resize(count);
    const int cell = ground_.cell(), step = std::max(1, cell / kSamples);
    for (int row = 0; row < ground_.rows(); ++row) {
      for (int column = 0; column < ground_.columns(); ++column) {
        std::array<float, 9> sums{};
        float seen = 0;
        bool opaque = true;
        for (int y = row * cell; y < std::min(image_.height, (row + 1) * cell); y += step) {
          for (int x = column * cell; x < std::min(image_.width, (column + 1) * cell); x += step) {
            const uint8_t* const p = image_.data + 4 * (static_cast<size_t>(y) * static_cast<size_t>(image_.width) + static_cast<size_t>(x));
            const float r = p[0], g = p[1], b = p[2];
            opaque = opaque && p[3] >= 128;
            sums[0] += r, sums[1] += g, sums[2] += b;
            sums[3] += r * r, sums[4] += g * g, sums[5] += b * b;
            sums[6] += r * g, sums[7] += r * b, sums[8] += g * b;
            ++seen;
          }
        }
        for (float& sum : sums) sum /= seen;
        const size_t i = ground_.index(column, row);
        const float r = sums[0], g = sums[1], b = sums[2];
        cells_.means[i] = {r, g, b};
        cells_.squares[i] = {sums[3] - r * r, sums[4] - g * g, sums[5] - b * b};
        cells_.products[i] = {sums[6] - r * g, sums[7] - r * b, sums[8] - g * b};
        cells_.opaque[i] = opaque ? 1 : 0;
      }
    }
  }

  image::ImageView image_;
  Surface& ground_;
  Cells cells_;
  float noise_ = 0, tint_ = 0;
};

}  // namespace

Key::Key(const Rgb& colour) {
  // The two axes of the plane, each of unit length.
  constexpr float kA[3] = {0.81649658F, -0.40824829F, -0.40824829F}, kB[3] = {0, 0.70710678F, -0.70710678F};
  float a = 0, b = 0;
  for (size_t c = 0; c < 3; ++c) a += kA[c] * colour[c], b += kB[c] * colour[c];
  const float length = std::max(1e-6F, std::hypot(a, b));
  a /= length, b /= length;
  for (size_t c = 0; c < 3; ++c) {
    if (colour[c] > 1.2F * std::max(colour[(c + 1) % 3], colour[(c + 2) % 3])) channel_ = c;
    u_[c] = a * kA[c] + b * kB[c];
    v_[c] = a * kB[c] - b * kA[c];
  }
}

std::optional<Screen> find_screen(image::ImageView image, const std::optional<std::array<uint8_t, 3>>& given) {
  Surface ground(image.width, image.height, Surface::cell_for(image.width, image.height, kLeastCell, kMostCells));
  Finder finder(image, ground);
  Rgb colour{};
  if (given) {
    for (size_t c = 0; c < 3; ++c) colour[c] = (*given)[c];
  } else if (const auto found = finder.border_colour()) {
    colour = *found;
  } else {
    return std::nullopt;
  }
  const Key key(colour);
  finder.grow(key, colour, given.has_value());
  for (int round = 0; round < 2; ++round) {
    Surface filled = ground;
    if (!filled.fill()) return std::nullopt;
    if (finder.add_enclosed(key, filled) == 0) break;
  }
  const float border_share = finder.border_share();
  Screen out{key, std::move(ground), finder.noise(), border_share, 0};
  const size_t count = static_cast<size_t>(out.ground.columns()) * static_cast<size_t>(out.ground.rows());
  for (size_t i = 0; i < count; ++i) out.share += out.ground.weight(i) > 0 ? 1 : 0;
  out.share /= static_cast<float>(count);
  if (!given && out.border_share < kLeastBorder) return std::nullopt;
  out.ground.fill();
  return out;
}

}  // namespace media::cutout
