// Bindings of src/image.
#include <string>
#include <utility>

#include "views.h"

namespace media::bridge {
namespace {

using namespace media::image;

std::string to_json(const Info& info) {
  JsonObject out;
  out.text("mime", mime(info.format)).number("width", info.width).number("height", info.height);
  out.number("storedWidth", info.stored_width).number("storedHeight", info.stored_height);
  out.number("orientation", info.orientation).number("bitDepth", info.bit_depth);
  out.number("hasAlpha", info.has_alpha).number("frameCount", info.frame_count);
  return out.number("hasIccProfile", info.has_icc_profile).done();
}

Limits limits(double max_bytes, double max_pixels, double max_side) {
  return {static_cast<int64_t>(max_bytes), static_cast<int64_t>(max_pixels), static_cast<int>(max_side)};
}

// `background`: 0xrrggbb.
JpegOptions jpeg_options(int quality, uint32_t background) {
  auto channel = [&](int shift) { return static_cast<uint8_t>(background >> shift); };
  return {quality, {channel(16), channel(8), channel(0)}};
}

}  // namespace

MEDIA_EXPORT Address image_probe(Address file, uint32_t length, double max_bytes, double max_pixels,
                                 double max_side) {
  auto info = probe(bytes(file, length), limits(max_bytes, max_pixels, max_side));
  return info ? reply(to_json(*info)) : fail(info.error());
}

MEDIA_EXPORT Address image_decode(Address file, uint32_t length, double max_bytes, double max_pixels,
                                  double max_side, bool orient, bool allow_truncated) {
  auto decoded =
      decode(bytes(file, length), {limits(max_bytes, max_pixels, max_side), orient, allow_truncated});
  return decoded ? reply(to_json(decoded->info), std::move(decoded->image.pixels)) : fail(decoded.error());
}

MEDIA_EXPORT Address image_resize(Address data, uint32_t length, int width, int height, int to_width,
                                  int to_height, int filter) {
  auto out = resize(pixels_at(data, length, width, height), to_width, to_height, static_cast<Filter>(filter));
  return out ? reply("", std::move(out->pixels)) : fail(out.error());
}

MEDIA_EXPORT Address image_encode_png(Address data, uint32_t length, int width, int height, bool small) {
  auto file = encode_png(pixels_at(data, length, width, height), {small});
  return file ? reply("", std::move(*file)) : fail(file.error());
}

MEDIA_EXPORT Address image_encode_jpeg(Address data, uint32_t length, int width, int height, int quality,
                                       uint32_t background) {
  auto file = encode_jpeg(pixels_at(data, length, width, height), jpeg_options(quality, background));
  return file ? reply("", std::move(*file)) : fail(file.error());
}

// `jpeg`: else a PNG.
MEDIA_EXPORT Address image_encode_within(Address data, uint32_t length, int width, int height, bool jpeg,
                                         double max_bytes, uint32_t background) {
  ImageView image = pixels_at(data, length, width, height);
  auto limit = static_cast<int64_t>(max_bytes);
  auto out = jpeg ? encode_jpeg_within(image, limit, jpeg_options(JpegOptions{}.quality, background))
                  : encode_png_within(image, limit);
  if (!out) return fail(out.error());
  return reply(JsonObject().number("quality", out->quality).number("colorBits", out->colour_bits).done(),
               std::move(out->file));
}

MEDIA_EXPORT Address image_contain(Address data, uint32_t length, int width, int height, int to_width,
                                   int to_height) {
  auto out = contain(pixels_at(data, length, width, height), to_width, to_height);
  return out ? reply("", std::move(out->pixels)) : fail(out.error());
}

// What calls may leave out, and what none may ask for. Asked when the package is built.
MEDIA_EXPORT Address image_limits() {
  constexpr Limits defaults;
  JsonObject out;
  out.number("maxBytes", defaults.max_bytes).number("maxPixels", defaults.max_pixels).number("maxSide", defaults.max_side);
  out.number("quality", JpegOptions{}.quality);
  return reply(out.number("largestSide", kMaxResultSide).number("largestPixels", kMaxResultPixels).done());
}

// {"name":{"mime":…,"maxBytes":…,"sizes":[[w,h],…]},…}
MEDIA_EXPORT Address image_export_presets() {
  JsonObject out;
  for (const ExportPreset& preset : export_presets()) {
    JsonList sizes;
    for (auto [width, height] : preset.sizes) {
      if (width > 0) sizes.json(JsonList().number(width).number(height).done());
    }
    JsonObject row;
    row.text("mime", mime(preset.format)).number("maxBytes", preset.max_bytes).json("sizes", sizes.done());
    out.json(preset.name, row.done());
  }
  return reply(out.done());
}

}  // namespace media::bridge
