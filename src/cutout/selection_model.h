// Internal: a small picture in regions, and what they say of each other.
#pragma once

#include <cstdint>
#include <vector>

#include "cutout/regions.h"

namespace media::cutout {

// Odds are natural logarithms: above 0 for what is selected.
class SelectionModel {
 public:
  explicit SelectionModel(image::ImageView small);

  struct Votes {
    std::vector<float> keep, remove;  // area of each region that speaks for and against
  };
  // How much each region looks like what speaks for it, near it and in the picture as a whole.
  std::vector<float> colour_odds(const Votes& votes) const;
  // Way to each region from the nearest of `from`: differences of colour less `ignored`, and `place` for each step.
  std::vector<float> geodesic(const std::vector<uint8_t>& from, float place, float ignored) const;
  // The regions that are selected at the least cost; `fixed` ones (above 0: selected, below: not) stay.
  std::vector<uint8_t> cut(const std::vector<float>& odds, const std::vector<int8_t>& fixed) const;
  // Area of the regions that are named.
  float area(const std::vector<uint8_t>& selected) const;

  int width() const { return width_; }
  int height() const { return height_; }
  size_t pixels() const { return lab_.size(); }
  const std::vector<Lab>& lab() const { return lab_; }
  const Regions& regions() const { return regions_; }
  const Region& region(size_t r) const { return regions_.list[r]; }
  float step() const { return step_; }                      // between centres of regions, pixels
  float contrast() const { return contrast_; }              // mean squared difference of colour across borders
  float pixel_contrast() const { return pixel_contrast_; }  // and between pixels

 private:
  std::vector<float> roughness() const;

  int width_, height_;
  std::vector<Lab> lab_;
  Regions regions_;
  float step_ = 1, contrast_ = 1, pixel_contrast_ = 1;
  std::vector<float> by_colour_, by_place_;  // kernels between all pairs of regions
};

}  // namespace media::cutout
