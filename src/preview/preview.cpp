#include "preview/preview.h"

#include <algorithm>
#include <cmath>

#include "preview/turned.h"

namespace media::preview {
namespace {

using placement::Box;
using placement::Rect;

// The whole pixels of the canvas that a rectangle touches; empty when none.
Window visible(const Rect& rect, const image::Image& canvas) {
  const double left = std::clamp(std::floor(rect.left), 0.0, double(canvas.width));
  const double top = std::clamp(std::floor(rect.top), 0.0, double(canvas.height));
  const double right = std::clamp(std::ceil(rect.right()), 0.0, double(canvas.width));
  const double bottom = std::clamp(std::ceil(rect.bottom()), 0.0, double(canvas.height));
  return {int(left), int(top), int(right - left), int(bottom - top)};
}

struct PixelSize {
  int width = 0, height = 0;
};

// The size to which an asset is resampled before it is laid into its box: the box' own, unless most of that
// would lie off the canvas; then it is no more than the asset has.
PixelSize resampled(const Box& box, image::ImageView asset, const image::Image& canvas) {
  const bool near = box.width <= 2.0 * canvas.width && box.height <= 2.0 * canvas.height &&
                    box.width * box.height <= double(kMaxPixels);
  if (near) return {int(box.width), int(box.height)};
  return {int(std::min(box.width, double(asset.width))), int(std::min(box.height, double(asset.height)))};
}

void fill(image::Image& out, Color color) {
  const uint8_t rgba[4] = {color.red, color.green, color.blue, color.alpha};
  for (size_t i = 0; i < out.pixels.size(); ++i) out.pixels[i] = rgba[i % 4];
}

}  // namespace

Result<image::Image> make_canvas(double width, double height, Color color) {
  if (!(width >= 1) || !(height >= 1) || width != std::floor(width) || height != std::floor(height)) {
    return Error{ErrorCode::invalid_argument, "A canvas' width and height are whole numbers of at least 1."};
  }
  if (width > kMaxSide || height > kMaxSide || width * height > double(kMaxPixels)) {
    return Error{ErrorCode::image_too_large,
                 "A canvas may have sides of at most 8192 and at most 33554432 pixels."};
  }
  auto pixels = Bytes::make(size_t(width) * size_t(height) * 4);
  if (!pixels) return pixels.error();
  image::Image out{std::move(*pixels), int(width), int(height)};
  fill(out, color);
  return out;
}

Result<bool> draw_image(image::Image& canvas, image::ImageView asset, const Box& given, double opacity) {
  const Box box = placement::pixel_box(given);
  const Window window = visible(placement::bounds(box), canvas);
  const double strength = std::clamp(opacity / 100, 0.0, 1.0);
  if (window.width == 0 || window.height == 0 || strength == 0) return false;

  const auto [width, height] = resampled(box, asset, canvas);
  image::Image scaled;
  if (width != asset.width || height != asset.height) {
    auto resized = image::resize(asset, width, height, image::Filter::lanczos3);
    if (!resized) return resized.error();
    scaled = std::move(*resized);
    asset = scaled;
  }
  if (placement::turn(box.rotation).cos == 1 && width == box.width && height == box.height) {
    const Rect at = placement::pixel_rect(given);
    image::source_over(canvas, asset, int(at.left), int(at.top), strength);
    return true;
  }
  auto sprite = render_window(asset, box, window);
  if (!sprite) return sprite.error();
  image::source_over(canvas, *sprite, window.left, window.top, strength);
  return true;
}

Result<bool> draw_stand_in(image::Image& canvas, const Box& given, double opacity) {
  // Never larger than the canvas; stretched over a box that is.
  const Rect at = placement::pixel_rect(given);
  const int width = int(std::min(at.width, double(canvas.width)));
  const int height = int(std::min(at.height, double(canvas.height)));
  auto box = make_canvas(width, height, {127, 127, 127, 96});
  if (!box) return box.error();
  const double line = std::clamp(std::min(width, height) / 48.0, 1.0, 4.0);
  const double diagonal = std::hypot(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double px = x + 0.5, py = y + 0.5;
      const double edge = std::min({px, py, width - px, height - py});
      const double cross =
          std::min(std::abs(px * height - py * width), std::abs((width - px) * height - py * width)) /
          diagonal;
      if (edge >= line && cross >= line / 2) continue;
      uint8_t* p = box->pixels.data() + 4 * (size_t(y) * size_t(width) + size_t(x));
      p[0] = p[1] = p[2] = 64;
      p[3] = 224;
    }
  }
  return draw_image(canvas, *box, given, opacity);
}

Result<bool> draw_background(image::Image& canvas, image::ImageView background, placement::Fit mode) {
  const Rect whole{0, 0, double(canvas.width), double(canvas.height)};
  return draw_image(canvas, background,
                    placement::fit({double(background.width), double(background.height)}, whole, mode), 100);
}

}  // namespace media::preview
