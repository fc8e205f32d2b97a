// Where a pixel of one grid lies between two of another: half-pixel centres, borders held.
#pragma once

#include <algorithm>
#include <cstddef>

namespace media::cutout {

struct Between {
  size_t low, high;
  float share;  // of `high`; the rest is of `low`
};

inline Between between(int i, int from, int to) {
  const double centre = std::clamp((i + 0.5) * from / to - 0.5, 0.0, from - 1.0);
  const auto low = static_cast<size_t>(centre);
  return {low, std::min(low + 1, static_cast<size_t>(from) - 1), static_cast<float>(centre - static_cast<double>(low))};
}

}  // namespace media::cutout
