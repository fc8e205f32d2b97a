#include <algorithm>
#include <cmath>
#include <cstring>

#include "cutout/cutout.h"
#include "cutout/foreground.h"

namespace media::cutout {
namespace {

float unit(float value) { return std::clamp(value, 0.0F, 1.0F); }

float activate(float value, Activation activation) {
  switch (activation) {
    case Activation::none:
      return value;
    case Activation::clip:
      return unit(value);
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

// Resampling overshoots beside edges: clipped again.
Result<image::Plane> fit(image::PlaneView plane, int width, int height) {
  auto fitted = image::resize(plane, width, height, image::Filter::lanczos3);
  if (!fitted) return fitted;
  for (float& value : fitted->values.span()) value = unit(value);
  return fitted;
}

bool is_size(int width, int height) { return width >= 1 && height >= 1; }

}  // namespace

Result<image::Plane> mask(image::PlaneView output, const MaskSpec& spec, int width, int height) {
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
  for (float& value : values->span()) value = unit(value);
  return fit({values->data(), output.width, output.height}, width, height);
}

Result<image::Plane> mask_from_bytes(ByteView bytes, int width, int height) {
  if (!is_size(width, height) || bytes.size() != static_cast<size_t>(width) * height) {
    return Error{ErrorCode::invalid_argument, "A mask has one value for each pixel of its width and height."};
  }
  auto values = Buffer<float>::make(bytes.size());
  if (!values) return values.error();
  for (size_t i = 0; i < bytes.size(); ++i) (*values)[i] = static_cast<float>(bytes[i]) / 255;
  return image::Plane{std::move(*values), width, height};
}

Result<Bytes> mask_to_bytes(image::PlaneView plane) {
  auto bytes = Bytes::make(static_cast<size_t>(plane.width) * plane.height);
  if (!bytes) return bytes;
  for (size_t i = 0; i < bytes->size(); ++i) {
    (*bytes)[i] = static_cast<uint8_t>(std::lround(unit(plane.data[i]) * 255));
  }
  return bytes;
}

Result<image::Image> apply(image::ImageView source, image::PlaneView mask, bool unmixed) {
  if (!is_size(source.width, source.height) || !is_size(mask.width, mask.height)) {
    return Error{ErrorCode::invalid_argument, "An image and its mask are at least 1 pixel wide and high."};
  }
  image::Plane fitted;
  if (mask.width != source.width || mask.height != source.height) {
    auto resized = fit(mask, source.width, source.height);
    if (!resized) return resized.error();
    fitted = std::move(*resized);
    mask = fitted;
  }
  const size_t count = static_cast<size_t>(source.width) * source.height;
  auto cut = image::make_image(source.width, source.height);
  if (!cut) return cut;
  std::memcpy(cut->pixels.data(), source.data, count * 4);
  if (unmixed) {
    const auto done = unmix(*cut, mask);
    if (!done) return done.error();
  }
  for (size_t i = 0; i < count; ++i) {
    uint8_t* const pixel = cut->pixels.data() + 4 * i;
    // A NaN fails the comparison of std::clamp's bounds and would pass through: it counts as background.
    const float opacity = mask.data[i] > 0 ? std::min(mask.data[i], 1.0F) : 0.0F;
    pixel[3] = static_cast<uint8_t>(static_cast<float>(pixel[3]) * opacity + 0.5F);
    if (pixel[3] == 0) std::memset(pixel, 0, 3);
  }
  return cut;
}

}  // namespace media::cutout
