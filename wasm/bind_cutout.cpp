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

// A mask as it came in: bytes where they lie, floats converted.
class MaskInput {
 public:
  static Result<MaskInput> of(Address values, uint32_t length, int width, int height) {
    if (covers(length, width, height, 1)) return MaskInput({reinterpret_cast<const uint8_t*>(values), width, height}, {});
    if (!covers(length, width, height, sizeof(float))) {
      return Error{ErrorCode::invalid_argument, "A mask has one value for each pixel of its width and height."};
    }
    auto mask = cutout::to_mask({reinterpret_cast<const float*>(values), width, height});
    if (!mask) return mask.error();
    const image::GreyView converted = *mask;  // a Buffer keeps its address when it is moved
    return MaskInput(converted, std::move(*mask));
  }
  image::GreyView view() const { return view_; }

 private:
  MaskInput(image::GreyView mask, image::Grey owned) : view_(mask), owned_(std::move(owned)) {}
  image::GreyView view_;
  image::Grey owned_;
};

Address send_image(Result<image::Image> image) {
  return image ? reply("", std::move(image->pixels)) : fail(image.error());
}

// A share as text. std::to_string of a double would bring all of printf into the module.
std::string millionths(double share) { return std::to_string(static_cast<int>(share * 1e6 + 0.5)); }

std::string word(bool value) { return value ? "true" : "false"; }

std::string triple(const std::array<uint8_t, 3>& colour) {
  return "[" + std::to_string(colour[0]) + "," + std::to_string(colour[1]) + "," + std::to_string(colour[2]) + "]";
}

Address send_mask(Result<image::Grey> mask) {
  return mask ? reply("", std::move(mask->values)) : fail(mask.error());
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

// The network's output as a mask of the image's size.
Address cutout_mask(Address output, uint32_t output_length, int output_width, int output_height, int activation,
                    bool stretch, int width, int height) {
  if (!covers(output_length, output_width, output_height, sizeof(float))) {
    return fail({ErrorCode::model_mismatch, "The network's output is not one plane of numbers."});
  }
  const image::PlaneView plane{reinterpret_cast<const float*>(output), output_width, output_height};
  return send_mask(cutout::mask(plane, {static_cast<cutout::Activation>(activation), stretch}, width, height));
}

Address cutout_apply(Address pixels, uint32_t pixels_length, Address values, uint32_t values_length, int width,
                     int height, int mask_width, int mask_height, bool unmix) {
  if (!covers(pixels_length, width, height, 4)) return bad_image();
  const auto mask = MaskInput::of(values, values_length, mask_width, mask_height);
  return mask ? send_image(cutout::apply(view(pixels, width, height), mask->view(), unmix)) : fail(mask.error());
}

Address cutout_refine(Address pixels, uint32_t pixels_length, Address values, uint32_t values_length, int width,
                      int height, int mask_width, int mask_height) {
  if (!covers(pixels_length, width, height, 4)) return bad_image();
  const auto mask = MaskInput::of(values, values_length, mask_width, mask_height);
  return mask ? send_mask(cutout::refine(view(pixels, width, height), mask->view())) : fail(mask.error());
}

Address cutout_adjust(Address values, uint32_t values_length, int width, int height, double threshold, double feather) {
  const auto mask = MaskInput::of(values, values_length, width, height);
  if (!mask) return fail(mask.error());
  return send_mask(cutout::adjust(mask->view(), {threshold, feather}));
}

// Text: {"coverage":…,"certainty":…}, shares in millionths.
Address cutout_measure(Address values, uint32_t values_length, int width, int height) {
  const auto mask = MaskInput::of(values, values_length, width, height);
  if (!mask) return fail(mask.error());
  const auto [coverage, certainty] = cutout::measure(mask->view());
  return reply("{\"coverage\":" + millionths(coverage) + ",\"certainty\":" + millionths(certainty) + "}");
}

// Text: {"flat":…,"transparent":…,"certainty":…,"holes":…,"colour":[r,g,b]}, the certainty in millionths; the pixels
// only when flat.
Address cutout_flat(Address pixels, uint32_t length, int width, int height, bool keep_holes, bool jpeg) {
  if (!covers(length, width, height, 4)) return bad_image();
  auto result = cutout::flat_background(view(pixels, width, height), {keep_holes ? cutout::Holes::keep : cutout::Holes::remove, jpeg});
  if (!result) return fail(result.error());
  return reply("{\"flat\":" + word(result->flat) + ",\"transparent\":" + word(result->transparent) + ",\"certainty\":" + millionths(result->certainty) +
                   ",\"holes\":" + std::to_string(result->holes) + ",\"colour\":" + triple(result->colour) + "}",
               std::move(result->image.pixels));
}

// A red below 0: the screen's colour is to be found; a tolerance below 0: it is to be chosen.
// Text: {"chroma":…,"certainty":…,"color":[r,g,b]}, the certainty in millionths; the pixels only when there is a screen.
Address cutout_chroma(Address pixels, uint32_t length, int width, int height, int r, int g, int b, double tolerance, bool despill) {
  if (!covers(length, width, height, 4)) return bad_image();
  cutout::ChromaOptions options;
  options.despill = despill;
  if (r >= 0) options.colour = {static_cast<uint8_t>(r), static_cast<uint8_t>(g), static_cast<uint8_t>(b)};
  if (tolerance >= 0) options.tolerance = tolerance;
  auto result = cutout::chroma_key(view(pixels, width, height), options);
  if (!result) return fail(result.error());
  return reply("{\"chroma\":" + word(result->chroma) + ",\"certainty\":" + millionths(result->certainty) + ",\"color\":" + triple(result->colour) + "}",
               std::move(result->image.pixels));
}

// Text: {"width":…,"height":…,"x":…,"y":…}.
Address cutout_trim(Address pixels, uint32_t length, int width, int height, int padding) {
  if (!covers(length, width, height, 4)) return bad_image();
  auto out = cutout::trim(view(pixels, width, height), padding);
  if (!out) return fail(out.error());
  return reply("{\"width\":" + std::to_string(out->image.width) + ",\"height\":" + std::to_string(out->image.height) +
                   ",\"x\":" + std::to_string(out->x) + ",\"y\":" + std::to_string(out->y) + "}",
               std::move(out->image.pixels));
}

Address cutout_on_colour(Address pixels, uint32_t length, int width, int height, int r, int g, int b, int a) {
  if (!covers(length, width, height, 4)) return bad_image();
  const std::array<uint8_t, 4> colour{static_cast<uint8_t>(r), static_cast<uint8_t>(g), static_cast<uint8_t>(b), static_cast<uint8_t>(a)};
  return send_image(cutout::on_colour(view(pixels, width, height), colour));
}

Address cutout_on_image(Address pixels, uint32_t length, Address backdrop, uint32_t backdrop_length, int width, int height,
                        int backdrop_width, int backdrop_height) {
  if (!covers(length, width, height, 4) || !covers(backdrop_length, backdrop_width, backdrop_height, 4)) return bad_image();
  return send_image(cutout::on_image(view(pixels, width, height), view(backdrop, backdrop_width, backdrop_height)));
}

EMSCRIPTEN_BINDINGS(cutout) {
  emscripten::function("cutout_tensor", &cutout_tensor);
  emscripten::function("cutout_mask", &cutout_mask);
  emscripten::function("cutout_apply", &cutout_apply);
  emscripten::function("cutout_refine", &cutout_refine);
  emscripten::function("cutout_adjust", &cutout_adjust);
  emscripten::function("cutout_measure", &cutout_measure);
  emscripten::function("cutout_flat", &cutout_flat);
  emscripten::function("cutout_chroma", &cutout_chroma);
  emscripten::function("cutout_trim", &cutout_trim);
  emscripten::function("cutout_on_colour", &cutout_on_colour);
  emscripten::function("cutout_on_image", &cutout_on_image);
}

}  // namespace media::bridge
