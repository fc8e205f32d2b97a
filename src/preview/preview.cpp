#include "preview/preview.h"

#include <cmath>
#include <cstring>

#include "preview/sprite.h"

namespace media::preview {
namespace {

using placement::Box;
using placement::Rect;

Window whole(const image::Image& canvas) { return {0, 0, canvas.width, canvas.height}; }
placement::Size size_of(const image::Image& canvas) { return {double(canvas.width), double(canvas.height)}; }

void fill(image::Image& out, Colour colour) {
  const uint8_t rgba[4] = {colour.red, colour.green, colour.blue, colour.alpha};
  for (size_t i = 0; i < out.pixels.size(); i += 4) std::memcpy(out.pixels.data() + i, rgba, 4);
}

}  // namespace

Result<image::Image> make_canvas(double width, double height, Colour colour) {
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
  fill(out, colour);
  return out;
}

Result<Drawn> draw_image(image::Image& canvas, image::ImageView asset, const Box& box, double opacity,
                        const Look& look) {
  return draw_part(canvas, whole(canvas), size_of(canvas), asset, box, opacity, look);
}

Result<Drawn> draw_stand_in(image::Image& canvas, std::string_view label, const Box& box, double opacity) {
  auto picture = stand_in_for(box, size_of(canvas), label);
  return picture ? draw_image(canvas, *picture, box, opacity) : picture.error();
}

Result<Drawn> draw_background(image::Image& canvas, image::ImageView background, placement::Fit mode) {
  const Rect all{0, 0, double(canvas.width), double(canvas.height)};
  return draw_image(canvas, background,
                    placement::fit({double(background.width), double(background.height)}, all, mode), 100);
}

}  // namespace media::preview
