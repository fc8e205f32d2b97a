#include "cutout/shrink.h"

#include <cstring>

namespace media::cutout {
namespace {

constexpr int kMeans = 3;  // pixels of the picture a side, from which on means are as good as a filter

Result<image::Image> crop(image::ImageView from, const Window& w) {
  auto out = image::make_image(w.width, w.height);
  if (!out) return out;
  for (int y = 0; y < w.height; ++y) {
    std::memcpy(out->pixels.data() + 4 * size_t(y) * size_t(w.width),
                from.data + 4 * (size_t(w.top + y) * size_t(from.width) + size_t(w.left)), 4 * size_t(w.width));
  }
  return out;
}

// Sums fit: a cell of a picture of 65535 pixels a side on a grid of 512 has 16384 pixels, and 255² × 16384 < 2³².
Result<image::Image> means(image::ImageView from, const Window& w) {
  auto out = image::make_image(w.columns, w.rows);
  if (!out) return out;
  uint8_t* to = out->pixels.data();
  const auto at = [](int i, int size, int count) { return int(int64_t{i} * size / count); };
  for (int y = 0; y < w.rows; ++y) {
    const int top = w.top + at(y, w.height, w.rows), bottom = w.top + at(y + 1, w.height, w.rows);
    for (int x = 0; x < w.columns; ++x, to += 4) {
      const int left = w.left + at(x, w.width, w.columns), right = w.left + at(x + 1, w.width, w.columns);
      uint32_t red = 0, green = 0, blue = 0, alpha = 0;
      for (int v = top; v < bottom; ++v) {
        const uint8_t* p = from.data + 4 * (size_t(v) * size_t(from.width) + size_t(left));
        for (const uint8_t* const end = p + 4 * size_t(right - left); p < end; p += 4) {
          const uint32_t a = p[3];
          red += p[0] * a, green += p[1] * a, blue += p[2] * a, alpha += a;
        }
      }
      const auto count = uint32_t(right - left) * uint32_t(bottom - top);
      const auto mean = [&](uint32_t sum) { return uint8_t(alpha == 0 ? 0 : (sum + alpha / 2) / alpha); };
      to[0] = mean(red), to[1] = mean(green), to[2] = mean(blue), to[3] = uint8_t((alpha + count / 2) / count);
    }
  }
  return out;
}

}  // namespace

Result<image::Image> shrink(image::ImageView picture, const Window& window) {
  if (window.width >= kMeans * window.columns && window.height >= kMeans * window.rows) return means(picture, window);
  auto part = crop(picture, window);
  if (!part || (window.columns == window.width && window.rows == window.height)) return part;
  return image::resize(*part, window.columns, window.rows, image::Filter::bilinear);
}

}  // namespace media::cutout
