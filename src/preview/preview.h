// Placements and images become pixels: source-over onto a canvas, back to front. The whole public face of
// this folder. Canvases are straight RGBA; the box of every placement is the one that `placement` computes.
#pragma once

#include <cstdint>

#include "base/error.h"
#include "image/image.h"
#include "placement/placement.h"

namespace media::preview {

// Longest side and most pixels of a canvas. The largest canvas of any asset type is 1920 × 1080.
constexpr int kMaxSide = 8192;
constexpr int64_t kMaxPixels = int64_t{32} << 20;

struct Color {
  uint8_t red = 0, green = 0, blue = 0, alpha = 0;
};

// A canvas filled with one colour. invalid_argument for a size that is not whole or below 1, image_too_large
// above the limits.
Result<image::Image> make_canvas(double width, double height, Color fill);

// Draws an image into the pixels of a box (placement::pixel_box), turned about its centre, edges antialiased,
// cropped at the canvas. Opacity in percent, clamped to 0–100. The box must be finite. Nothing is allocated
// for what lies outside the canvas, however large the box.
Result<bool> draw_image(image::Image& canvas, image::ImageView asset, const placement::Box& box,
                        double opacity);

// The same for an image that is missing: a grey box, outlined and crossed.
Result<bool> draw_stand_in(image::Image& canvas, const placement::Box& box, double opacity);

// An image as the canvas' background.
Result<bool> draw_background(image::Image& canvas, image::ImageView background, placement::Fit fit);

}  // namespace media::preview
