#include "preview/turned.h"

#include <algorithm>
#include <cmath>

namespace media::preview {
namespace {

using placement::Point;

// The part of a pixel's square that lies in the box, everything in the box' own frame.
placement::Part cover(Point pixel, const placement::Turn& turn, double half_width, double half_height) {
  const double c = turn.cos / 2, s = turn.sin / 2;
  return placement::clip_to_frame({{{pixel.x - c - s, pixel.y - c + s},
                                    {pixel.x + c - s, pixel.y - c - s},
                                    {pixel.x + c + s, pixel.y + c - s},
                                    {pixel.x - c + s, pixel.y + c + s}}},
                                  half_width, half_height);
}

// Bilinear at (u, v) in asset pixels, weighted by alpha; `coverage` scales the alpha.
void sample(image::ImageView asset, double u, double v, float coverage, uint8_t* out) {
  const double x = std::clamp(u - 0.5, 0.0, asset.width - 1.0),
               y = std::clamp(v - 0.5, 0.0, asset.height - 1.0);
  const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  const auto fx = static_cast<float>(x - x0), fy = static_cast<float>(y - y0);
  const size_t right = x0 + 1 < asset.width ? 4 : 0;
  const size_t below = y0 + 1 < asset.height ? size_t{4} * static_cast<size_t>(asset.width) : 0;
  const uint8_t* p =
      asset.data + 4 * (static_cast<size_t>(y0) * static_cast<size_t>(asset.width) + static_cast<size_t>(x0));
  const uint8_t* taps[4] = {p, p + right, p + below, p + below + right};
  const float weights[4] = {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy};
  float alpha = 0, red = 0, green = 0, blue = 0;
  for (int i = 0; i < 4; ++i) {
    const float w = weights[i] * taps[i][3];
    alpha += w;
    red += w * taps[i][0];
    green += w * taps[i][1];
    blue += w * taps[i][2];
  }
  if (alpha <= 0) return;
  const float inverse = 1 / alpha;
  out[0] = static_cast<uint8_t>(red * inverse + 0.5f);
  out[1] = static_cast<uint8_t>(green * inverse + 0.5f);
  out[2] = static_cast<uint8_t>(blue * inverse + 0.5f);
  out[3] = static_cast<uint8_t>(alpha * coverage + 0.5f);
}

// The x at which |offset + step · x| ≤ reach, narrowed into [from, to].
void narrow(double offset, double step, double reach, double& from, double& to) {
  if (std::abs(step) < 1e-12) {
    if (std::abs(offset) > reach) to = from - 1;
    return;
  }
  const double a = (-reach - offset) / step, b = (reach - offset) / step;
  from = std::max(from, std::min(a, b));
  to = std::min(to, std::max(a, b));
}

}  // namespace

Result<image::Image> render_window(image::ImageView asset, const placement::Box& box, const Window& window) {
  const size_t row_bytes = 4 * static_cast<size_t>(window.width);
  auto pixels = Bytes::zeroed(row_bytes * static_cast<size_t>(window.height));
  if (!pixels) return pixels.error();

  const placement::Turn turn = placement::turn(box.rotation);
  const double half_width = box.width / 2, half_height = box.height / 2;
  const double reach =
      (std::abs(turn.cos) + std::abs(turn.sin)) / 2;  // of a pixel's square along either side
  const double scale_x = asset.width / box.width, scale_y = asset.height / box.height;

  for (int row = 0; row < window.height; ++row) {
    const double dy = window.top + row + 0.5 - box.center_y, dx = window.left + 0.5 - box.center_x;
    const Point start = {turn.cos * dx + turn.sin * dy, turn.cos * dy - turn.sin * dx};
    double from = 0, to = window.width - 1.0;
    narrow(start.x, turn.cos, half_width + reach, from, to);
    narrow(start.y, -turn.sin, half_height + reach, from, to);
    uint8_t* out = pixels->data() + row_bytes * static_cast<size_t>(row);
    for (int x = static_cast<int>(std::ceil(from)); x <= to; ++x) {
      const Point local = {start.x + turn.cos * x, start.y - turn.sin * x};
      placement::Part covered{1, local};
      if (std::abs(local.x) > half_width - reach || std::abs(local.y) > half_height - reach) {
        covered = cover(local, turn, half_width, half_height);
        if (covered.area <= 0) continue;
      }
      sample(asset, (covered.centroid.x + half_width) * scale_x, (covered.centroid.y + half_height) * scale_y,
             static_cast<float>(std::min(1.0, covered.area)), out + 4 * x);
    }
  }
  return image::Image{std::move(*pixels), window.width, window.height};
}

}  // namespace media::preview
