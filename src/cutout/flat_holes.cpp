// A picture as areas within areas: the ground, the subject's pieces on it, what they enclose, what lies in there. In an
// eye there is a pupil, and little of the subject is eye; a letter's counter holds nothing; a ring around a sign is
// mostly inside. Teeth border on the mouth, the counter of a letter on what borders on the ground outside too.
#include "cutout/flat_holes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace media::cutout {
namespace {

constexpr size_t kMostAreas = 20000;  // more are noise or a pattern, of which nothing is told
constexpr size_t kMostLooked = 256;   // pieces whose rims are looked at
constexpr size_t kLeastHole = 6;      // pixels
constexpr float kClear = 0.5F;        // of what most of the subject is off the ground by
constexpr double kLeastPupil = 0.02;  // of what lies in the eye's outline
constexpr double kMostEye = 0.15;     // of what lies in the subject's outline
constexpr double kMostEyeOfTwo = 0.35, kAlike = 0.5;
constexpr int kIn = 3;                // pixels from an edge, where it is no mixture any more
constexpr float kApart = 64;           // levels by which colours are others
constexpr double kSeldom = 0.02;      // share of a rim below which a colour may be a mixture
constexpr double kMostlyInner = 0.4;  // share of a hole's rim in colours that the outer rim has not

struct Area {
  size_t parent = 0;  // the area around it; its own for the ground
  Kind kind = background;
  size_t size = 0, filled = 0;  // without and with what lies in it
  size_t pupils = 0;            // areas in it of some size
  bool clear = false;           // what a codec leaves around edges is not
  bool eye = false, kept = false;
};

// Colours in coarse bins: how often, and their sums.
struct Rim {
  static constexpr size_t kBins = 512;
  struct Bin {
    size_t count = 0;
    std::array<size_t, 3> sums{};
  };
  std::vector<Bin> bins = std::vector<Bin>(kBins);
  size_t all = 0;

  void add(const uint8_t* p) {
    Bin& bin = bins[size_t{p[0]} >> 5U << 6U | size_t{p[1]} >> 5U << 3U | size_t{p[2]} >> 5U];
    ++bin.count, ++all;
    for (size_t c = 0; c < 3; ++c) bin.sums[c] += p[c];
  }
  static Rgb mean(const Bin& bin) {
    Rgb out{};
    for (size_t c = 0; c < 3; ++c) out[c] = static_cast<float>(bin.sums[c]) / static_cast<float>(bin.count);
    return out;
  }
  bool often(const Bin& bin) const { return bin.count > 0 && static_cast<double>(bin.count) >= kSeldom * static_cast<double>(all); }

  // Share of it in colours that another has not.
  double unlike(const Rim& other) const {
    if (all == 0 || other.all == 0) return 0;
    size_t out = 0;
    for (const Bin& bin : bins) {
      if (!often(bin)) continue;
      const Rgb colour = mean(bin);
      bool there = false;
      for (const Bin& by : other.bins) {
        if (!other.often(by)) continue;
        const Rgb away = mean(by);
        there = there || std::max({std::abs(colour[0] - away[0]), std::abs(colour[1] - away[1]), std::abs(colour[2] - away[2])}) < kApart;
      }
      out += there ? 0 : bin.count;
    }
    return static_cast<double>(out) / static_cast<double>(all);
  }
};

class Areas {
 public:
  // Labels each pixel by two passes; false where there are too many areas or too little memory.
  bool find(const Keyer& keyer) {
    const auto [w, h] = std::pair(static_cast<size_t>(keyer.image().width), static_cast<size_t>(keyer.image().height));
    auto labels = Buffer<uint32_t>::make(w * h);
    if (!labels) return false;
    labels_ = std::move(*labels);
    std::vector<uint32_t> of{0};  // provisional labels; what belongs to the ground is 0
    std::vector<Kind> kinds{background};
    const auto root = [&](uint32_t i) {
      while (of[i] != i) i = of[i] = of[of[i]];
      return i;
    };
    const auto kind_at = [&](size_t i) {
      const Kind kind = static_cast<Kind>(keyer.kinds()[i]);
      return kind == veil ? background : kind;
    };
    for (size_t y = 0, i = 0; y < h; ++y) {
      for (size_t x = 0; x < w; ++x, ++i) {
        const Kind kind = kind_at(i);
        if (kind == background) {
          labels_.data()[i] = 0;
          continue;
        }
        if (kind == subject && y > 0 && kind_at(i - w) == subject) {  // with which all the others hang together
          labels_.data()[i] = labels_.data()[i - w];
          continue;
        }
        uint32_t label = UINT32_MAX;
        // What is enclosed hangs together over sides, the subject over corners too.
        const size_t corners = kind == subject ? 1 : 0;
        size_t from = i, end = i;
        if (y > 0) from = i - w - (x > 0 ? corners : 0), end = i - w + 1 + (x + 1 < w ? corners : 0);
        if (x > 0 && labels_.data()[i - 1] != 0 && kind_at(i - 1) == kind) label = root(labels_.data()[i - 1]);
        for (size_t other = from; other < end; ++other) {
          if (kind_at(other) != kind) continue;
          const uint32_t there = root(labels_.data()[other]);
          if (label == UINT32_MAX) label = there;
          of[std::max(label, there)] = std::min(label, there);
          label = std::min(label, there);
        }
        if (label == UINT32_MAX) {
          label = static_cast<uint32_t>(of.size());
          if (of.size() > 16 * kMostAreas) return false;
          of.push_back(label);
          kinds.push_back(kind);
        }
        labels_.data()[i] = label;
      }
    }
    std::vector<uint32_t> final_of(of.size(), 0);
    areas.push_back({});
    for (uint32_t i = 1; i < of.size(); ++i) {
      if (root(i) == i) {
        final_of[i] = static_cast<uint32_t>(areas.size());
        areas.push_back({});
        areas.back().kind = kinds[i];
      } else {
        final_of[i] = final_of[root(i)];
      }
    }
    if (areas.size() > kMostAreas) return false;
    // The pixel before an area's first one is of what lies around it.
    for (size_t i = 0; i < w * h; ++i) {
      uint32_t& label = labels_.data()[i];
      label = final_of[label];
      if (areas[label].size++ == 0 && label != 0 && i % w != 0) areas[label].parent = labels_.data()[i - 1];
    }
    for (size_t a = areas.size(); --a > 0;) {
      areas[a].filled += areas[a].size;
      areas[areas[a].parent].filled += areas[a].filled;
    }
    return true;
  }

  uint32_t at(size_t i) const { return labels_.data()[i]; }

  std::vector<Area> areas;

 private:
  Buffer<uint32_t> labels_;
};

double share(size_t part, size_t whole) { return static_cast<double>(part) / static_cast<double>(std::max<size_t>(1, whole)); }

// Whether each enclosed area with something in it is an eye of what it lies in.
void find_eyes(std::vector<Area>& areas) {
  for (Area& area : areas) {
    if (area.kind != subject || areas[area.parent].kind != enclosed || !area.clear) continue;
    if (share(area.filled, areas[area.parent].filled) >= kLeastPupil) ++areas[area.parent].pupils;
  }
  std::vector<size_t> holes;
  for (size_t a = 1; a < areas.size(); ++a) {
    if (areas[a].kind == enclosed && areas[a].size >= kLeastHole && areas[a].pupils > 0) holes.push_back(a);
  }
  if (holes.size() > kMostLooked) return;
  for (const size_t i : holes) {
    Area& hole = areas[i];
    const double part = share(hole.filled, areas[hole.parent].filled);
    bool two = false;
    for (const size_t j : holes) {
      const Area& other = areas[j];
      two = two || (j != i && other.parent == hole.parent && share(std::min(hole.filled, other.filled), std::max(hole.filled, other.filled)) >= kAlike);
    }
    hole.eye = part <= (two ? kMostEyeOfTwo : kMostEye);
  }
}

// Keeps what lies within paint that the outer rim of the subject does not show.
void keep_inner(const Keyer& keyer, Areas& in) {
  std::vector<Area>& areas = in.areas;
  std::vector<size_t> slots(areas.size(), 0);  // from 1 on, of a piece with holes and of a hole
  size_t count = 0, pieces = 0;
  for (size_t a = 1; a < areas.size(); ++a) {
    if (areas[a].kind != enclosed || areas[a].kept || areas[a].size < kLeastHole) continue;
    if (slots[areas[a].parent] == 0) slots[areas[a].parent] = ++count, ++pieces;
    slots[a] = ++count;
  }
  if (count == 0 || count > kMostLooked) return;
  std::vector<Rim> rims(count);
  const int w = keyer.image().width, h = keyer.image().height;
  const auto look = [&](int x, int y, int dx, int dy) {
    if (x + dx >= 0 && x + dx < w && y + dy >= 0 && y + dy < h && keyer.kind(x + dx, y + dy) != subject) return;
    const int u = x + kIn * dx, v = y + kIn * dy;
    if (u < 0 || v < 0 || u >= w || v >= h) return;
    const uint32_t out = in.at(keyer.index(x, y)), piece = in.at(keyer.index(x + dx, y + dy));
    if (out == piece || areas[piece].kind != subject || slots[piece] == 0) return;
    const size_t slot = areas[piece].parent == out ? slots[piece] : areas[out].parent == piece ? slots[out] : 0;
    if (slot == 0 || in.at(keyer.index(u, v)) != piece) return;
    rims[slot - 1].add(keyer.pixel(u, v));
  };
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      if (keyer.kind(x, y) == subject) continue;
      for (int side = 0; side < 4; ++side) look(x, y, side < 2 ? 2 * side - 1 : 0, side < 2 ? 0 : 2 * side - 5);
    }
  }
  for (size_t a = 1; a < areas.size(); ++a) {
    if (areas[a].kind != enclosed || slots[a] == 0) continue;
    areas[a].kept = rims[slots[a] - 1].unlike(rims[slots[areas[a].parent] - 1]) >= kMostlyInner;
  }
}

}  // namespace

size_t keep_painted(Keyer& keyer) {
  const auto w = static_cast<size_t>(keyer.image().width);
  const size_t area = w * static_cast<size_t>(keyer.image().height);
  if (keyer.ground().square() > 0 || std::memchr(keyer.kinds(), enclosed, area) == nullptr) return 0;
  Areas in;
  if (!in.find(keyer)) return 0;
  std::vector<Area>& areas = in.areas;
  const float least = kClear * keyer.contrast();
  for (size_t i = 0; i < area; ++i) {
    if (Area& piece = areas[in.at(i)]; piece.kind == subject && !piece.clear && keyer.off(i) >= least) {
      piece.clear = keyer.is_inside(static_cast<int>(i % w), static_cast<int>(i / w), 1);
    }
  }
  find_eyes(areas);
  // Parents come before what lies in them: what has eyes keeps all that it encloses.
  for (const Area& hole : areas) areas[hole.parent].eye = areas[hole.parent].eye || hole.eye;
  for (size_t a = 1; a < areas.size(); ++a) areas[a].kept = areas[areas[a].parent].kept || (areas[a].kind == enclosed && areas[areas[a].parent].eye);
  keep_inner(keyer, in);
  size_t kept = 0;
  for (size_t i = 0; i < area; ++i) {
    if (keyer.kinds()[i] != enclosed || !areas[in.at(i)].kept) continue;
    keyer.set_kind(i, subject);
    ++kept;
  }
  return kept;
}

}  // namespace media::cutout
