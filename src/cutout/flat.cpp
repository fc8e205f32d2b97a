// Backgrounds of one colour or a gentle gradient, keyed without a network: what fits the model and is connected to
// the border (or is a hole) goes; pixels beside it are un-mixed into the subject's colour and an alpha.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "cutout/cutout.h"
#include "cutout/flat_model.h"

namespace media::cutout {
namespace {

constexpr float kLeastBorderShare = 0.6F;
constexpr float kLeastSideShare = 0.1F;    // a bust may cover nearly all of the bottom
constexpr float kLeastOfOpposite = 0.5F;   // but what covers both left and right is a letterboxed picture
constexpr float kMostNoise = 3;         // standard deviation; grain and texture of photographs is above it
constexpr float kVisibleStep = 20;      // levels by which a subject's edge stands out
constexpr float kLeastSharpShare = 0.6F;
constexpr double kStraysPerEdge = 0.3;  // a drawn edge has next to none
constexpr double kStraysPerPixel = 0.02;
constexpr float kMostRinging = 24;
constexpr double kHoleDoubt = 0.02, kHoleShareDoubt = 0.25;
constexpr int kEdgeReach = 2;           // pixels over which edges are antialiased

enum Kind : uint8_t { subject = 0, background = 1, maybe = 2 };

class Keyer {
 public:
  Keyer(image::ImageView image, Bytes kinds, Bytes near, Buffer<uint16_t> offs, bool jpeg)
      : image_(image), kinds_(std::move(kinds)), near_(std::move(near)), offs_(std::move(offs)), jpeg_(jpeg) {}

  size_t index(int x, int y) const { return static_cast<size_t>(y) * static_cast<size_t>(image_.width) + static_cast<size_t>(x); }
  const uint8_t* pixel(int x, int y) const { return image_.data + 4 * index(x, y); }
  bool is_background(int x, int y) const { return kinds_[index(x, y)] == background; }
  const uint8_t* kinds() const { return kinds_.data(); }
  const FlatModel& model() const { return model_; }

  // Without noise: exact colours mean something.
  bool is_drawn() const { return !jpeg_ && model_.noise() < 0.75F; }

  void fit(bool again) { model_ = FlatModel::fit(image_, again ? kinds_.data() : nullptr); }

  // How far each pixel is from the model, row by row: every step after this asks for it.
  void measure() {
    for (int y = 0; y < image_.height; ++y) model_.distances(y, pixel(0, y), offs_.data() + index(0, y));
  }

  // Marks what fits the model as `maybe`, then what of it hangs together with the border as background.
  void mark() {
    const uint16_t most = in_steps(model_.tolerance());
    for (size_t i = 0; i < kinds_.size(); ++i) kinds_[i] = image_.data[4 * i + 3] == 0 || offs_[i] <= most ? maybe : subject;
    for (int x = 0; x < image_.width; ++x) fill(x, 0), fill(x, image_.height - 1);
    for (int y = 0; y < image_.height; ++y) fill(0, y), fill(image_.width - 1, y);
  }

  float off(int x, int y) const { return static_cast<float>(offs_[index(x, y)]) / FlatModel::kSteps; }

  // What three quarters of the subject differ by, or less.
  float contrast() const {
    std::array<size_t, 257> counts{};
    size_t all = 0, seen = 0, level = 256;
    for (size_t i = 0; i < kinds_.size(); ++i) {
      if (kinds_[i] == background) continue;
      ++counts[static_cast<size_t>(static_cast<float>(offs_[i]) / FlatModel::kSteps)];
      ++all;
    }
    while (level > 0 && 4 * (seen += counts[level]) < all) --level;
    return static_cast<float>(level);
  }

  // Whether one colour fills the square of 2 × 2 from here on: paint, which no codec's ringing does.
  bool is_solid(int x, int y) const {
    if (x + 1 >= image_.width || y + 1 >= image_.height) return false;
    const uint8_t *const p = pixel(x, y), *const below = pixel(x, y + 1);
    uint32_t here = 0, right = 0, under = 0, across = 0;
    std::memcpy(&here, p, 4), std::memcpy(&right, p + 4, 4), std::memcpy(&under, below, 4), std::memcpy(&across, below + 4, 4);
    return (((here ^ right) | (here ^ under) | (here ^ across)) & 0xFFFFFFU) == 0;
  }

  // How far pixels stray around the subject, away from its edge, where a codec rings (JPEG, in blocks of 8 × 8);
  // 0 where they do not.
  float ringing() {
    const float contrast = this->contrast();
    const float most = std::min(40.0F, 0.5F * contrast), paint = std::min(60.0F, 0.6F * contrast);
    std::array<size_t, 41> strays{};
    size_t stray = 0, edge = 0, covered = 0;
    const uint16_t painted = in_steps(paint);
    mark_near(1, [&](size_t i) { return offs_[i] <= painted; });
    for (int y = 0; y < image_.height; ++y) {
      for (int x = 0; x < image_.width; ++x) {
        if (is_background(x, y)) continue;
        ++covered;
        const float here = off(x, y);
        if (here > paint) edge += near_[index(x, y)];
        if (here > most || here <= model_.tolerance() || is_solid(x, y)) continue;
        const auto is_paint = [&](int u, int v) {
          const float there = off(u, v);
          return there > paint || (there > model_.tolerance() && is_solid(u, v));
        };
        if (beside(x, y, 2, is_paint)) continue;
        ++stray;
        ++strays[static_cast<size_t>(here)];
      }
    }
    if (stray == 0) return 0;
    const double tolerated = std::max(kStraysPerEdge * static_cast<double>(edge), kStraysPerPixel * static_cast<double>(covered));
    if (is_drawn() && static_cast<double>(stray) < tolerated) return 0;
    size_t seen = 0, level = 0;
    while (level < strays.size() && static_cast<double>(seen += strays[level]) < 0.95 * static_cast<double>(stray)) ++level;
    return std::min(static_cast<float>(level + 1), kMostRinging);
  }
  void allow(float ringing) { model_.allow(ringing); }

  // What fits but is enclosed: background if it is a hole of some size, else subject.
  // Areas that were removed, and their pixels.
  std::pair<int, size_t> settle_holes(Holes holes) {
    int count = 0;
    size_t removed = 0;
    const size_t least = is_drawn() ? 2 : 6;
    for (int y = 0; y < image_.height; ++y) {
      for (int x = 0; x < image_.width; ++x) {
        if (kinds_[index(x, y)] != maybe) continue;
        const size_t size = fill(x, y);
        if (holes == Holes::remove && size >= least) {
          ++count;
          removed += size;
        } else {
          repaint(x, y);
        }
      }
    }
    return {count, removed};
  }

  size_t subject_size() const {
    return static_cast<size_t>(std::count(kinds_.data(), kinds_.data() + kinds_.size(), static_cast<uint8_t>(subject)));
  }

  // Share of the subject's outline that stands out from the background within a few pixels.
  float sharp_share() {
    size_t edge = 0, sharp = 0;
    mark_near_background(1);
    for (int y = 0; y < image_.height; ++y) {
      for (int x = 0; x < image_.width; ++x) {
        if (near_[index(x, y)] == 0 || is_background(x, y)) continue;
        ++edge;
        sharp += beside(x, y, 3, [&](int u, int v) {
          const float step = off(u, v);
          return step >= kVisibleStep || (is_drawn() && step > model_.tolerance() && is_solid(u, v));
        }) ? 1 : 0;
      }
    }
    return edge == 0 ? 1 : static_cast<float>(sharp) / static_cast<float>(edge);
  }

  // Then is_near(): whether background is within `reach` pixels.
  void mark_near_background(int reach) {
    mark_near(reach, [&](size_t i) { return kinds_[i] == background; });
  }
  bool is_near(int x, int y) const { return near_[index(x, y)] != 0; }

  template <class Test>
  bool beside(int x, int y, int reach, Test test) const {
    bool found = false;
    around(x, y, reach, [&](int u, int v) { found = found || test(u, v); });
    return found;
  }

  template <class Visit>
  void around(int x, int y, int reach, Visit visit) const {
    for (int v = std::max(0, y - reach); v <= std::min(image_.height - 1, y + reach); ++v) {
      for (int u = std::max(0, x - reach); u <= std::min(image_.width - 1, x + reach); ++u) visit(u, v);
    }
  }

 private:
  static uint16_t in_steps(float levels) { return static_cast<uint16_t>(levels * FlatModel::kSteps); }

  // Marks what has a pixel that passes the test within `reach` to either side, above or below: columns, then rows.
  template <class Test>
  void mark_near(int reach, Test test) {
    const auto w = static_cast<size_t>(image_.width);
    const auto far = static_cast<size_t>(reach);
    std::vector<uint8_t> line(w + 2 * far);
    std::vector<std::vector<uint8_t>> lines(2 * far + 1, std::vector<uint8_t>(w));
    const auto widen = [&](int y) {
      std::vector<uint8_t>& out = lines[static_cast<size_t>(y) % lines.size()];
      for (size_t x = 0; x < w; ++x) line[x + far] = test(index(0, y) + x) ? 1 : 0;
      for (size_t x = 0; x < w; ++x) out[x] = line[x];
      for (size_t k = 1; k <= 2 * far; ++k) {
        for (size_t x = 0; x < w; ++x) out[x] |= line[x + k];
      }
    };
    for (int y = 0; y < std::min(reach, image_.height); ++y) widen(y);
    for (int y = 0; y < image_.height; ++y) {
      if (y + reach < image_.height) widen(y + reach);
      uint8_t* const out = near_.data() + index(0, y);
      std::memset(out, 0, w);
      for (int v = std::max(0, y - reach); v <= std::min(image_.height - 1, y + reach); ++v) {
        const std::vector<uint8_t>& from = lines[static_cast<size_t>(v) % lines.size()];
        for (size_t x = 0; x < w; ++x) out[x] |= from[x];
      }
    }
  }

  // Turns the connected `maybe` around a pixel into background, span by span; the number of pixels.
  size_t fill(int x, int y) { return flood(x, y, maybe, background); }
  void repaint(int x, int y) { flood(x, y, background, subject); }

  size_t flood(int x, int y, Kind from, Kind to) {
    if (kinds_[index(x, y)] != from) return 0;
    size_t filled = 0;
    stack_.assign(1, {x, y});
    while (!stack_.empty()) {
      auto [left, row] = stack_.back();
      stack_.pop_back();
      if (kinds_[index(left, row)] != from) continue;
      while (left > 0 && kinds_[index(left - 1, row)] == from) --left;
      std::array<bool, 2> open{};  // whether the span above, below goes on
      for (int u = left; u < image_.width && kinds_[index(u, row)] == from; ++u) {
        kinds_[index(u, row)] = to;
        ++filled;
        for (size_t side = 0; side < 2; ++side) {
          const int next = row + (side == 0 ? -1 : 1);
          const bool more = next >= 0 && next < image_.height && kinds_[index(u, next)] == from;
          if (more && !open[side]) stack_.push_back({u, next});
          open[side] = more;
        }
      }
    }
    return filled;
  }

  image::ImageView image_;
  Bytes kinds_, near_;
  Buffer<uint16_t> offs_;  // from the model, in its steps
  FlatModel model_;
  bool jpeg_;
  std::vector<std::pair<int, int>> stack_;
};

// Colours that fill a square of 2 × 2 somewhere: paint, not a mixture on an edge. One bit for each colour.
class SolidColours {
 public:
  static Result<SolidColours> of(const Keyer& keyer, image::ImageView image) {
    auto bits = Bytes::zeroed(size_t{1} << 21);
    if (!bits) return bits.error();
    SolidColours out(std::move(*bits));
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) {
        if (!keyer.is_background(x, y) && keyer.is_solid(x, y)) out.add(keyer.pixel(x, y));
      }
    }
    return out;
  }
  bool has(const uint8_t* p) const { return (bits_[key(p) >> 3] >> (key(p) & 7) & 1) != 0; }

 private:
  explicit SolidColours(Bytes bits) : bits_(std::move(bits)) {}
  static size_t key(const uint8_t* p) { return size_t{p[0]} << 16 | size_t{p[1]} << 8 | p[2]; }
  void add(const uint8_t* p) { bits_[key(p) >> 3] |= static_cast<uint8_t>(1U << (key(p) & 7)); }
  Bytes bits_;
};

// A pixel on an edge as a share of a nearby colour of the subject over the background.
struct Mixture {
  float alpha = 1;
  const uint8_t* colour = nullptr;
};

// A difference of colours as it counts: by channel or, where a codec has blurred the chroma, as luma and a third
// of the chroma (ITU-R BT.601, as in JFIF).
Rgb difference(const uint8_t* colour, const Rgb& from, bool codec) {
  constexpr float kChroma = 0.33F;
  const float r = static_cast<float>(colour[0]) - from[0], g = static_cast<float>(colour[1]) - from[1], b = static_cast<float>(colour[2]) - from[2];
  if (!codec) return {r, g, b};
  const float luma = 0.299F * r + 0.587F * g + 0.114F * b;
  return {luma, kChroma * 0.564F * (b - luma), kChroma * 0.713F * (r - luma)};
}

Mixture unmix(const Keyer& keyer, int x, int y) {
  const bool codec = !keyer.is_drawn();
  const Rgb base = keyer.model().at(x, y);
  const uint8_t* const p = keyer.pixel(x, y);
  const Rgb own = difference(p, base, codec);
  float length = 0;
  for (const float part : own) length += part * part;
  // How far the pixel may be from the line between the two colours.
  const float slack = std::max(5 + 3 * keyer.model().noise(), 0.1F * std::sqrt(length));
  Mixture best{1, p};
  float farthest = length;
  keyer.around(x, y, kEdgeReach, [&](int u, int v) {
    if (keyer.is_background(u, v)) return;
    const uint8_t* const q = keyer.pixel(u, v);
    float square = 0, dot = 0;
    const Rgb other = difference(q, base, codec);
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
    const float unsure = codec ? std::min(0.25F, keyer.model().noise() / std::sqrt(square)) : 0;
    best = {std::clamp((share - unsure) / (1 - 2 * unsure), 0.0F, 1.0F), q};
  });
  return best;
}

double transparent_share(image::ImageView image) {
  size_t clear = 0, all = 0;
  const auto look = [&](int x, int y) {
    ++all;
    clear += image.data[4 * (static_cast<size_t>(y) * static_cast<size_t>(image.width) + static_cast<size_t>(x)) + 3] < 8 ? 1 : 0;
  };
  for (int x = 0; x < image.width; ++x) look(x, 0), look(x, image.height - 1);
  for (int y = 0; y < image.height; ++y) look(0, y), look(image.width - 1, y);
  return static_cast<double>(clear) / static_cast<double>(all);
}

}  // namespace

Result<Flat> flat_background(image::ImageView image, const FlatOptions& options) {
  if (image.width < 1 || image.height < 1) return Error{ErrorCode::invalid_argument, "An image is at least 1 pixel wide and high."};
  Flat out;
  const size_t area = static_cast<size_t>(image.width) * static_cast<size_t>(image.height);
  if (const double share = transparent_share(image); share > 0.5) {
    out.transparent = true;
    out.certainty = share;
    return out;
  }
  auto kinds = Bytes::zeroed(area);
  if (!kinds) return kinds.error();
  auto near = Bytes::make(area);
  if (!near) return near.error();
  auto offs = Buffer<uint16_t>::make(area);
  if (!offs) return offs.error();
  Keyer keyer(image, std::move(*kinds), std::move(*near), std::move(*offs), options.jpeg);

  keyer.fit(false);
  const auto plain = [&] {
    const FlatModel& model = keyer.model();
    const auto [top, bottom, left, right] = model.side_shares();
    return model.noise() <= kMostNoise && model.border_share() >= kLeastBorderShare &&
           std::min({top, bottom, left, right}) >= kLeastSideShare &&
           std::min(std::max(top, bottom), std::max(left, right)) >= kLeastOfOpposite;
  };
  if (!plain()) return out;
  keyer.measure();
  keyer.mark();
  keyer.fit(true);  // now with what lies between the border and the subject
  if (!plain()) return out;
  keyer.measure();
  keyer.mark();
  if (const float ringing = keyer.ringing(); ringing > 0) {
    keyer.allow(ringing);
    keyer.mark();
  }
  const auto [holes, removed] = keyer.settle_holes(options.holes);
  const float sharp = keyer.sharp_share();
  if (sharp < kLeastSharpShare) return out;

  out.flat = true;
  const FlatModel& model = keyer.model();
  out.certainty = static_cast<double>(model.border_share() * sharp * (1 - model.noise() / (8 * kMostNoise)));
  out.holes = holes;
  if (holes > 0) {
    // A hole may have been paint of the ground's colour, such as teeth: the more of the subject, the likelier.
    const double share = static_cast<double>(removed) / static_cast<double>(removed + keyer.subject_size());
    out.certainty *= 1 - kHoleDoubt - kHoleShareDoubt * share;
  }
  const Rgb centre = model.at(image.width / 2, image.height / 2);
  for (size_t c = 0; c < 3; ++c) out.colour[c] = static_cast<uint8_t>(std::lround(centre[c]));

  auto solid = SolidColours::of(keyer, image);
  if (!solid) return solid.error();
  auto cut = image::make_image(image.width, image.height);
  if (!cut) return cut.error();
  keyer.mark_near_background(kEdgeReach);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const uint8_t* const p = keyer.pixel(x, y);
      uint8_t* const to = cut->pixels.data() + 4 * keyer.index(x, y);
      std::memset(to, 0, 4);
      if (keyer.is_background(x, y)) continue;
      Mixture mixture{1, p};
      if (keyer.is_near(x, y) && !(keyer.is_drawn() && solid->has(p))) mixture = unmix(keyer, x, y);
      to[3] = static_cast<uint8_t>(std::lround(mixture.alpha * static_cast<float>(p[3])));
      if (to[3] != 0) std::memcpy(to, mixture.colour, 3);
    }
  }
  out.image = std::move(*cut);
  return out;
}

}  // namespace media::cutout
