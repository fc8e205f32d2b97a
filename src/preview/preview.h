// Placements and images become pixels: source-over onto a canvas, back to front. The whole public face of
// this folder. Canvases are straight RGBA; the box of every placement is the one that `placement` computes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "image/image.h"
#include "placement/placement.h"

namespace media::preview {

// Longest side and most pixels of a canvas. The largest canvas of any asset type is 1920 × 1080.
constexpr int kMaxSide = 8192;
constexpr int64_t kMaxPixels = int64_t{32} << 20;

struct Colour {
  uint8_t red = 0, green = 0, blue = 0, alpha = 0;

  bool operator==(const Colour&) const = default;
};

// What is drawn behind a picture, following its alpha. Lengths are canvas pixels and turn with the box; colours that
// are transparent draw nothing. From the back: the shadow, the glow, the outline.
struct Effects {
  double outline = 0;
  Colour outline_colour;
  // From the outline's outer edge, where the glow is full, to where it has faded.
  double glow = 0;
  Colour glow_colour;
  double shadow_x = 0, shadow_y = 0, shadow_blur = 0;
  Colour shadow_colour;

  bool operator==(const Effects&) const = default;
};

// What is cut off an image from each side, as shares of its own width and height: whole pixels of it, to the nearest;
// at least one is left.
struct Crop {
  double left = 0, top = 0, right = 0, bottom = 0;

  bool operator==(const Crop&) const = default;
};

// How an image lies in its box.
struct Look {
  // Stretched over it, whole inside it, or covering it with its middle.
  placement::Fit fit = placement::Fit::fill;
  // Mirrored, left and right or up and down, before the box is turned.
  bool flip_x = false, flip_y = false;
  // They reach beyond the box.
  Effects effects = {};
  // Before anything else: what is left is the image.
  Crop crop = {};
  // Radius of its rounded corners, canvas pixels; no more than half of the box' shorter side counts.
  double corner = 0;

  bool operator==(const Look&) const = default;
};

// A canvas filled with one colour. invalid_argument for a size that is not whole or below 1, image_too_large
// above the limits.
Result<image::Image> make_canvas(double width, double height, Colour fill);

// Whether a pixel can have changed: nothing is drawn outside the canvas, or without opacity.
enum class Drawn { nothing, something };

// Draws an image into the pixels of a box (placement::pixel_box), turned about its centre, edges antialiased,
// cropped at the canvas. Opacity in percent, clamped to 0–100. The box must be finite. Nothing is allocated
// for what lies outside the canvas, however large the box.
Result<Drawn> draw_image(image::Image& canvas, image::ImageView asset, const placement::Box& box, double opacity,
                        const Look& look = {});

// The same for an image that is missing: a grey box, outlined and crossed, with a label (UTF-8; what is not
// printable ASCII shows as little boxes).
Result<Drawn> draw_stand_in(image::Image& canvas, std::string_view label, const placement::Box& box,
                           double opacity);

// An image as the canvas' background.
Result<Drawn> draw_background(image::Image& canvas, image::ImageView background, placement::Fit fit);

// What a session draws: a placement and the number of its image, 0 where that is missing and the label shows.
struct Layer {
  uint32_t image = 0;
  placement::Placement placement;
  std::string label;
  Look look;

  bool operator==(const Layer&) const = default;
};

// Whole canvas pixels.
struct Window {
  int left = 0, top = 0, width = 0, height = 0;
};

class SpriteCache;

// A canvas for an editor: images are registered once, scaled and turned bitmaps are kept (up to kSpriteBytes,
// the least recently drawn go first), and an update draws only where something changed.
constexpr size_t kSpriteBytes = size_t{64} << 20;
class Session {
 public:
  // Errors of make_canvas.
  static Result<Session> make(double width, double height, Colour fill);
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  // Behind everything: a colour, in place of what was there; an image on the colour. Errors of make_canvas.
  Result<Done> set_background(Colour fill);
  Result<Done> set_background(image::ImageView background, placement::Fit fit);
  // Registers an image under a number above 0, or another in its place.
  Result<Done> set_image(uint32_t number, image::ImageView image);
  void remove_image(uint32_t number);

  // Draws layers, given from back to front, and answers what changed since the last update; nothing: 0 × 0.
  // The layers must be usable.
  Result<Window> update(std::span<const Layer> layers);

  const image::Image& canvas() const { return canvas_; }

 private:
  Session();
  placement::Box taken(const Layer& layer) const;
  Result<Drawn> draw(image::Image& part, const Window& window, const Layer& layer);

  Colour fill_;
  image::Image canvas_, background_;
  std::vector<Layer> layers_;
  std::vector<Window> drawn_;      // where those were drawn, with the images of then
  std::vector<uint32_t> changed_;  // images that are another picture since the last update
  bool fresh_ = true;              // nothing was drawn since the background was set
  std::unique_ptr<SpriteCache> sprites_;
};

}  // namespace media::preview
