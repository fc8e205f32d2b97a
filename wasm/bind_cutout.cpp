// Bindings of src/cutout. Images are RGBA bytes; masks are bytes (0–255) or floats (0–1), told by their length.
#include <emscripten/bind.h>

#include "bridge.h"
#include "cutout/cutout.h"

namespace media::bridge {
namespace {

Bytes raw(const Buffer<float>& values, Bytes out) {
  std::memcpy(out.data(), values.data(), out.size());
  return out;
}

Address send_floats(const Buffer<float>& values) {
  auto out = Bytes::make(values.size() * sizeof(float));
  return out ? reply("", raw(values, std::move(*out))) : fail(out.error());
}

bool covers(uint32_t byte_length, int width, int height, int pixel_size) {
  return width >= 1 && height >= 1 && static_cast<uint64_t>(width) * height * pixel_size == byte_length;
}

Address bad_image() {
  return fail({ErrorCode::invalid_argument, "An image has 4 bytes for each pixel of its width and height."});
}

image::ImageView view(Address address, int width, int height) {
  return {reinterpret_cast<const uint8_t*>(address), width, height};
}

}  // namespace

// scale, then mean and deviation of red, green and blue.
Address cutout_tensor(Address pixels, uint32_t pixels_length, Address numbers, uint32_t numbers_length, int width,
                      int height, int input_width, int input_height) {
  if (!covers(pixels_length, width, height, 4)) return bad_image();
  const auto n = array<double>(numbers, numbers_length);
  if (n.size() != 7) return fail({ErrorCode::invalid_argument, "A model row has seven numbers."});
  const cutout::TensorSpec spec{input_width, input_height, n[0], {n[1], n[2], n[3]}, {n[4], n[5], n[6]}};
  const auto values = cutout::tensor(view(pixels, width, height), spec);
  return values ? send_floats(*values) : fail(values.error());
}

// The network's output as 8-bit mask values of the image's size.
Address cutout_mask(Address output, uint32_t output_length, int output_width, int output_height, int activation,
                    bool stretch, int width, int height) {
  if (!covers(output_length, output_width, output_height, sizeof(float))) {
    return fail({ErrorCode::model_mismatch, "The network's output is not one plane of numbers."});
  }
  const image::PlaneView plane{reinterpret_cast<const float*>(output), output_width, output_height};
  const auto mask = cutout::mask(plane, {static_cast<cutout::Activation>(activation), stretch}, width, height);
  if (!mask) return fail(mask.error());
  auto bytes = cutout::mask_to_bytes(*mask);
  return bytes ? reply("", std::move(*bytes)) : fail(bytes.error());
}

Address cutout_apply(Address pixels, uint32_t pixels_length, Address values, uint32_t values_length, int width,
                     int height, int mask_width, int mask_height) {
  if (!covers(pixels_length, width, height, 4)) return bad_image();
  image::Plane converted;
  image::PlaneView mask{reinterpret_cast<const float*>(values), mask_width, mask_height};
  if (!covers(values_length, mask_width, mask_height, sizeof(float))) {
    auto plane = cutout::mask_from_bytes(bytes(values, values_length), mask_width, mask_height);
    if (!plane) return fail(plane.error());
    converted = std::move(*plane);
    mask = converted;
  }
  auto cut = cutout::apply(view(pixels, width, height), mask);
  return cut ? reply("", std::move(cut->pixels)) : fail(cut.error());
}

EMSCRIPTEN_BINDINGS(cutout) {
  emscripten::function("cutout_tensor", &cutout_tensor);
  emscripten::function("cutout_mask", &cutout_mask);
  emscripten::function("cutout_apply", &cutout_apply);
}

}  // namespace media::bridge
