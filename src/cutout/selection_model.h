// Internal: a small picture in regions, and what they say of each other.
#pragma once

#include <cstdint>
#include <vector>

#include "cutout/regions.h"

namespace media::cutout {

// Of a geodesic from one region to the next, beside the difference of colour.
constexpr float kStepCost = 2.0F;

// Odds are natural logarithms: above 0 for what is selected.
class SelectionModel {
 public:
  explicit SelectionModel(image::ImageView small);

  struct Votes {
    std::vector<float> keep, remove;  // area of each region that speaks for and against
  };
  // How much each region looks like what speaks for it, in the picture as a whole and near it.
  struct ColourOdds {
    std::vector<float> whole, near;
    std::vector<float> both() const;  // weighed
  };
  ColourOdds colour_odds(const Votes& votes) const;
  // How like each region is to those that are named: from 0 to 1, and how much of them lies near it, in regions.
  struct Likeness {
    std::vector<float> whole, near;
  };
  Likeness likeness(const std::vector<uint8_t>& named) const;
  // Way to each region from the nearest of `from`: differences of colour less `ignored`, and `place` for each step.
  std::vector<float> geodesic(const std::vector<uint8_t>& from, float place, float ignored) const;
  // The highest step of colour on the way to each region, where it is least.
  std::vector<float> highest_step(const std::vector<uint8_t>& from) const;
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
  float rough(size_t r) const { return rough_[r]; }         // deviation of colour in a region and its neighbours
  float step() const { return step_; }                      // between centres of regions, pixels
  float contrast() const { return contrast_; }              // mean squared difference of colour across borders
  float pixel_contrast() const { return pixel_contrast_; }  // and between pixels

 private:
  std::vector<float> roughness() const;

  int width_, height_;
  std::vector<Lab> lab_;
  Regions regions_;
  float step_ = 1, contrast_ = 1, pixel_contrast_ = 1;
  std::vector<float> rough_;
  std::vector<float> by_colour_, by_place_;  // kernels between all pairs of regions
};

}  // namespace media::cutout
