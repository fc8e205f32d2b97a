#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

#include "cutout/cutout.h"
#include "cutout/foreground.h"

namespace media::cutout {
namespace {

float activate(float value, Activation activation) {
  switch (activation) {
    case Activation::none:
      return value;
    case Activation::clip:
      return std::clamp(value, 0.0F, 1.0F);
    case Activation::sigmoid:
      return 1 / (1 + std::exp(-value));
  }
  return value;
}

void stretch(std::span<float> values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const float least = *low;
  const float range = *high - least;
  if (!(range > 1e-6F)) return;
  for (float& value : values) value = (value - least) / range;
}

uint8_t to_byte(float value) { return value > 0 ? static_cast<uint8_t>(std::min(value, 1.0F) * 255 + 0.5F) : uint8_t{0}; }

bool is_size(int width, int height) { return width >= 1 && height >= 1; }

}  // namespace

Result<image::Grey> mask(image::PlaneView output, const MaskSpec& spec, int width, int height) {
  if (!is_size(output.width, output.height) || !is_size(width, height)) {
    return Error{ErrorCode::invalid_argument, "A mask is at least 1 pixel wide and high."};
  }
  const size_t count = static_cast<size_t>(output.width) * output.height;
  auto values = Buffer<float>::make(count);
  if (!values) return values.error();
  for (size_t i = 0; i < count; ++i) {
    const float value = activate(output.data[i], spec.activation);
    if (!std::isfinite(value)) {
      return Error{ErrorCode::inference_failed, "The network's output has values that are not numbers."};
    }
    (*values)[i] = value;
  }
  if (spec.stretch) stretch(values->span());
  // To bytes first, as the models' own code does: resampling bytes is several times as fast.
  auto own = to_mask({values->data(), output.width, output.height});
  if (!own || (output.width == width && output.height == height)) return own;
  return image::resize(image::GreyView(*own), width, height, image::Filter::lanczos3);
}

Result<image::Grey> to_mask(image::PlaneView plane) {
  auto out = image::make_grey(plane.width, plane.height);
  if (!out) return out;
  for (size_t i = 0; i < out->values.size(); ++i) out->values[i] = to_byte(plane.data[i]);
  return out;
}

Result<image::Image> apply(image::ImageView source, image::GreyView mask, bool unmixed) {
  if (!is_size(source.width, source.height) || !is_size(mask.width, mask.height)) {
    return Error{ErrorCode::invalid_argument, "An image and its mask are at least 1 pixel wide and high."};
  }
  image::Grey fitted;
  if (mask.width != source.width || mask.height != source.height) {
    auto resized = image::resize(mask, source.width, source.height, image::Filter::lanczos3);
    if (!resized) return resized.error();
    fitted = std::move(*resized);
    mask = fitted;
  }
  auto cut = image::make_image(source.width, source.height);
  if (!cut) return cut;
  std::optional<Foreground> foreground;
  if (unmixed) {
    auto estimated = Foreground::estimate(source, mask);
    if (!estimated) return estimated.error();
    foreground.emplace(std::move(*estimated));
  }
  const auto width = static_cast<size_t>(source.width);
  for (int y = 0; y < source.height; ++y) {
    const size_t start = static_cast<size_t>(y) * width;
    uint8_t* const pixels = cut->pixels.data() + 4 * start;
    std::memcpy(pixels, source.data + 4 * start, 4 * width);
    if (foreground) foreground->unmix_row(y, pixels);
    for (size_t x = 0; x < width; ++x) {
      uint32_t pixel = 0;
      std::memcpy(&pixel, pixels + 4 * x, 4);
      const uint32_t alpha = ((pixel >> 24) * mask.data[start + x] + 127) / 255;
      pixel = alpha == 0 ? 0 : (pixel & 0xFFFFFFU) | alpha << 24;
      std::memcpy(pixels + 4 * x, &pixel, 4);
    }
  }
  return cut;
}

}  // namespace media::cutout
