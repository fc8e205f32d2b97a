// Resampling kernels; stretched by the scale when shrinking, which is what antialiases.
#include "image/resize_weights.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/sine.h"

namespace media::image {
namespace {

double sinc(double x) { return x == 0 ? 1 : sine_cosine(180 * x).sine / (std::numbers::pi * x); }

double lanczos3(double x) { return std::abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0; }

// Keys, "Cubic convolution interpolation for digital image processing" (1981), a = -1/2.
double bicubic(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return ((x - 5) * x + 8) * x * a - 4 * a;
  return 0;
}

double bilinear(double x) { return std::max(0.0, 1 - std::abs(x)); }

double box(double x) { return x > -0.5 && x <= 0.5 ? 1 : 0; }

struct Kernel {
  double (*at)(double);
  double radius;
};

// In the order of Filter.
constexpr Kernel kKernels[] = {{lanczos3, 3}, {bicubic, 2}, {bilinear, 1}, {box, 0.5}};

}  // namespace

Result<Weights> resize_weights(int from, int to, Filter filter) {
  if (from == to) filter = Filter::box;  // nothing to do: each sample is its own
  const Kernel& kernel = kKernels[static_cast<int>(filter)];
  double scale = static_cast<double>(from) / to;
  double stretch = std::max(scale, 1.0);
  double radius = kernel.radius * stretch;

  Weights out;
  out.taps = static_cast<int>(std::ceil(radius)) * 2 + 1;
  auto outputs = static_cast<size_t>(to), taps = static_cast<size_t>(out.taps);
  auto first = Buffer<int>::make(outputs), count = Buffer<int>::make(outputs);
  auto weights = Buffer<double>::zeroed(outputs * taps);
  if (!first) return first.error();
  if (!count) return count.error();
  if (!weights) return weights.error();

  for (size_t i = 0; i < outputs; ++i) {
    double centre = (static_cast<double>(i) + 0.5) * scale;
    int begin = std::max(0, static_cast<int>(centre - radius + 0.5));
    int end = std::min(from, static_cast<int>(centre + radius + 0.5));
    double* row = weights->data() + i * taps;
    double sum = 0;
    for (int k = 0; k < end - begin; ++k) sum += row[k] = kernel.at((begin + k - centre + 0.5) / stretch);
    if (sum != 0) {
      for (int k = 0; k < end - begin; ++k) row[k] /= sum;
    }
    (*first)[i] = begin;
    (*count)[i] = end - begin;
  }
  out.first = std::move(*first);
  out.count = std::move(*count);
  out.weights = std::move(*weights);
  return out;
}

}  // namespace media::image
