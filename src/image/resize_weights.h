// What each output sample of one axis is made of.
#pragma once

#include "image/image.h"

namespace media::image {

// Output i is the sum over k < count[i] of weights[i * taps + k] × input[first[i] + k].
struct Weights {
  int taps = 0;  // the most that any output uses
  Buffer<int> first;
  Buffer<int> count;
  Buffer<double> weights;  // each output's sum to 1; 0 beyond its count
};

// The axis's `from` samples seen as `to` samples. Not for Filter::nearest, which weighs nothing.
Result<Weights> resize_weights(int from, int to, Filter filter);

}  // namespace media::image
