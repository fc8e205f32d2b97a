#include "cutout/flat_veil.h"

#include <algorithm>
#include <cmath>

namespace media::cutout {
namespace {

constexpr float kMostStep = 0.3F;  // of what colours range over nearby, from pixel to pixel; more is an edge
constexpr int kNearby = 4;         // pixels
constexpr float kFreeStep = 2, kFreeStepOfCodec = 4;  // levels, that are no edge
constexpr float kLeastDepth = 12;      // levels; less cannot be told from noise
constexpr float kClearDepth = 48, kLeastBeyond = 1.5F;  // levels; a shallower one is no dim paint if there is more beyond
constexpr size_t kLeastPixels = 40;
constexpr size_t kLeastWidth = 2, kLeastWidthOfCodec = 6;  // pixels, on the mean; a codec blurs edges over some
constexpr double kLeastSoft = 0.3;     // share that is no even paint
constexpr float kSlack = 3, kSlackShare = 0.02F, kSlackShareOfCodec = 0.06F;
constexpr float kDeep = 0.5F;
constexpr double kMostDeep = 0.8, kMostDeepOfCodec = 0.45;  // of the subject: more is paint, whose edges a codec has softened
constexpr float kMostOfHue = 96;       // levels, up to which colours show a veil's hue
constexpr int kRounds = 6;             // of reweighting
constexpr int kRim = 2, kRimOfCodec = 3;  // pixels
constexpr double kMostRim = 0.5;       // of the pixels where a veil meets the ground
constexpr double kPlain = 1.05;        // by which a hue of its own must explain more than black and white

Rgb rgb(const uint8_t* p) { return {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])}; }

template <class Visit>
void visit_neighbours(const Keyer& keyer, int x, int y, const Visit& visit) {
  if (x > 0) visit(x - 1, y);
  if (x + 1 < keyer.image().width) visit(x + 1, y);
  if (y > 0) visit(x, y - 1);
  if (y + 1 < keyer.image().height) visit(x, y + 1);
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

// The colour towards which what is smooth around the subject changes, whichever most of it agrees on.
std::optional<Veil> own_hue(const Keyer& keyer) {
  struct Away {
    Rgb direction, ground;
  };
  std::vector<Away> all;
  keyer.each_covered([&](int x, int y) {
    const float off = keyer.off(keyer.index(x, y));
    if (keyer.kind(x, y) != subject || off > kMostOfHue || off < 4 || keyer.is_solid(x, y)) return;
    bool smooth = true;
    visit_neighbours(keyer, x, y, [&](int u, int v) { smooth = smooth && distance(keyer.pixel(u, v), rgb(keyer.pixel(x, y))) <= kMostStep * off + kFreeStep; });
    if (!smooth) return;
    const Rgb ground = keyer.ground().at(x, y), seen = rgb(keyer.pixel(x, y));
    Away away{{seen[0] - ground[0], seen[1] - ground[1], seen[2] - ground[2]}, ground};
    const float length = std::sqrt(away.direction[0] * away.direction[0] + away.direction[1] * away.direction[1] + away.direction[2] * away.direction[2]);
    for (float& c : away.direction) c /= length;
    all.push_back(away);
  });
  if (all.size() < kLeastPixels) return std::nullopt;
  Rgb mean{}, ground{};
  for (int round = 0; round < kRounds; ++round) {
    Rgb sum{}, grounds{};
    float weights = 0;
    for (const Away& away : all) {
      float apart = 0;
      for (size_t c = 0; c < 3; ++c) apart += (away.direction[c] - mean[c]) * (away.direction[c] - mean[c]);
      const float weight = round == 0 ? 1 : 1 / ((1 + 50 * apart) * (1 + 50 * apart));
      for (size_t c = 0; c < 3; ++c) sum[c] += weight * away.direction[c], grounds[c] += weight * away.ground[c];
      weights += weight;
    }
    const float length = std::sqrt(sum[0] * sum[0] + sum[1] * sum[1] + sum[2] * sum[2]);
    if (length < 1e-3F) return std::nullopt;
    for (size_t c = 0; c < 3; ++c) mean[c] = sum[c] / length, ground[c] = grounds[c] / weights;
  }
  return Veil{farthest(ground, mean)};
}

// What one veil may be: from the background inwards, whatever is the ground under more or less of its colour, as far as
// there is no edge.
class Faded {
 public:
  Faded(Keyer& keyer, const Veil& veil, Holes holes) : keyer_(keyer), veil_(veil), holes_(holes), free_(keyer.is_drawn() ? kFreeStep : kFreeStepOfCodec) {
    free_ += 2 * keyer.ground().grain();
    keyer.each_covered([&](int x, int y) {
      if (keyer_.kind(x, y) != subject || keyer_.is_inside(x, y, 1)) return;
      bool outer = false;
      visit_neighbours(keyer_, x, y, [&](int u, int v) { outer = outer || is_ground(u, v); });
      if (outer) take(x, y);
    });
    outer_ = pixels_.size();
    const auto w = static_cast<size_t>(keyer.image().width);
    for (size_t next = 0; next < pixels_.size(); ++next) {
      visit_neighbours(keyer_, static_cast<int>(pixels_[next] % w), static_cast<int>(pixels_[next] / w), [&](int x, int y) { take(x, y); });
    }
  }

  const std::vector<size_t>& pixels() const { return pixels_; }

  // Pixels of the subject that look as the veil does and hang together with none of it.
  size_t left() const {
    size_t out = 0;
    keyer_.each_covered([&](int x, int y) {
      if (keyer_.kind(x, y) == subject && !keyer_.is_solid(x, y) && fits(x, y) && is_smooth(x, y)) ++out;
    });
    return out;
  }

  // Pixels of it that are at least half as far from the ground as it gets.
  size_t deep() const {
    float depth = 0;
    for (const size_t i : pixels_) depth = std::max(depth, keyer_.off(i));
    return static_cast<size_t>(std::count_if(pixels_.begin(), pixels_.end(), [&](size_t i) { return keyer_.off(i) >= kDeep * depth; }));
  }

  void unmark() const {
    for (const size_t i : pixels_) keyer_.set_kind(i, subject);
  }

  // Wide, soft, deep, and not all that there is.
  bool is_veil() const {
    if (pixels_.size() < std::max(kLeastPixels, outer_ * (keyer_.is_drawn() ? kLeastWidth : kLeastWidthOfCodec))) return false;
    const auto w = static_cast<size_t>(keyer_.image().width);
    size_t soft = 0;
    float depth = 0;
    for (const size_t i : pixels_) {
      soft += keyer_.is_solid(static_cast<int>(i % w), static_cast<int>(i / w)) ? 0 : 1;
      depth = std::max(depth, keyer_.off(i));
    }
    return depth >= std::max(kLeastDepth, 2 * keyer_.ground().tolerance()) && static_cast<double>(soft) >= kLeastSoft * static_cast<double>(pixels_.size()) &&
           keyer_.subject_size() >= kLeastPixels && (depth >= kClearDepth || keyer_.contrast() >= kLeastBeyond * depth) && is_beside_edges() && meets_ground() &&
           static_cast<double>(deep()) <= (keyer_.is_drawn() ? kMostDeep : kMostDeepOfCodec) * static_cast<double>(keyer_.subject_size());
  }

 private:
  // Background, or a hole.
  bool is_ground(int x, int y) const {
    const Kind kind = keyer_.kind(x, y);
    return kind == background || (holes_ != Holes::keep && kind == enclosed);
  }

  // Ground, or what may be veil.
  bool fits(int x, int y) const {
    if (is_ground(x, y)) return true;
    const Rgb ground = keyer_.ground().at(x, y), seen = rgb(keyer_.pixel(x, y));
    const float alpha = veil_.alpha(seen, ground);
    Rgb rest{};
    for (size_t c = 0; c < 3; ++c) rest[c] = seen[c] - ground[c] - alpha * (static_cast<float>(veil_.colour[c]) - ground[c]);
    float off = 0;
    for (const float part : keyer_.is_drawn() ? rest : as_codecs_blur(rest)) off = std::max(off, std::abs(part));
    return off <= kSlack + 2 * keyer_.ground().grain() + (keyer_.is_drawn() ? kSlackShare : kSlackShareOfCodec) * keyer_.off(keyer_.index(x, y));
  }

  // Whether what is left has edges. Where all is soft, as in a picture that was enlarged, paint fades as a veil does.
  bool is_beside_edges() const {
    size_t all = 0, sharp = 0;
    keyer_.each_covered([&](int x, int y) {
      if (keyer_.kind(x, y) != subject || keyer_.is_inside(x, y, 1)) return;
      bool outer = false;
      visit_neighbours(keyer_, x, y, [&](int u, int v) { outer = outer || keyer_.kind(u, v) != subject; });
      if (!outer) return;
      ++all;
      sharp += keyer_.has_edge(x, y) ? 1 : 0;
    });
    return 2 * sharp >= all;
  }

  // A gradient of paint on a ground of its own hue fades into it where it has its colour, but has an edge elsewhere.
  bool meets_ground() const {
    const int reach = keyer_.is_drawn() ? kRim : kRimOfCodec;
    size_t rim = 0;
    keyer_.each_covered([&](int x, int y) {
      if (keyer_.kind(x, y) != subject || keyer_.is_inside(x, y, reach)) return;
      bool ground = false, veil = false;
      keyer_.around(x, y, reach, [&](int u, int v) { ground = ground || is_ground(u, v), veil = veil || keyer_.kind(u, v) == Kind::veil; });
      rim += ground && veil ? 1 : 0;
    });
    return static_cast<double>(rim) <= kMostRim * static_cast<double>(outer_);
  }

  // On all sides: along a flat edge that is antialiased, steps are small as well.
  bool is_smooth(int x, int y) const {
    const float here = keyer_.off(keyer_.index(x, y));
    float most = 0;
    visit_neighbours(keyer_, x, y, [&](int u, int v) {
      const float step = std::abs(keyer_.off(keyer_.index(u, v)) - here);
      if (step > most && fits(u, v)) most = step;
    });
    if (most <= free_) return true;
    float low = here, high = here;
    keyer_.around(x, y, kNearby, [&](int u, int v) {
      const float there = keyer_.off(keyer_.index(u, v));
      if ((there < low || there > high) && fits(u, v)) low = std::min(low, there), high = std::max(high, there);
    });
    return most <= free_ + kMostStep * (high - low);
  }

  void take(int x, int y) {
    if (keyer_.kind(x, y) != subject || !fits(x, y) || !is_smooth(x, y)) return;
    keyer_.set_kind(keyer_.index(x, y), Kind::veil);
    pixels_.push_back(keyer_.index(x, y));
  }

  Keyer& keyer_;
  const Veil& veil_;
  Holes holes_;
  float free_;
  std::vector<size_t> pixels_;
  size_t outer_ = 0;  // of them, beside background
};

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

std::optional<Veil> find_veil(Keyer& keyer, Holes holes) {
  if (keyer.ground().square() > 0) return std::nullopt;
  std::vector<Veil> possible{Veil{{0, 0, 0}}, Veil{{255, 255, 255}}};
  if (const auto own = own_hue(keyer)) possible.push_back(*own);
  std::optional<Veil> best;
  size_t most = 0;
  for (const Veil& veil : possible) {
    const Faded faded(keyer, veil, holes);
    if (faded.is_veil() && static_cast<double>(faded.pixels().size()) > kPlain * static_cast<double>(most)) most = faded.pixels().size(), best = veil;
    faded.unmark();
  }
  if (best) {
    const Faded faded(keyer, *best, holes);
    best->left = faded.left(), best->deep = faded.deep();
  }
  return best;
}

}  // namespace media::cutout
