// Internal: the exponential that weighs by distance, from a table.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace media::cutout {

// exp(−x) for x ≥ 0, from a table: within 1 % of what it is at 0 to 12, then 0.
class Fade {
 public:
  Fade() {
    for (size_t i = 0; i < of_.size(); ++i) of_[i] = std::exp(-(float(i) + 0.5F) / kSteps);
  }
  float operator()(float x) const { return x < 12 ? of_[size_t(x * kSteps)] : 0; }

 private:
  static constexpr float kSteps = 64;
  std::array<float, 768> of_;
};

}  // namespace media::cutout
