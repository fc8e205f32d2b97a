// Internal: which pixels of a small picture belong to what was marked.
#pragma once

#include <optional>
#include <vector>

#include "cutout/regions.h"

namespace media::cutout {

enum class Mark : uint8_t { none, keep, remove };

struct Area {
  float left = 0, top = 0, right = 0, bottom = 0;  // pixels of the small picture
};

// What is known when a selection is to be found anew.
struct Evidence {
  const std::vector<Mark>& marks;        // per pixel: where strokes went
  const std::vector<uint8_t>& labels;    // per pixel: 1 what is selected now
  bool labelled = false;                 // false: `labels` say nothing yet
  bool trusted = false;                  // labels come from a mask: what lies far from the newest stroke is held
  bool settled = false;                  // a stroke corrects: one that keeps removes nothing, and the reverse
  std::optional<Area> box;
  std::vector<int> newest;               // pixels of the stroke that was just drawn
};

class SelectionModel {
 public:
  SelectionModel(image::ImageView small);

  // 1 for each selected pixel.
  std::vector<uint8_t> solve(const Evidence& evidence) const;
  int width() const { return width_; }
  int height() const { return height_; }

 private:
  struct Votes {
    std::vector<float> keep, remove;  // area of each region that speaks for and against
  };
  std::vector<float> colour_odds(const Votes& votes) const;
  std::vector<float> geodesic(const std::vector<uint8_t>& from, float place, float ignored) const;
  std::vector<uint8_t> cut(const std::vector<float>& odds, const std::vector<int8_t>& fixed) const;
  std::vector<uint8_t> polish(const std::vector<uint8_t>& selected, const std::vector<float>& odds, const Evidence& evidence, const std::vector<uint8_t>& held) const;

  int width_, height_;
  std::vector<Lab> lab_;
  Regions regions_;
  float step_ = 1;          // between centres of regions
  float contrast_ = 1;      // mean across borders
  float pixel_contrast_ = 1;
  std::vector<float> by_colour_, by_place_;  // kernels between all pairs of regions
};

}  // namespace media::cutout
