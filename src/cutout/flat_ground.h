// Internal: what a flat background is made of.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "cutout/surface.h"
#include "image/image.h"

namespace media::cutout {

// Largest difference of a channel.
float distance(const uint8_t* colour, const Rgb& from);

// A difference of colours as it counts where a codec has blurred the chroma: luma and a third of the chroma (ITU-R
// BT.601, as in JFIF).
Rgb as_codecs_blur(const Rgb& by);

// The colour that a background has at each pixel, and how well the picture's border shows it.
class Ground {
 public:
  virtual ~Ground() = default;

  // Colour of the background at a pixel, 0 to 255.
  virtual Rgb at(int x, int y) const = 0;

  // Of each pixel of a row (RGBA) the largest difference of a channel from the background there, in steps of
  // 1/kSteps level.
  static constexpr float kSteps = 128;
  virtual void distances(int y, const uint8_t* row, uint16_t* out) const;

  // Squares of a checkerboard, pixels; 0 where the background is none.
  virtual float square() const { return 0; }
  // Which of a checkerboard's two colours a pixel has.
  virtual bool is_second(int, int) const { return false; }

  // Whether the other has the same colours everywhere.
  virtual bool is_same(const Ground&) const { return false; }

  // Standard deviation of the pixels that fit, robustly: 0 for drawn images, about 1 for good JPEGs.
  float noise() const { return noise_; }
  // The same without what a codec left around the subject.
  float grain() const { return grain_; }

  // Raises noise and tolerance to what a codec left around the subject, which the border does not show.
  void allow(float ringing) {
    noise_ = std::max(noise_, ringing / 3);
    tolerance_ = std::max(tolerance_, ringing);
  }

  // How far, in levels of the worst channel, a pixel may be from the background and be part of it.
  float tolerance() const { return tolerance_; }

  // Share of border pixels that fit: of the whole border, and of the top, bottom, left and right.
  float border_share() const { return border_share_; }
  const std::array<float, 4>& side_shares() const { return side_shares_; }

 protected:
  explicit Ground(int width) : width_(width) {}

  struct Sample {
    int x, y;
    const uint8_t* colour;
  };
  // What a background is fitted to: the border, side by side, and places inside.
  struct Samples {
    std::vector<Sample> list;
    std::array<size_t, 5> ends{};  // of the four sides, the first being 0
    // `mask`, if given, marks pixels inside (non-zero) that are background; else, where asked for, all are taken.
    static Samples of(image::ImageView image, const uint8_t* mask, bool inside);
  };

  // Noise, tolerance and shares, from how far the samples are from at().
  void judge(const Samples& samples);

  int width_;
  float noise_ = 0, grain_ = 0, tolerance_ = 0, border_share_ = 0;
  std::array<float, 4> side_shares_{};
};

// One colour or a gentle gradient: a polynomial of second degree in x and y for each channel. `mask`, if given, marks
// further pixels (non-zero) that are background.
std::unique_ptr<Ground> fit_polynomial(image::ImageView image, const uint8_t* mask = nullptr);

// A gradient of any number of stops along a line or around a middle, or a vignette: its colour depends on one number
// of each pixel alone. Null where the smooth parts of the picture agree on no line and no middle.
std::unique_ptr<Ground> fit_profile(image::ImageView image);

// The checkerboard that stands for transparency, as part of the picture. Null where the border shows none.
std::unique_ptr<Ground> fit_checkerboard(image::ImageView image);

// Share of the picture's pixels, of some thousand everywhere, that are this near to the background.
double explained(const Ground& ground, image::ImageView image, float tolerance);

}  // namespace media::cutout
