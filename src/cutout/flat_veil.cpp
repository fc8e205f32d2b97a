#include "cutout/flat_veil.h"

#include <algorithm>
#include <cmath>

namespace media::cutout {
namespace {

constexpr float kMostStep = 12;        // levels from pixel to pixel; more is an edge
constexpr float kRise = 0.8F;          // nor more than this share of how far it has come from the ground
constexpr float kLeastDepth = 12;      // levels; less cannot be told from noise
constexpr size_t kLeastPixels = 40;
constexpr size_t kLeastWidth = 3, kLeastWidthOfCodec = 6;  // pixels, on the mean; a codec blurs edges over some
constexpr float kLeastBeyond = 1.5F;   // by which a subject stands out farther, where a codec has softened edges
constexpr double kLeastSoft = 0.3;     // share that is no even paint
constexpr double kLeastFitting = 0.85;
constexpr float kSlack = 3, kSlackShare = 0.06F;

Rgb rgb(const uint8_t* p) { return {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])}; }

float difference(const uint8_t* a, const uint8_t* b) {
  return static_cast<float>(std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])}));
}

// What can be reached from the background by small steps alone, in subject: first what is beside it.
struct Faded {
  std::vector<size_t> pixels;
  size_t outer = 0;
};

Faded faded(Keyer& keyer) {
  const int width = keyer.image().width, height = keyer.image().height;
  const float noise = keyer.ground().grain(), start = keyer.ground().tolerance() + kSlack + 2 * noise;
  Faded found;
  std::vector<size_t>& out = found.pixels;
  const auto visit_neighbours = [&](int x, int y, const auto& visit) {
    if (x > 0) visit(x - 1, y);
    if (x + 1 < width) visit(x + 1, y);
    if (y > 0) visit(x, y - 1);
    if (y + 1 < height) visit(x, y + 1);
  };
  // On all sides: along a flat edge that is antialiased, steps are small as well.
  const auto is_smooth = [&](int x, int y) {
    const float most = std::min(kMostStep + 3 * noise, kRise * keyer.off(keyer.index(x, y)) + 1.5F + 2 * noise);
    bool smooth = true;
    visit_neighbours(x, y, [&](int u, int v) { smooth = smooth && difference(keyer.pixel(x, y), keyer.pixel(u, v)) <= most; });
    return smooth;
  };
  const auto take = [&](int x, int y) {
    if (keyer.kind(x, y) != subject || !is_smooth(x, y)) return;
    keyer.set_kind(keyer.index(x, y), veil);
    out.push_back(keyer.index(x, y));
  };
  keyer.each_covered([&](int x, int y) {
    if (keyer.kind(x, y) != subject || keyer.off(keyer.index(x, y)) > start) return;
    bool outer = false;
    visit_neighbours(x, y, [&](int u, int v) { outer = outer || keyer.is_background(u, v); });
    if (outer) take(x, y);
  });
  found.outer = out.size();
  const auto w = static_cast<size_t>(width);
  for (size_t next = 0; next < out.size(); ++next) {
    visit_neighbours(static_cast<int>(out[next] % w), static_cast<int>(out[next] / w), take);
  }
  return found;
}

// The farthest colour from the ground, in the direction of another.
std::array<uint8_t, 3> farthest(const Rgb& ground, const Rgb& direction) {
  float reach = 1e9F;
  for (size_t c = 0; c < 3; ++c) {
    if (direction[c] < -1e-3F) reach = std::min(reach, -ground[c] / direction[c]);
    if (direction[c] > 1e-3F) reach = std::min(reach, (255 - ground[c]) / direction[c]);
  }
  std::array<uint8_t, 3> out{};
  for (size_t c = 0; c < 3; ++c) out[c] = static_cast<uint8_t>(std::lround(std::clamp(ground[c] + reach * direction[c], 0.0F, 255.0F)));
  return out;
}

}  // namespace

float Veil::alpha(const Rgb& seen, const Rgb& ground) const {
  float dot = 0, square = 0;
  for (size_t c = 0; c < 3; ++c) {
    const float way = static_cast<float>(colour[c]) - ground[c];
    dot += way * (seen[c] - ground[c]);
    square += way * way;
  }
  return square < 1 ? 0 : std::clamp(dot / square, 0.0F, 1.0F);
}

std::optional<Veil> find_veil(Keyer& keyer) {
  if (keyer.ground().square() > 0) return std::nullopt;
  const auto [pixels, outer] = faded(keyer);
  const auto width = static_cast<size_t>(keyer.image().width);
  const auto x_of = [&](size_t i) { return static_cast<int>(i % width); };
  const auto y_of = [&](size_t i) { return static_cast<int>(i / width); };
  const auto ground_of = [&](size_t i) { return keyer.ground().at(x_of(i), y_of(i)); };
  const auto fits = [&](const Veil& veil, size_t i) {
    const Rgb ground = ground_of(i), seen = rgb(keyer.image().data + 4 * i);
    const float alpha = veil.alpha(seen, ground);
    float off = 0;
    for (size_t c = 0; c < 3; ++c) off = std::max(off, std::abs(ground[c] + alpha * (static_cast<float>(veil.colour[c]) - ground[c]) - seen[c]));
    return off <= kSlack + 2 * keyer.ground().grain() + kSlackShare * keyer.off(i);
  };
  std::optional<Veil> best;
  if (pixels.size() >= std::max(kLeastPixels, outer * (keyer.is_drawn() ? kLeastWidth : kLeastWidthOfCodec))) {
    size_t soft = 0;
    float depth = 0;
    Rgb ground{}, away{};
    for (const size_t i : pixels) {
      soft += keyer.is_solid(x_of(i), y_of(i)) ? 0 : 1;
      depth = std::max(depth, keyer.off(i));
      const Rgb here = ground_of(i);
      for (size_t c = 0; c < 3; ++c) {
        ground[c] += here[c] / static_cast<float>(pixels.size());
        away[c] += (static_cast<float>(keyer.image().data[4 * i + c]) - here[c]) / static_cast<float>(pixels.size());
      }
    }
    if (depth >= std::max(kLeastDepth, 2 * keyer.ground().tolerance()) && static_cast<double>(soft) >= kLeastSoft * static_cast<double>(pixels.size()) && keyer.subject_size() >= kLeastPixels &&
        (keyer.is_drawn() || keyer.contrast() >= kLeastBeyond * depth)) {
      double most = kLeastFitting;
      std::vector<Veil> possible{Veil{{0, 0, 0}}, Veil{{255, 255, 255}}};
      // A codec's blur of paint has paint's colour.
      if (keyer.is_drawn()) possible.push_back(Veil{farthest(ground, away)});
      for (const Veil& veil : possible) {
        const auto fitting = std::count_if(pixels.begin(), pixels.end(), [&](size_t i) { return fits(veil, i); });
        const double share = static_cast<double>(fitting) / static_cast<double>(pixels.size());
        if (share > most) most = share + 0.02, best = veil;  // the plain ones before what only follows the mean
      }
    }
  }
  for (const size_t i : pixels) {
    if (!best || !fits(*best, i)) keyer.set_kind(i, subject);
  }
  return best;
}

}  // namespace media::cutout
