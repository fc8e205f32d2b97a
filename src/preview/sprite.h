// Drawing one asset; internal.
#pragma once

#include <string_view>

#include "base/error.h"
#include "image/image.h"
#include "placement/placement.h"
#include "preview/preview.h"

namespace media::preview {

// Pixels to composite with their left upper corner this far from the box' left upper pixel.
struct Sprite {
  image::Image pixels;
  int left = 0, top = 0;
};

// Whether a box is near enough in size to the canvas for all of it to be rendered; of larger ones only what
// is seen is. `size` is whole.
bool renders_whole(placement::Size size, placement::Size canvas);

// Copies a window of one picture to a place in another, row by row. Both must hold it.
void copy_rows(image::ImageView from, int from_left, int from_top, image::Image& to, int to_left, int to_top,
               int width, int height);

// The box that an asset takes of the one that it is given.
placement::Box fitted(image::ImageView asset, const placement::Box& box, const Look& look);

// The box and what its effects take around it.
placement::Box reached(placement::Box box, const Look& look);

// An asset scaled to whole pixels (Lanczos) and turned about its centre, edges antialiased. Of one
// that is cropped what is left; with Fit::cover only the middle of that, in the size's ratio.
Result<Sprite> make_sprite(image::ImageView asset, placement::Size size, double rotation, const Look& look);

// draw_image on a window of a canvas: `part` is the window's pixels.
Result<Drawn> draw_part(image::Image& part, const Window& window, placement::Size canvas,
                       image::ImageView asset, const placement::Box& box, double opacity, const Look& look);

// The picture for a box whose image is missing: never larger than the canvas, stretched over a box that is.
Result<image::Image> stand_in_for(const placement::Box& box, placement::Size canvas, std::string_view label);

// The whole pixels of a window that a box covers, in canvas pixels; 0 × 0 where it covers none.
Window seen(const placement::Box& box, const Window& window);

}  // namespace media::preview
