#include <algorithm>
#include <cmath>

#include "cutout/cutout.h"

namespace media::cutout {
namespace {

constexpr int kLargestTensorSide = 4096;
constexpr int kBackdrop = 128;  // middle grey, behind transparent pixels

constexpr double kLargestNumber = 1e6, kLeastDeviation = 1e-6;

Error out_of_range() {
  return {ErrorCode::invalid_argument, "A model's scale and deviations are 0.000001 to 1000000, its means up to that."};
}

// A channel as the network sees it, 0 to 255.
int over_backdrop(int channel, int alpha) {
  return (channel * alpha + kBackdrop * (255 - alpha) + 127) / 255;
}

}  // namespace

Result<Buffer<float>> tensor(image::ImageView image, const TensorSpec& spec) {
  const auto in_range = [](int side) { return side >= 1 && side <= kLargestTensorSide; };
  if (!in_range(spec.width) || !in_range(spec.height)) {
    return Error{ErrorCode::model_mismatch, "The model's input must be 1 to 4096 pixels wide and high."};
  }
  if (!(spec.scale >= 0 && spec.scale <= kLargestNumber)) return out_of_range();
  for (size_t c = 0; c < 3; ++c) {
    const double deviation = std::abs(spec.deviation[c]);
    if (!(deviation >= kLeastDeviation && deviation <= kLargestNumber) || !(std::abs(spec.mean[c]) <= kLargestNumber)) return out_of_range();
  }
  if (spec.scale > 0 && spec.scale < kLeastDeviation) return out_of_range();
  auto resized = image::resize(image, spec.width, spec.height, image::Filter::lanczos3);
  if (!resized) return resized.error();
  const size_t area = static_cast<size_t>(spec.width) * spec.height;
  auto values = Buffer<float>::make(3 * area);
  if (!values) return values;

  uint8_t* const pixels = resized->pixels.data();
  int largest = 0;
  for (size_t i = 0; i < area; ++i) {
    uint8_t* const p = pixels + 4 * i;
    for (int c = 0; c < 3; ++c) {
      p[c] = static_cast<uint8_t>(over_backdrop(p[c], p[3]));
      largest = std::max<int>(largest, p[c]);
    }
  }
  const double scale = spec.scale > 0 ? spec.scale : std::max(largest, 1);
  for (size_t c = 0; c < 3; ++c) {
    const auto factor = static_cast<float>(1 / (scale * spec.deviation[c]));
    const auto offset = static_cast<float>(-spec.mean[c] / spec.deviation[c]);
    float* const plane = values->data() + c * area;
    for (size_t i = 0; i < area; ++i) plane[i] = static_cast<float>(pixels[4 * i + c]) * factor + offset;
  }
  return values;
}

}  // namespace media::cutout
