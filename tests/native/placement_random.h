// Random boxes, the same in every run.
#pragma once

#include <random>

#include "placement/placement.h"

namespace media::placement {

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  double in(double from, double to) { return std::uniform_real_distribution<double>(from, to)(engine_); }
  size_t below(size_t count) { return std::uniform_int_distribution<size_t>(0, count - 1)(engine_); }
  Point point() { return {in(-500, 2000), in(-500, 2000)}; }
  Box box() { return {in(-500, 2000), in(-500, 2000), in(0.5, 900), in(0.5, 900), in(-720, 720)}; }
  Box upright() {
    Box out = box();
    out.rotation = 0;
    return out;
  }
  std::vector<Box> boxes(size_t count) {
    std::vector<Box> out(count);
    for (Box& b : out) b = box();
    return out;
  }

 private:
  std::mt19937 engine_;
};

}  // namespace media::placement
