// What is done to a mask before, and to a cut-out after, the one is applied as the other's alpha.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "cutout/cutout.h"

namespace media::cutout {
namespace {

constexpr double kMostFeather = 1000;
constexpr uint8_t kVisible = 8;  // alpha below which a pixel is haze, not subject

// One pass of a running mean over 2r+1 values; borders are held.
void blur_line(float* first, size_t stride, size_t length, size_t radius, std::vector<float>& line) {
  line.resize(length);
  for (size_t i = 0; i < length; ++i) line[i] = first[i * stride];
  const auto at = [&](std::ptrdiff_t i) { return line[static_cast<size_t>(std::clamp<std::ptrdiff_t>(i, 0, static_cast<std::ptrdiff_t>(length) - 1))]; };
  const auto r = static_cast<std::ptrdiff_t>(radius);
  double sum = 0;
  for (std::ptrdiff_t i = -r; i <= r; ++i) sum += static_cast<double>(at(i));
  for (size_t i = 0; i < length; ++i) {
    first[i * stride] = static_cast<float>(sum / static_cast<double>(2 * r + 1));
    const auto here = static_cast<std::ptrdiff_t>(i);
    sum += static_cast<double>(at(here + r + 1) - at(here - r));
  }
}

}  // namespace

Measure measure(image::GreyView mask) {
  const size_t area = static_cast<size_t>(mask.width) * static_cast<size_t>(mask.height);
  std::array<size_t, 256> counts{};
  for (size_t i = 0; i < area; ++i) ++counts[mask.data[i]];
  double decided = 0;
  size_t inside = 0;
  for (size_t value = 0; value < 256; ++value) {
    if (value >= 128) inside += counts[value];
    if (value > 0) decided += static_cast<double>(counts[value]) * std::abs(2 * static_cast<double>(value) / 255 - 1);
  }
  const size_t touched = area - counts[0];
  return {area == 0 ? 0 : static_cast<double>(inside) / static_cast<double>(area), touched == 0 ? 1 : decided / static_cast<double>(touched)};
}

Result<image::Grey> adjust(image::GreyView mask, const AdjustOptions& options) {
  if (!(options.threshold >= 0 && options.threshold <= 1) || !(options.feather >= 0 && options.feather <= kMostFeather)) {
    return Error{ErrorCode::invalid_argument, "A threshold is 0 to 1, a feather 0 to 1000 pixels."};
  }
  auto out = image::make_grey(mask.width, mask.height);
  if (!out) return out;
  const size_t area = out->values.size();
  for (size_t i = 0; i < area; ++i) {
    out->values[i] = options.threshold > 0 ? (mask.data[i] >= options.threshold * 255 ? 255 : 0) : mask.data[i];
  }
  // Two means of the same width make a triangle, whose foot is as wide as the feather.
  const auto radius = static_cast<size_t>(std::lround(options.feather / 2));
  if (radius == 0) return out;
  auto soft = image::make_plane(mask.width, mask.height);
  if (!soft) return soft.error();
  for (size_t i = 0; i < area; ++i) soft->values[i] = static_cast<float>(out->values[i]) / 255;
  const auto w = static_cast<size_t>(mask.width), h = static_cast<size_t>(mask.height);
  std::vector<float> line;
  for (int pass = 0; pass < 2; ++pass) {
    for (size_t y = 0; y < h; ++y) blur_line(soft->values.data() + y * w, 1, w, radius, line);
    for (size_t x = 0; x < w; ++x) blur_line(soft->values.data() + x, w, h, radius, line);
  }
  return to_mask(*soft);
}

Result<Trimmed> trim(image::ImageView cut, int padding) {
  if (padding < 0 || padding > image::kMaxResultSide) {
    return Error{ErrorCode::invalid_argument, "The padding is 0 to 65535 pixels."};
  }
  int left = cut.width, right = -1, top = cut.height, bottom = -1;
  for (int y = 0; y < cut.height; ++y) {
    for (int x = 0; x < cut.width; ++x) {
      if (cut.data[4 * (static_cast<size_t>(y) * static_cast<size_t>(cut.width) + static_cast<size_t>(x)) + 3] < kVisible) continue;
      left = std::min(left, x), right = std::max(right, x);
      top = std::min(top, y), bottom = std::max(bottom, y);
    }
  }
  if (right < left) left = top = 0, right = cut.width - 1, bottom = cut.height - 1;  // nothing to trim to
  auto image = image::make_image(right - left + 1 + 2 * padding, bottom - top + 1 + 2 * padding);
  if (!image) return image.error();
  std::memset(image->pixels.data(), 0, image->pixels.size());
  for (int y = top; y <= bottom; ++y) {
    const size_t from = static_cast<size_t>(y) * static_cast<size_t>(cut.width) + static_cast<size_t>(left);
    const size_t to = static_cast<size_t>(y - top + padding) * static_cast<size_t>(image->width) + static_cast<size_t>(padding);
    std::memcpy(image->pixels.data() + 4 * to, cut.data + 4 * from, 4 * static_cast<size_t>(right - left + 1));
  }
  return Trimmed{std::move(*image), left - padding, top - padding};
}

Result<image::Image> on_colour(image::ImageView cut, std::array<uint8_t, 4> colour) {
  auto base = image::make_image(cut.width, cut.height);
  if (!base) return base;
  for (size_t i = 0; i < base->pixels.size(); i += 4) std::memcpy(base->pixels.data() + i, colour.data(), 4);
  image::source_over(*base, cut, 0, 0);
  return base;
}

Result<image::Image> on_image(image::ImageView cut, image::ImageView backdrop) {
  if (cut.width < 1 || cut.height < 1 || backdrop.width < 1 || backdrop.height < 1) {
    return Error{ErrorCode::invalid_argument, "An image and its backdrop are at least 1 pixel wide and high."};
  }
  const double scale = std::max(static_cast<double>(cut.width) / backdrop.width, static_cast<double>(cut.height) / backdrop.height);
  // Whole, it may be beyond any image: of a long, thin backdrop the middle is taken first.
  const int64_t whole = std::llround(backdrop.width * scale), high = std::llround(backdrop.height * scale);
  image::Image middle;
  if (whole > image::kMaxResultSide || high > image::kMaxResultSide || whole * high > image::kMaxResultPixels) {
    const int w = std::clamp(static_cast<int>(std::lround(cut.width / scale)), 1, backdrop.width);
    const int h = std::clamp(static_cast<int>(std::lround(cut.height / scale)), 1, backdrop.height);
    auto part = image::make_image(w, h);
    if (!part) return part;
    const size_t left = static_cast<size_t>((backdrop.width - w) / 2), top = static_cast<size_t>((backdrop.height - h) / 2);
    for (size_t y = 0; y < static_cast<size_t>(h); ++y) {
      std::memcpy(part->pixels.data() + 4 * y * static_cast<size_t>(w),
                  backdrop.data + 4 * ((top + y) * static_cast<size_t>(backdrop.width) + left), 4 * static_cast<size_t>(w));
    }
    middle = std::move(*part);
    backdrop = middle;
  }
  const bool is_middle = middle.width > 0;
  const int w = is_middle ? cut.width : std::max(cut.width, static_cast<int>(whole));
  const int h = is_middle ? cut.height : std::max(cut.height, static_cast<int>(high));
  auto covering = image::resize(backdrop, w, h, image::Filter::lanczos3);
  if (!covering) return covering;
  auto base = image::make_image(cut.width, cut.height);
  if (!base) return base;
  std::memset(base->pixels.data(), 0, base->pixels.size());
  image::source_over(*base, *covering, (cut.width - w) / 2, (cut.height - h) / 2);
  image::source_over(*base, cut, 0, 0);
  return base;
}

}  // namespace media::cutout
