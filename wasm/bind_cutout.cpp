// Bindings of src/cutout. Images are RGBA bytes; masks are bytes (0–255) or floats (0–1), told by their length.
#include "cutout/cutout.h"
#include "views.h"

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

// Shares cross in millionths: to print a double would bring all of printf into the module.
int64_t millionths(double share) { return static_cast<int64_t>(share * 1e6 + 0.5); }

std::string triple(const std::array<uint8_t, 3>& colour) {
  return JsonList().number(colour[0]).number(colour[1]).number(colour[2]).done();
}

cutout::Window window_of(std::span<const double> n) {
  return {static_cast<int>(n[0]), static_cast<int>(n[1]), static_cast<int>(n[2]), static_cast<int>(n[3])};
}

std::string text_of(const cutout::Window& window) {
  JsonObject out;
  out.number("x", window.x).number("y", window.y);
  return out.number("width", window.width).number("height", window.height).done();
}

std::string text_of(const cutout::Evidence& seen) {
  JsonObject out;
  out.number("coverage", millionths(seen.coverage)).number("certainty", millionths(seen.certainty));
  out.number("agreement", millionths(seen.agreement)).number("steady", millionths(seen.steady));
  out.number("crumbs", millionths(seen.crumbs)).number("cut", millionths(seen.cut));
  return out.json("subject", text_of(seen.subject)).done();
}

Address send_mask(Result<image::Grey> mask) {
  return mask ? reply("", std::move(mask->values)) : fail(mask.error());
}

}  // namespace

// scale, then mean and deviation of red, green and blue.
MEDIA_EXPORT Address cutout_tensor(Address pixels, uint32_t pixels_length, Address numbers, uint32_t numbers_length, int width,
                      int height, int input_width, int input_height) {
  if (!covers(pixels_length, width, height, 4)) return bad_image();
  const auto n = array<double>(numbers, numbers_length);
  if (n.size() != 7) return fail({ErrorCode::invalid_argument, "A model row has seven numbers."});
  const cutout::TensorSpec spec{input_width, input_height, n[0], {n[1], n[2], n[3]}, {n[4], n[5], n[6]}};
  const auto values = cutout::tensor(view(pixels, width, height), spec);
  return values ? send_floats(*values) : fail(values.error());
}

// The network's output as a mask of the image's size.
MEDIA_EXPORT Address cutout_mask(Address output, uint32_t output_length, int output_width, int output_height, int activation,
                    bool stretch, int width, int height) {
  if (!covers(output_length, output_width, output_height, sizeof(float))) {
    return fail({ErrorCode::model_mismatch, "The network's output is not one plane of numbers."});
  }
  const image::PlaneView plane{reinterpret_cast<const float*>(output), output_width, output_height};
  return send_mask(cutout::mask(plane, {static_cast<cutout::Activation>(activation), stretch}, width, height));
}

MEDIA_EXPORT Address cutout_apply(Address pixels, uint32_t pixels_length, Address values, uint32_t values_length, int width,
                     int height, int mask_width, int mask_height, bool unmix) {
  if (!covers(pixels_length, width, height, 4)) return bad_image();
  const auto mask = MaskInput::of(values, values_length, mask_width, mask_height);
  return mask ? send_image(cutout::apply(view(pixels, width, height), mask->view(), unmix)) : fail(mask.error());
}

MEDIA_EXPORT Address cutout_refine(Address pixels, uint32_t pixels_length, Address values, uint32_t values_length, int width,
                      int height, int mask_width, int mask_height) {
  if (!covers(pixels_length, width, height, 4)) return bad_image();
  const auto mask = MaskInput::of(values, values_length, mask_width, mask_height);
  return mask ? send_mask(cutout::refine(view(pixels, width, height), mask->view())) : fail(mask.error());
}

MEDIA_EXPORT Address cutout_adjust(Address values, uint32_t values_length, int width, int height, double threshold, double feather) {
  const auto mask = MaskInput::of(values, values_length, width, height);
  if (!mask) return fail(mask.error());
  return send_mask(cutout::adjust(mask->view(), {threshold, feather}));
}

// Text: {"coverage":…,"certainty":…}, shares in millionths.
MEDIA_EXPORT Address cutout_measure(Address values, uint32_t values_length, int width, int height) {
  const auto mask = MaskInput::of(values, values_length, width, height);
  if (!mask) return fail(mask.error());
  const auto [coverage, certainty] = cutout::measure(mask->view());
  JsonObject out;
  return reply(out.number("coverage", millionths(coverage)).number("certainty", millionths(certainty)).done());
}

// Holes: 0 remove, 1 keep, 2 judge.
// Text: {"flat":…,"transparent":…,"certainty":…,"holes":…,"shadow":…,"colour":[r,g,b]}, the certainty in millionths;
// the pixels only when flat.
MEDIA_EXPORT Address cutout_flat(Address pixels, uint32_t length, int width, int height, int holes, bool jpeg, bool remove_shadow) {
  if (!covers(length, width, height, 4)) return bad_image();
  const cutout::FlatOptions options{holes == 1 ? cutout::Holes::keep : holes == 2 ? cutout::Holes::judge : cutout::Holes::remove, remove_shadow ? cutout::Shadow::remove : cutout::Shadow::keep, jpeg};
  auto result = cutout::flat_background(view(pixels, width, height), options);
  if (!result) return fail(result.error());
  JsonObject out;
  out.flag("flat", result->flat).flag("transparent", result->transparent).number("certainty", millionths(result->certainty));
  out.number("holes", result->holes).flag("shadow", result->shadow).json("colour", triple(result->colour));
  return reply(out.done(), std::move(result->image.pixels));
}

// A red below 0: the screen's colour is to be found; a tolerance below 0: it is to be chosen.
// Text: {"chroma":…,"certainty":…,"color":[r,g,b]}, the certainty in millionths; the pixels only when there is a screen.
MEDIA_EXPORT Address cutout_chroma(Address pixels, uint32_t length, int width, int height, int r, int g, int b, double tolerance, bool despill) {
  if (!covers(length, width, height, 4)) return bad_image();
  cutout::ChromaOptions options;
  options.despill = despill;
  if (r >= 0) options.colour = {static_cast<uint8_t>(r), static_cast<uint8_t>(g), static_cast<uint8_t>(b)};
  if (tolerance >= 0) options.tolerance = tolerance;
  auto result = cutout::chroma_key(view(pixels, width, height), options);
  if (!result) return fail(result.error());
  JsonObject out;
  out.flag("chroma", result->chroma).number("certainty", millionths(result->certainty)).json("color", triple(result->colour));
  return reply(out.done(), std::move(result->image.pixels));
}

// Text: {"width":…,"height":…,"x":…,"y":…}.
MEDIA_EXPORT Address cutout_trim(Address pixels, uint32_t length, int width, int height, int padding) {
  if (!covers(length, width, height, 4)) return bad_image();
  auto out = cutout::trim(view(pixels, width, height), padding);
  if (!out) return fail(out.error());
  return reply(text_of(cutout::Window{out->x, out->y, out->image.width, out->image.height}), std::move(out->image.pixels));
}

MEDIA_EXPORT Address cutout_on_colour(Address pixels, uint32_t length, int width, int height, int r, int g, int b, int a) {
  if (!covers(length, width, height, 4)) return bad_image();
  const std::array<uint8_t, 4> colour{static_cast<uint8_t>(r), static_cast<uint8_t>(g), static_cast<uint8_t>(b), static_cast<uint8_t>(a)};
  return send_image(cutout::on_colour(view(pixels, width, height), colour));
}

MEDIA_EXPORT Address cutout_on_image(Address pixels, uint32_t length, Address backdrop, uint32_t backdrop_length, int width, int height,
                        int backdrop_width, int backdrop_height) {
  if (!covers(length, width, height, 4) || !covers(backdrop_length, backdrop_width, backdrop_height, 4)) return bad_image();
  return send_image(cutout::on_image(view(pixels, width, height), view(backdrop, backdrop_width, backdrop_height)));
}

// The numbers of cutout_tensor, then x, y, width and height of the window of the image that the network sees.
MEDIA_EXPORT Address cutout_tensor_of(Address pixels, uint32_t pixels_length, Address numbers, uint32_t numbers_length, int width,
                         int height, int input_width, int input_height) {
  if (!covers(pixels_length, width, height, 4)) return bad_image();
  const auto n = array<double>(numbers, numbers_length);
  if (n.size() != 11) return fail({ErrorCode::invalid_argument, "A model row has seven numbers, a window four."});
  const cutout::TensorSpec spec{input_width, input_height, n[0], {n[1], n[2], n[3]}, {n[4], n[5], n[6]}};
  const auto values = cutout::tensor(view(pixels, width, height), spec, window_of(n.subspan(7)));
  return values ? send_floats(*values) : fail(values.error());
}

// One answer of a network, or two planes of equal size of which the second is for the mirrored picture.
MEDIA_EXPORT Address cutout_look(Address outputs, uint32_t length, int width, int height, int activation, bool stretch) {
  const bool two = covers(length, width, height, 2 * sizeof(float));
  if (!two && !covers(length, width, height, sizeof(float))) {
    return fail({ErrorCode::model_mismatch, "The network's output is not one plane of numbers."});
  }
  const auto* const first = reinterpret_cast<const float*>(outputs);
  const image::PlaneView mirrored{two ? first + static_cast<size_t>(width) * static_cast<size_t>(height) : nullptr, width, height};
  auto seen = cutout::look({first, width, height}, mirrored, {static_cast<cutout::Activation>(activation), stretch});
  return seen ? reply(text_of(seen->evidence), std::move(seen->mask.values)) : fail(seen.error());
}

// A mask that did not come straight from a network.
MEDIA_EXPORT Address cutout_evidence(Address values, uint32_t values_length, int width, int height) {
  const auto mask = MaskInput::of(values, values_length, width, height);
  if (!mask) return fail(mask.error());
  const auto seen = cutout::evidence(mask->view());
  return seen ? reply(text_of(*seen)) : fail(seen.error());
}

// Numbers: the subject's box in the mask, the mask's size, the window that it is of, the image's size.
MEDIA_EXPORT Address cutout_closer(Address numbers, uint32_t length) {
  const auto n = array<double>(numbers, length);
  if (n.size() != 12 || n[4] < 1 || n[5] < 1 || n[10] < 1 || n[11] < 1) return fail({ErrorCode::invalid_argument, "A subject's place has twelve numbers."});
  const auto integer = [&](size_t i) { return static_cast<int>(n[i]); };
  return reply(text_of(cutout::closer(window_of(n), integer(4), integer(5), window_of(n.subspan(6)), integer(10), integer(11))));
}

// Text: the size of the mask.
MEDIA_EXPORT Address cutout_place(Address values, uint32_t values_length, Address numbers, uint32_t numbers_length, int mask_width,
                     int mask_height, int width, int height) {
  const auto mask = MaskInput::of(values, values_length, mask_width, mask_height);
  if (!mask) return fail(mask.error());
  const auto n = array<double>(numbers, numbers_length);
  if (n.size() != 4) return fail({ErrorCode::invalid_argument, "A window has four numbers."});
  auto placed = cutout::place(mask->view(), window_of(n), width, height);
  if (!placed) return fail(placed.error());
  return reply(JsonObject().number("width", placed->width).number("height", placed->height).done(), std::move(placed->values));
}

// Numbers: coverage, certainty, agreement, steady, crumbs and cut, then the least certainty and agreement. Text: the names
// of the doubts.
MEDIA_EXPORT Address cutout_judge(Address numbers, uint32_t length) {
  const auto n = array<double>(numbers, length);
  if (n.size() != 8) return fail({ErrorCode::invalid_argument, "A judgement takes eight numbers."});
  static constexpr std::array<const char*, cutout::kDoubts> names{"nothing_found", "everything_found", "fragments", "border_cut", "passes_disagree", "low_certainty"};
  const auto judged = cutout::judge({n[0], n[1], n[2], n[3], n[4], n[5], {}}, {n[6], n[7]});
  JsonList out;
  for (size_t i = 0; i < names.size(); ++i) {
    if (judged.doubts[i]) out.text(names[i]);
  }
  return reply(out.done());
}

MEDIA_EXPORT Address cutout_overlap(Address a, uint32_t a_length, Address b, uint32_t b_length, int a_width, int a_height, int b_width, int b_height) {
  const auto first = MaskInput::of(a, a_length, a_width, a_height);
  if (!first) return fail(first.error());
  const auto second = MaskInput::of(b, b_length, b_width, b_height);
  if (!second) return fail(second.error());
  const auto share = cutout::overlap(first->view(), second->view());
  return share ? reply(std::to_string(millionths(*share))) : fail(share.error());
}

// A mask at another size.
MEDIA_EXPORT Address cutout_fit(Address values, uint32_t values_length, int mask_width, int mask_height, int width, int height) {
  const auto mask = MaskInput::of(values, values_length, mask_width, mask_height);
  return mask ? send_mask(image::resize(mask->view(), width, height, image::Filter::lanczos3)) : fail(mask.error());
}

}  // namespace media::bridge
