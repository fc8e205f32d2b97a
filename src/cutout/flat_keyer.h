// Internal: which pixels of a picture are of its flat background.
#pragma once

#include <cmath>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "cutout/cutout.h"
#include "cutout/flat_ground.h"

namespace media::cutout {

// `enclosed` fits the background but hangs together with none of the border; `veil` is a soft shadow or glow.
enum Kind : uint8_t { subject = 0, background = 1, enclosed = 2, veil = 3 };

class Keyer {
 public:
  static Result<Keyer> of(image::ImageView image, bool jpeg);

  // Measures how far each pixel is from the ground, row by row: every step after this asks for it. Then marks it.
  void use(std::unique_ptr<Ground> ground);

  // Marks what fits the ground: what of it hangs together with the border as background, else as enclosed.
  void mark();

  // What three quarters of the subject are off the ground by, or less.
  float contrast() const;

  // How far pixels stray around the subject, away from its edge, where a codec rings (JPEG, in blocks of 8 × 8);
  // 0 where they do not.
  float ringing() const;
  void allow(float ringing) { ground_->allow(ringing); }

  // Makes what is enclosed background if it is a hole of some size, else subject. Areas that were removed, and their
  // pixels.
  std::pair<int, size_t> settle_holes(Holes holes);

  size_t subject_size() const;

  // Share of the subject's outline that stands out from the background within a few pixels.
  float sharp_share() const;

  // Whether the picture has an edge at a pixel: a step to a neighbour that is much of what colours range over nearby.
  bool has_edge(int x, int y) const;

  // Share of the subject's outline against the background that fades in over many pixels, as no antialiased edge does.
  float soft_share() const;

  const image::ImageView& image() const { return image_; }
  const Ground& ground() const { return *ground_; }
  const uint8_t* kinds() const { return kinds_.data(); }
  size_t index(int x, int y) const { return static_cast<size_t>(y) * static_cast<size_t>(image_.width) + static_cast<size_t>(x); }
  const uint8_t* pixel(int x, int y) const { return image_.data + 4 * index(x, y); }
  Kind kind(int x, int y) const { return static_cast<Kind>(kinds_[index(x, y)]); }
  void set_kind(size_t i, Kind kind) { kinds_[i] = kind; }

  // Makes a pixel subject that has the ground's colour, or nearly.
  Result<Done> paint(size_t i);
  // Whether such a one is within `reach`: what is near it is no mixture with the ground, though it is like one.
  bool is_by_painted(int x, int y, int reach) const {
    return painted_.size() > 0 && beside(x, y, reach, [&](int u, int v) { return painted_[index(u, v)] != 0; });
  }
  bool is_background(int x, int y) const { return kind(x, y) == background; }

  // Levels by which a pixel is off the ground.
  float off(size_t i) const { return static_cast<float>(offs_[i]) / Ground::kSteps; }

  // Without noise: exact colours mean something.
  bool is_drawn() const { return !jpeg_ && ground_->noise() < 0.75F; }

  // Whether one colour fills the square of 2 × 2 from here on: paint, which no codec's ringing does.
  bool is_solid(int x, int y) const {
    if (x + 1 >= image_.width || y + 1 >= image_.height) return false;
    const uint8_t *const p = pixel(x, y), *const below = pixel(x, y + 1);
    uint32_t here = 0, right = 0, under = 0, across = 0;
    std::memcpy(&here, p, 4), std::memcpy(&right, p + 4, 4), std::memcpy(&under, below, 4), std::memcpy(&across, below + 4, 4);
    return (((here ^ right) | (here ^ under) | (here ^ across)) & 0xFFFFFFU) == 0;
  }

  // Whether the picture goes evenly from lighter to darker along a row or a column, as paint may and a codec’s ringing does not.
  bool is_slope(int x, int y) const;

  template <class Visit>
  void around(int x, int y, int reach, Visit visit) const {
    for (int v = std::max(0, y - reach); v <= std::min(image_.height - 1, y + reach); ++v) {
      for (int u = std::max(0, x - reach); u <= std::min(image_.width - 1, x + reach); ++u) visit(u, v);
    }
  }

  template <class Test>
  bool beside(int x, int y, int reach, Test test) const {
    bool found = false;
    around(x, y, reach, [&](int u, int v) { found = found || test(u, v); });
    return found;
  }

  // Every pixel that is no background, row by row; of what is background eight are passed over at once.
  template <class Visit>
  void each_covered(Visit visit) const {
    for (int y = 0; y < image_.height; ++y) {
      const uint8_t* const row = kinds_.data() + index(0, y);
      for (int x = 0; x < image_.width;) {
        uint64_t eight = 0;
        if (x + 8 <= image_.width) std::memcpy(&eight, row + x, 8);
        if (eight == 0x0101010101010101ULL * background) {
          x += 8;
          continue;
        }
        for (const int end = std::min(image_.width, x + 8); x < end; ++x) {
          if (row[x] != background) visit(x, y);
        }
      }
    }
  }

  // Whether all of the pixels within `reach` (at most 3) to either side, above and below are subject.
  bool is_inside(int x, int y, int reach) const {
    if (x < 4 || y < reach || x + 4 >= image_.width || y + reach >= image_.height) return false;
    for (int v = y - reach; v <= y + reach; ++v) {
      uint64_t eight = 0;
      std::memcpy(&eight, kinds_.data() + index(x - 4, v), 8);
      if ((eight & masks[reach]) != 0) return false;
    }
    return true;
  }

 private:
  // Pixels of a row that fit the ground, from `first` up to `end`.
  struct Span {
    int y, first, end;
    uint32_t of;  // the span that stands for all that hang together with it; itself where it does
  };

  Keyer(image::ImageView image, Bytes kinds, Buffer<uint16_t> offs, bool jpeg)
      : image_(image), kinds_(std::move(kinds)), offs_(std::move(offs)), jpeg_(jpeg) {}

  static uint16_t in_steps(float levels) { return static_cast<uint16_t>(levels * Ground::kSteps); }
  void find_spans();
  uint32_t root(uint32_t span);

  // Of the eight bytes from four before a pixel on, those within a reach of it.
  static constexpr std::array<uint64_t, 4> masks{0x000000FF00000000ULL, 0x0000FFFFFF000000ULL, 0x00FFFFFFFFFF0000ULL, 0xFFFFFFFFFFFFFF00ULL};

  image::ImageView image_;
  Bytes kinds_;
  Buffer<uint16_t> offs_;  // from the ground, in its steps
  Bytes painted_;          // 1 where a pixel was painted; empty where none was
  std::unique_ptr<Ground> ground_;
  bool jpeg_;
  std::vector<Span> spans_;
};

}  // namespace media::cutout
