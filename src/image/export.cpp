// Sizes and limits of the platforms that pictures are made for.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "image/image.h"

namespace media::image {
namespace {

constexpr int64_t kB = 1000, MB = 1000 * kB;
constexpr ExportPreset kPresets[] = {
    {"youtube_thumbnail", Format::jpeg, 2 * MB, {{1280, 720}}},
    {"twitch_emote", Format::png, 1 * MB, {{112, 112}, {56, 56}, {28, 28}}},
    {"twitch_badge", Format::png, 25 * kB, {{72, 72}, {36, 36}, {18, 18}}},
    {"twitch_panel", Format::png, 2500 * kB, {{320, 160}}},
    {"twitch_banner", Format::png, 10 * MB, {{1200, 480}}},
    {"twitch_offline", Format::png, 10 * MB, {{1920, 1080}}},
};

}  // namespace

std::span<const ExportPreset> export_presets() { return kPresets; }

Result<Image> contain(ImageView image, int width, int height) {
  if (image.data == nullptr || image.width < 1 || image.height < 1)
    return Error{ErrorCode::invalid_argument, "The image is empty."};
  auto out = make_image(width, height);
  if (!out) return out;
  double scale =
      std::min(static_cast<double>(width) / image.width, static_cast<double>(height) / image.height);
  int inner_width = std::clamp(static_cast<int>(std::lround(image.width * scale)), 1, width);
  int inner_height = std::clamp(static_cast<int>(std::lround(image.height * scale)), 1, height);
  auto scaled = resize(image, inner_width, inner_height, Filter::lanczos3);
  if (!scaled) return scaled;
  if (inner_width == width && inner_height == height) return scaled;
  std::memset(out->pixels.data(), 0, out->pixels.size());
  source_over(*out, *scaled, (width - inner_width) / 2, (height - inner_height) / 2);
  return out;
}

}  // namespace media::image
