// Internal: the one colour, or gentle gradient, that a flat background is made of.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "cutout/surface.h"
#include "image/image.h"

namespace media::cutout {

// A polynomial of second degree in x and y for each channel, fitted to what most of the border shows.
class FlatModel {
 public:
  static constexpr size_t kTerms = 6;  // 1, x, y, x², xy, y², with x and y from −1 to 1

  // Robust: border pixels that the subject covers do not count. `mask`, if given, marks further pixels (non-zero)
  // that are background.
  static FlatModel fit(image::ImageView image, const uint8_t* mask = nullptr);

  // Colour of the background at a pixel, 0 to 255.
  Rgb at(int x, int y) const;

  // Of each pixel of a row (RGBA) the largest difference of a channel from the background there, in steps of
  // 1/kSteps level.
  static constexpr float kSteps = 128;
  void distances(int y, const uint8_t* row, uint16_t* out) const;

  // Standard deviation of the pixels that fit, robustly: 0 for drawn images, about 1 for good JPEGs.
  float noise() const { return noise_; }

  // Raises noise and tolerance to what a codec left around the subject, which the border does not show.
  void allow(float ringing) {
    noise_ = std::max(noise_, ringing / 3);
    tolerance_ = std::max(tolerance_, ringing);
  }

  // How far, in levels of the worst channel, a pixel may be from the model and be background.
  float tolerance() const { return tolerance_; }

  // Share of border pixels that fit: of the whole border, and of the top, bottom, left and right.
  float border_share() const { return border_share_; }
  const std::array<float, 4>& side_shares() const { return side_shares_; }

 private:
  struct Sample {
    int x, y;
    const uint8_t* colour;
  };
  using Terms = std::array<double, kTerms>;

  Terms terms(int x, int y) const;
  bool solve(const std::vector<Sample>& samples, const std::vector<double>& weights, size_t count);

  double width_ = 1, height_ = 1;
  std::array<Terms, 3> coefficients_{};
  float noise_ = 0, tolerance_ = 0, border_share_ = 0;
  std::array<float, 4> side_shares_{};
};

// Largest difference of a channel.
float distance(const uint8_t* colour, const Rgb& from);

}  // namespace media::cutout
