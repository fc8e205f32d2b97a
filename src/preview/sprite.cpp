#include "preview/sprite.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "preview/effects.h"
#include "preview/preview.h"
#include "preview/stand_in.h"
#include "preview/turned.h"

namespace media::preview {
namespace {

using placement::Box;

struct PixelSize {
  int width = 0, height = 0;
};

// The size to which an asset is resampled before it is laid into its box: the box' own, unless most of that
// would lie off the canvas; then it is no more than the asset has.
PixelSize resampled(const Box& box, image::ImageView asset, placement::Size canvas) {
  if (renders_whole({box.width, box.height}, canvas)) return {int(box.width), int(box.height)};
  return {int(std::min(box.width, double(asset.width))), int(std::min(box.height, double(asset.height)))};
}

// What of an asset is left between its cropped sides; of none, nothing.
Window cropped(image::ImageView asset, const Crop& crop) {
  if (asset.width < 1 || asset.height < 1) return {0, 0, asset.width, asset.height};
  const auto between = [](int length, double before, double after) {
    const int from = std::clamp(int(std::lround(before * length)), 0, length - 1);
    const int to = std::clamp(length - int(std::lround(after * length)), from + 1, length);
    return std::pair{from, to - from};
  };
  const auto [left, width] = between(asset.width, crop.left, crop.right);
  const auto [top, height] = between(asset.height, crop.top, crop.bottom);
  return {left, top, width, height};
}

// The middle of a window that covers a size: whole pixels, as many as the ratio allows.
Window middle(const Window& of, placement::Size size) {
  const double scale = std::max(size.width / of.width, size.height / of.height);
  const int width = std::clamp(int(std::lround(size.width / scale)), 1, of.width);
  const int height = std::clamp(int(std::lround(size.height / scale)), 1, of.height);
  return {of.left + (of.width - width) / 2, of.top + (of.height - height) / 2, width, height};
}

// What of an asset is shown in a size. `owner` holds it where that is less than all.
Result<image::ImageView> shown(image::ImageView asset, placement::Size size, const Look& look,
                               image::Image& owner) {
  Window part = cropped(asset, look.crop);
  if (asset.data == nullptr || asset.width < 1 || asset.height < 1) return asset;  // which resizing refuses
  if (look.fit == placement::Fit::cover) part = middle(part, size);
  if (part.width == asset.width && part.height == asset.height) return asset;
  auto out = image::make_image(part.width, part.height);
  if (!out) return out.error();
  copy_rows(asset, part.left, part.top, *out, 0, 0, part.width, part.height);
  owner = std::move(*out);
  return image::ImageView(owner);
}

// In place. The picture is a box of a size, in which a corner is a quarter of a circle.
void round_corners(image::Image& picture, placement::Size size, double corner) {
  const double radius = std::min(corner, std::min(size.width, size.height) / 2);
  if (!(radius > 0)) return;
  const double across = size.width / picture.width, down = size.height / picture.height;
  for (int y = 0; y < picture.height; ++y) {
    const double box_y = (y + 0.5) * down, far_y = radius - std::min(box_y, size.height - box_y);
    if (far_y <= 0) continue;
    for (int x = 0; x < picture.width; ++x) {
      const double box_x = (x + 0.5) * across, far_x = radius - std::min(box_x, size.width - box_x);
      if (far_x <= 0) continue;
      const double covered = std::clamp(radius + 0.5 - std::hypot(far_x, far_y), 0.0, 1.0);
      uint8_t& alpha = picture.pixels.data()[4 * (size_t(y) * size_t(picture.width) + size_t(x)) + 3];
      alpha = uint8_t(std::lround(alpha * covered));
    }
  }
}

// In place.
void mirror(image::Image& picture, const Look& look) {
  const auto width = size_t(picture.width), height = size_t(picture.height);
  const auto swap = [&](size_t a, size_t b) {
    std::swap_ranges(picture.pixels.data() + 4 * a, picture.pixels.data() + 4 * a + 4, picture.pixels.data() + 4 * b);
  };
  for (size_t y = 0; look.flip_x && y < height; ++y)
    for (size_t x = 0; x < width / 2; ++x) swap(y * width + x, y * width + width - 1 - x);
  for (size_t y = 0; look.flip_y && y < height / 2; ++y)
    for (size_t x = 0; x < width; ++x) swap(y * width + x, (height - 1 - y) * width + x);
}

}  // namespace

void copy_rows(image::ImageView from, int from_left, int from_top, image::Image& to, int to_left, int to_top,
               int width, int height) {
  for (int y = 0; y < height; ++y) {
    std::memcpy(to.pixels.data() + 4 * (size_t(to_top + y) * size_t(to.width) + size_t(to_left)),
                from.data + 4 * (size_t(from_top + y) * size_t(from.width) + size_t(from_left)),
                4 * size_t(width));
  }
}

Box fitted(image::ImageView asset, const Box& box, const Look& look) {
  if (look.fit != placement::Fit::contain) return box;
  const Window part = cropped(asset, look.crop);
  const Box inside = placement::fit({double(part.width), double(part.height)}, {0, 0, box.width, box.height}, look.fit);
  Box out = box;
  out.width = inside.width;
  out.height = inside.height;
  return out;
}

Box reached(Box box, const Look& look) {
  const int margin = reach(look.effects);
  box.width += 2 * margin;
  box.height += 2 * margin;
  return box;
}

bool renders_whole(placement::Size size, placement::Size canvas) {
  return size.width <= 2.0 * canvas.width && size.height <= 2.0 * canvas.height &&
         size.width * size.height <= double(kMaxPixels);
}

Result<Sprite> make_sprite(image::ImageView asset, placement::Size size, double rotation,
                           const Look& look) {
  image::Image owner;
  const auto part = shown(asset, size, look, owner);
  if (!part) return part.error();
  auto scaled = image::resize(*part, int(size.width), int(size.height), image::Filter::lanczos3);
  if (!scaled) return scaled.error();
  mirror(*scaled, look);
  round_corners(*scaled, size, look.corner);
  const int margin = reach(look.effects);
  if (margin > 0) {
    scaled = with_effects(*scaled, look.effects);
    if (!scaled) return scaled.error();
  }
  if (placement::turn(rotation).cos == 1) return Sprite{std::move(*scaled), -margin, -margin};
  const Box box = reached({size.width / 2, size.height / 2, size.width, size.height, rotation}, look);
  const placement::Rect r = placement::bounds(box);
  const double left = std::floor(r.left), top = std::floor(r.top);
  const Window window{int(left), int(top), int(std::ceil(r.right()) - left),
                      int(std::ceil(r.bottom()) - top)};
  auto turned = render_window(*scaled, box, window);
  if (!turned) return turned.error();
  return Sprite{std::move(*turned), window.left, window.top};
}

Window seen(const placement::Box& box, const Window& window) {
  const placement::Rect r = placement::bounds(placement::pixel_box(box));
  const double low_x = window.left, high_x = low_x + window.width, low_y = window.top,
               high_y = low_y + window.height;
  const double left = std::clamp(std::floor(r.left), low_x, high_x),
               right = std::clamp(std::ceil(r.right()), low_x, high_x);
  const double top = std::clamp(std::floor(r.top), low_y, high_y),
               bottom = std::clamp(std::ceil(r.bottom()), low_y, high_y);
  if (!(right > left) || !(bottom > top)) return {};
  return {int(left), int(top), int(right - left), int(bottom - top)};
}

Result<Drawn> draw_part(image::Image& part, const Window& window, placement::Size canvas,
                       image::ImageView asset, const Box& whole, double opacity, const Look& look) {
  const Box given = fitted(asset, whole, look);
  const Box box = placement::pixel_box(given);
  const Window visible = seen(reached(given, look), window);
  const double strength = std::clamp(opacity / 100, 0.0, 1.0);
  if (visible.width == 0 || strength == 0) return Drawn::nothing;

  image::Image owner;
  const auto part_of_asset = shown(asset, {box.width, box.height}, look, owner);
  if (!part_of_asset) return part_of_asset.error();
  asset = *part_of_asset;
  const auto [width, height] = resampled(box, asset, canvas);
  image::Image scaled;
  if (width != asset.width || height != asset.height || look.flip_x || look.flip_y || look.corner > 0) {
    auto resized = image::resize(asset, width, height, image::Filter::lanczos3);
    if (!resized) return resized.error();
    scaled = std::move(*resized);
    mirror(scaled, look);
    round_corners(scaled, {box.width, box.height}, look.corner);
    asset = scaled;
  }
  // Resampled to less than the box, the picture has effects as much smaller.
  const Effects effects = scaled_effects(look.effects, width / box.width);
  const int margin = reach(effects);
  image::Image dressed;
  if (margin > 0) {
    auto made = with_effects(asset, effects);
    if (!made) return made.error();
    dressed = std::move(*made);
    asset = dressed;
  }
  if (placement::turn(box.rotation).cos == 1 && width == box.width && height == box.height) {
    const placement::Rect at = placement::pixel_rect(given);
    image::source_over(part, asset, int(at.left) - margin - window.left, int(at.top) - margin - window.top, strength);
    return Drawn::something;
  }
  Box whole_box = box;
  whole_box.width *= double(asset.width) / width;
  whole_box.height *= double(asset.height) / height;
  auto pixels = render_window(asset, whole_box, visible);
  if (!pixels) return pixels.error();
  image::source_over(part, *pixels, visible.left - window.left, visible.top - window.top, strength);
  return Drawn::something;
}

Result<image::Image> stand_in_for(const Box& given, placement::Size canvas, std::string_view label) {
  const placement::Rect at = placement::pixel_rect(given);
  return stand_in(int(std::min(at.width, canvas.width)), int(std::min(at.height, canvas.height)), label);
}

}  // namespace media::preview
