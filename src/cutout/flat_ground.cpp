#include "cutout/flat_ground.h"

#include <algorithm>
#include <cmath>

namespace media::cutout {
namespace {

constexpr int kBorderSamples = 4000;
constexpr int kInnerSamples = 20000;
constexpr float kLeastTolerance = 2.5F;  // rounding of a gradient to 8 bits, and a level of dither
constexpr float kMostTolerance = 14;

size_t index_of(image::ImageView image, int x, int y) { return static_cast<size_t>(y) * static_cast<size_t>(image.width) + static_cast<size_t>(x); }

}  // namespace

float distance(const uint8_t* colour, const Rgb& from) {
  float most = 0;
  for (size_t c = 0; c < 3; ++c) most = std::max(most, std::abs(static_cast<float>(colour[c]) - from[c]));
  return most;
}

Rgb as_codecs_blur(const Rgb& by) {
  constexpr float kChroma = 0.33F;
  const float luma = 0.299F * by[0] + 0.587F * by[1] + 0.114F * by[2];
  return {luma, kChroma * 0.564F * (by[2] - luma), kChroma * 0.713F * (by[0] - luma)};
}

void Ground::distances(int y, const uint8_t* row, uint16_t* out) const {
  for (int x = 0; x < width_; ++x) out[x] = static_cast<uint16_t>(distance(row + 4 * x, at(x, y)) * kSteps + 0.5F);
}

Ground::Samples Ground::Samples::of(image::ImageView image, const uint8_t* mask, bool inside) {
  Samples out;
  const int step = std::max(1, 2 * (image.width + image.height) / kBorderSamples);
  const auto add = [&](int x, int y) { out.list.push_back({x, y, image.data + 4 * index_of(image, x, y)}); };
  for (int x = 0; x < image.width; x += step) add(x, 0);
  out.ends[1] = out.list.size();
  for (int x = 0; x < image.width; x += step) add(x, image.height - 1);
  out.ends[2] = out.list.size();
  for (int y = 0; y < image.height; y += step) add(0, y);
  out.ends[3] = out.list.size();
  for (int y = 0; y < image.height; y += step) add(image.width - 1, y);
  out.ends[4] = out.list.size();
  if (mask == nullptr && !inside) return out;
  const auto w = static_cast<size_t>(image.width), area = w * static_cast<size_t>(image.height);
  for (size_t i = 0; i < area; i += area / kInnerSamples + 1) {
    if (mask == nullptr || mask[i] != 0) add(static_cast<int>(i % w), static_cast<int>(i / w));
  }
  return out;
}

void Ground::judge(const Samples& samples) {
  const size_t border = samples.ends[4];
  std::vector<float> residuals(samples.list.size());
  for (size_t i = 0; i < residuals.size(); ++i) residuals[i] = distance(samples.list[i].colour, at(samples.list[i].x, samples.list[i].y));
  std::vector<float> sorted = residuals;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  noise_ = grain_ = 1.4826F * *middle;
  tolerance_ = std::clamp(4 * noise_ + 1.5F, kLeastTolerance, kMostTolerance);
  size_t fitting = 0;
  for (size_t side = 0; side < 4; ++side) {
    size_t here = 0;
    for (size_t i = samples.ends[side]; i < samples.ends[side + 1]; ++i) here += residuals[i] <= tolerance_ ? 1 : 0;
    fitting += here;
    side_shares_[side] = static_cast<float>(here) / static_cast<float>(samples.ends[side + 1] - samples.ends[side]);
  }
  border_share_ = static_cast<float>(fitting) / static_cast<float>(border);
}

double explained(const Ground& ground, image::ImageView image, float tolerance) {
  const size_t area = static_cast<size_t>(image.width) * static_cast<size_t>(image.height);
  size_t fitting = 0, all = 0;
  for (size_t i = 0; i < area; i += area / kInnerSamples + 1, ++all) {
    const auto w = static_cast<size_t>(image.width);
    fitting += distance(image.data + 4 * i, ground.at(static_cast<int>(i % w), static_cast<int>(i / w))) <= tolerance ? 1 : 0;
  }
  return static_cast<double>(fitting) / static_cast<double>(all);
}

}  // namespace media::cutout
