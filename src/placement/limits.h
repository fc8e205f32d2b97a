// Clamping sizes; internal.
#pragma once

#include <algorithm>
#include <cmath>

#include "placement/placement.h"

namespace media::placement {

inline double clamp_size(double size, double smallest, double largest) {
  return std::max(smallest, std::min(size, largest));
}

// A size with a sign keeps the sign.
inline double clamp_signed(double size, double smallest, double largest) {
  return std::copysign(clamp_size(std::abs(size), smallest, largest), size);
}

// The factor on both sides of a size, clamped so that the sides keep the limits.
inline double clamp_scale(double scale, Size size, const SizeLimits& limits) {
  return clamp_size(scale, std::max(limits.smallest.width / size.width, limits.smallest.height / size.height),
                    std::min(limits.largest.width / size.width, limits.largest.height / size.height));
}

// Whether `box` is kept inside, within the rounding of doubles.
bool is_kept(const Box& box, const Rect& area, Keep keep);

}  // namespace media::placement
