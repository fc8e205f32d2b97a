// Bindings of src/image.
#include <string>
#include <utility>

#include "views.h"

namespace media::bridge {
namespace {

using namespace media::image;

// {"name":value,…} of numbers and of bools as 0 and 1.
std::string object(std::initializer_list<std::pair<const char*, int>> members, std::string first = {}) {
  std::string out = "{" + first;
  for (auto [name, value] : members) {
    if (out.size() > 1) out += ',';
    out += '"' + std::string(name) + "\":" + std::to_string(value);
  }
  return out + "}";
}

std::string to_json(const Info& info) {
  return object({{"width", info.width},
                 {"height", info.height},
                 {"storedWidth", info.stored_width},
                 {"storedHeight", info.stored_height},
                 {"orientation", info.orientation},
                 {"bitDepth", info.bit_depth},
                 {"hasAlpha", info.has_alpha},
                 {"frameCount", info.frame_count},
                 {"hasIccProfile", info.has_icc_profile}},
                "\"mime\":\"" + std::string(mime(info.format)) + '"');
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
  return reply(object({{"quality", out->quality}, {"colorBits", out->colour_bits}}), std::move(out->file));
}

MEDIA_EXPORT Address image_contain(Address data, uint32_t length, int width, int height, int to_width,
                                   int to_height) {
  auto out = contain(pixels_at(data, length, width, height), to_width, to_height);
  return out ? reply("", std::move(out->pixels)) : fail(out.error());
}

// What calls may leave out, and what none may ask for. Asked when the package is built.
MEDIA_EXPORT Address image_limits() {
  constexpr Limits defaults;
  return reply(object({{"maxBytes", static_cast<int>(defaults.max_bytes)},
                       {"maxPixels", static_cast<int>(defaults.max_pixels)},
                       {"maxSide", defaults.max_side},
                       {"quality", JpegOptions{}.quality},
                       {"largestSide", max_result_side},
                       {"largestPixels", static_cast<int>(max_result_pixels)}}));
}

// {"name":{"mime":…,"maxBytes":…,"sizes":[[w,h],…]},…}
MEDIA_EXPORT Address image_export_presets() {
  std::string out;
  for (const ExportPreset& preset : export_presets()) {
    std::string sizes;
    for (auto [width, height] : preset.sizes) {
      if (width > 0)
        sizes += (sizes.empty() ? "[" : ",[") + std::to_string(width) + "," + std::to_string(height) + "]";
    }
    out += (out.empty() ? "{\"" : ",\"") + std::string(preset.name) + "\":{\"mime\":\"" +
           std::string(mime(preset.format)) + "\",\"maxBytes\":" + std::to_string(preset.max_bytes) +
           ",\"sizes\":[" + sizes + "]}";
  }
  return reply(out + "}");
}

}  // namespace media::bridge
