#include "cutout/flat_edges.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace media::cutout {
namespace {

constexpr int kEdgeReach = 2;  // pixels over which edges are antialiased
constexpr float kUnseen = 3;   // levels from what is behind within which nothing lies before it

// Colours that fill a square of 2 × 2 somewhere: paint, not a mixture on an edge. One bit for each colour.
class SolidColours {
 public:
  static Result<SolidColours> of(const Keyer& keyer) {
    auto bits = Bytes::zeroed(size_t{1} << 21);
    if (!bits) return bits.error();
    SolidColours out(std::move(*bits));
    keyer.each_covered([&](int x, int y) {
      if (keyer.kind(x, y) == subject && keyer.is_solid(x, y)) out.add(keyer.pixel(x, y));
    });
    return out;
  }
  bool has(const uint8_t* p) const { return (bits_[key(p) >> 3] >> (key(p) & 7) & 1) != 0; }

 private:
  explicit SolidColours(Bytes bits) : bits_(std::move(bits)) {}
  static size_t key(const uint8_t* p) { return size_t{p[0]} << 16 | size_t{p[1]} << 8 | p[2]; }
  void add(const uint8_t* p) { bits_[key(p) >> 3] |= static_cast<uint8_t>(1U << (key(p) & 7)); }
  Bytes bits_;
};

// A difference of colours as it counts.
Rgb difference(const uint8_t* colour, const Rgb& from, bool codec) {
  const Rgb by{static_cast<float>(colour[0]) - from[0], static_cast<float>(colour[1]) - from[1], static_cast<float>(colour[2]) - from[2]};
  return codec ? as_codecs_blur(by) : by;
}

// What lies behind an edge: the ground, or what of the veil is over it.
struct Behind {
  Rgb colour{};
  float veiled = 0;  // how much of it is veil
};

// A pixel on an edge as a share of a nearby colour of the subject over what is behind.
struct Mixture {
  float alpha = 1;
  const uint8_t* colour = nullptr;
};

class Edges {
 public:
  Edges(const Keyer& keyer, const std::optional<Veil>& veil, Shadow shadow) : keyer_(keyer), veil_(veil), keep_(shadow == Shadow::keep) {}

  // Straight colour and alpha of a pixel that lies in the veil.
  void veiled(int x, int y, uint8_t* to) const {
    if (!keep_) return;
    const uint8_t* const p = keyer_.pixel(x, y);
    store(to, veil_->alpha({static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])}, keyer_.ground().at(x, y)), veil_->colour.data(), p[3]);
  }

  // The same for one of the subject, where background or veil is near.
  void edge(int x, int y, uint8_t* to) const {
    const Behind behind = behind_of(x, y);
    const Mixture own = unmix(x, y, behind);
    const uint8_t* const p = keyer_.pixel(x, y);
    const float rest = keep_ ? (1 - own.alpha) * behind.veiled : 0;
    if (rest <= 0) return store(to, own.alpha, own.colour, p[3]);
    std::array<uint8_t, 3> mixed{};
    const float sum = own.alpha + rest;
    for (size_t c = 0; c < 3; ++c) {
      mixed[c] = static_cast<uint8_t>((own.alpha * static_cast<float>(own.colour[c]) + rest * static_cast<float>(veil_->colour[c])) / sum + 0.5F);
    }
    store(to, sum, mixed.data(), p[3]);
  }

  static void store(uint8_t* to, float alpha, const uint8_t* colour, uint8_t own) {
    to[3] = static_cast<uint8_t>(std::lround(alpha * static_cast<float>(own)));
    if (to[3] != 0) std::memcpy(to, colour, 3);
  }

 private:
  Behind behind_of(int x, int y) const {
    const Rgb ground = keyer_.ground().at(x, y);
    if (!veil_) return {ground, 0};
    Rgb sum{};
    float weights = 0;
    keyer_.around(x, y, kEdgeReach, [&](int u, int v) {
      if (keyer_.kind(u, v) != veil) return;
      const float weight = 1 / static_cast<float>((u - x) * (u - x) + (v - y) * (v - y));
      for (size_t c = 0; c < 3; ++c) sum[c] += weight * static_cast<float>(keyer_.pixel(u, v)[c]);
      weights += weight;
    });
    if (weights <= 0) return {ground, 0};
    for (float& c : sum) c /= weights;
    return {sum, veil_->alpha(sum, ground)};
  }

  Mixture unmix(int x, int y, const Behind& behind) const {
    const bool codec = !keyer_.is_drawn();
    const float noise = keyer_.ground().noise();
    const uint8_t* const p = keyer_.pixel(x, y);
    const Rgb own = difference(p, behind.colour, codec);
    float length = 0;
    for (const float part : own) length += part * part;
    // How far the pixel may be from the line between the two colours.
    const float slack = std::max(5 + 3 * noise, 0.1F * std::sqrt(length));
    if (const float most = kUnseen + 2 * keyer_.ground().grain(); behind.veiled > 0 && length <= most * most) return {0, p};
    Mixture best{1, p};
    float farthest = length;
    keyer_.around(x, y, kEdgeReach, [&](int u, int v) {
      if (const Kind kind = keyer_.kind(u, v); kind == background || kind == veil) return;
      const uint8_t* const q = keyer_.pixel(u, v);
      float square = 0, dot = 0;
      const Rgb other = difference(q, behind.colour, codec);
      for (size_t c = 0; c < 3; ++c) {
        square += other[c] * other[c];
        dot += other[c] * own[c];
      }
      if (square <= farthest || dot <= 0) return;
      const float share = dot / square;
      float off = 0;
      for (size_t c = 0; c < 3; ++c) off += (own[c] - share * other[c]) * (own[c] - share * other[c]);
      if (off > slack * slack) return;
      farthest = square;
      // Noise makes nothing of little and all of nearly all.
      const float unsure = codec ? std::min(0.25F, noise / std::sqrt(square)) : 0;
      best = {std::clamp((share - unsure) / (1 - 2 * unsure), 0.0F, 1.0F), q};
    });
    return best;
  }

  const Keyer& keyer_;
  const std::optional<Veil>& veil_;
  bool keep_;
};

}  // namespace

Result<image::Image> cut_out(const Keyer& keyer, const std::optional<Veil>& veil, Shadow shadow) {
  auto solid = SolidColours::of(keyer);
  if (!solid) return solid.error();
  const image::ImageView& image = keyer.image();
  auto cut = image::make_image(image.width, image.height);
  if (!cut) return cut.error();
  std::memset(cut->pixels.data(), 0, cut->pixels.size());
  const Edges edges(keyer, veil, shadow);
  const bool drawn = keyer.is_drawn();
  keyer.each_covered([&](int x, int y) {
    const uint8_t* const p = keyer.pixel(x, y);
    uint8_t* const to = cut->pixels.data() + 4 * keyer.index(x, y);
    const auto is_near = [&](Kind kind) { return keyer.beside(x, y, kEdgeReach, [&](int u, int v) { return keyer.kind(u, v) == kind; }); };
    if (keyer.kind(x, y) == Kind::veil) return edges.veiled(x, y, to);
    const bool inside = keyer.is_inside(x, y, kEdgeReach);
    // Paint is no mixture; but beside the subject even of the veil a colour may fill squares.
    const bool veiled = !inside && veil && is_near(Kind::veil);
    if (veiled || (!inside && !(drawn && solid->has(p)) && is_near(background) && !keyer.is_by_painted(x, y, kEdgeReach))) edges.edge(x, y, to);
    else Edges::store(to, 1, p, p[3]);
  });
  return cut;
}

}  // namespace media::cutout
