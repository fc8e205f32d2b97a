// Background removal around a segmentation network: the image as the network's input tensor, its output as a
// mask, the mask as the image's alpha. The whole public face of this folder. The network itself runs elsewhere;
// what a model wants and gives is data (TensorSpec, MaskSpec), so that a new model needs no code here.
// Masks have one byte a pixel, 0 (background) to 255 (subject).
#pragma once

#include <array>
#include <optional>
#include <span>

#include "base/buffer.h"
#include "base/error.h"
#include "cutout/selection.h"
#include "image/image.h"

namespace media::cutout {

// A network's input: 1 × 3 × height × width floats, red, green and blue planes, (pixel / scale − mean) / deviation.
struct TensorSpec {
  int width = 0, height = 0;  // 1 to 4096 each
  double scale = 255;         // up to 1e6; 0: the largest channel value of the resized image, as U²-Net's own code does
  std::array<double, 3> mean{0, 0, 0};       // within 1e6
  std::array<double, 3> deviation{1, 1, 1};  // 1e-6 to 1e6, or below 0; else invalid_argument
};

// The image, resized to the network's size with antialiasing (Lanczos, 3 lobes) whatever its proportions.
// Transparent pixels are shown to the network over middle grey, against which light and dark subjects stand out.
Result<Buffer<float>> tensor(image::ImageView image, const TensorSpec& spec);

enum class Activation { none, clip, sigmoid };

// How a network's output becomes a mask.
struct MaskSpec {
  Activation activation = Activation::none;
  bool stretch = false;  // afterwards bring the smallest value to 0 and the largest to 1
};

// The output plane as a mask of width × height, resampled with Lanczos. A plane without any contrast is not
// stretched. Fails with inference_failed when a value is not a number.
Result<image::Grey> mask(image::PlaneView output, const MaskSpec& spec, int width, int height);

// Values of 0 to 1 as a mask, rounded to nearest; what is outside is clipped, and NaN is background.
Result<image::Grey> to_mask(image::PlaneView values);

// The image with its alpha multiplied by the mask, which is brought to the image's size if it has another.
// Colour stays straight. Fully transparent pixels are zeroed: nothing of a removed background is left in the
// file. `unmix` also replaces the colours of half-transparent pixels by what the foreground's are without the
// background that shines through; otherwise they are as they were.
Result<image::Image> apply(image::ImageView image, image::GreyView mask, bool unmix = true);

struct RefineOptions {
  double radius = 1.5;    // of a window, in pixels of the mask, 0 to 1000
  double epsilon = 1e-4;  // the variance of colour (0–1, squared) below which an edge is not followed, 1e-5 to 1
};

// The mask at the image's size with its edges where the image has them, for masks that a network made at a
// lower resolution. What is farther from the mask's edges than its own pixels are wide stays, and so do edges across
// which the image's colour does not change. Fully transparent pixels of the image count with the colour that they hold.
Result<image::Grey> refine(image::ImageView image, image::GreyView mask, const RefineOptions& options = {});

struct Measure {
  double coverage = 0;   // share of pixels that are subject (at least ½)
  double certainty = 1;  // 0 to 1: how far from ½ the values are, where they are not background
};
Measure measure(image::GreyView mask);

struct AdjustOptions {
  double threshold = 0;  // 0 to 1; above 0: values from here on become subject, others background
  double feather = 0;   // pixels over which edges are then softened, 0 to 1000
};
Result<image::Grey> adjust(image::GreyView mask, const AdjustOptions& options);

struct Trimmed {
  image::Image image;
  int x = 0, y = 0;  // where its left upper corner lay in the image
};

// The part of a cut-out that can be seen (alpha of 8 or more), with `padding` (0 to 65535) transparent pixels on each
// side. An image without any such pixel is kept whole.
Result<Trimmed> trim(image::ImageView cut, int padding);

// A cut-out on a colour (straight RGBA), or on an image that is resized and cropped around its middle to cover.
Result<image::Image> on_colour(image::ImageView cut, std::array<uint8_t, 4> colour);
Result<image::Image> on_image(image::ImageView cut, image::ImageView backdrop);

// What becomes of background colour that the subject encloses, such as the inside of an O. `judge`: what looks like paint
// is kept (eyes with pupils and what else their subject encloses; what lies within paint that does not reach the subject's
// outer edge, such as teeth in a mouth), the rest removed.
enum class Holes { remove, keep, judge };

// What becomes of a soft shadow or glow that the subject throws on the background.
enum class Shadow { keep, remove };

struct FlatOptions {
  Holes holes = Holes::remove;
  Shadow shadow = Shadow::keep;
  bool jpeg = false;  // the pixels come from a JPEG: what rings around edges is the codec's, however smooth the rest
};

struct Flat {
  bool flat = false;         // else what follows `certainty` says nothing
  bool transparent = false;  // not flat, because the background is gone already: most of the border is transparent
  double certainty = 0;  // 0 to 1: how much of the border fits, how clear the subject's outline, how little noise,
                         // and how little was taken out as holes or judged to be none; below ½ where a shadow or glow may be left as
                         // an opaque ring; of `transparent`: how much of the border is
  int holes = 0;  // enclosed areas that were removed
  bool shadow = false;  // whether there is a soft shadow or glow: one colour over the background, un-mixed from it
  std::array<uint8_t, 3> colour{};  // of the background at the middle
  image::Image image;    // the cut-out: straight colour with the background un-mixed from its edges
};

// Tells whether the background is one colour, a gradient (a polynomial of second degree; or any number of stops along
// a line or around a middle, a vignette) or the checkerboard that stands for transparency, and if so keys it out. Made
// for logos, emotes, pixel art and screenshots, drawn or as JPEG; photographs are not flat. Nor is an image whose
// border is transparent.
Result<Flat> flat_background(image::ImageView image, const FlatOptions& options = {});

struct ChromaOptions {
  std::optional<std::array<uint8_t, 3>> colour;  // of the screen, roughly; by default found: green or blue
  std::optional<double> tolerance;  // 0 to 0.5: how far, as a share of the way to the subject, screen may stray; by
                                    // default as its noise demands
  bool despill = true;              // no more of the screen's hue in the subject's edges than they have themselves
};

struct Chroma {
  bool chroma = false;   // else there is no such screen, and what follows says nothing
  double certainty = 0;  // 0 to 1: how much of the border is screen, how little noise
  std::array<uint8_t, 3> colour{};  // of the screen, at the middle
  image::Image image;    // the cut-out: straight colour without the screen's
};

// Keys out a green or blue screen, photographed: uneven light, shadows and creases, sensor noise, a JPEG's coarse
// colour. Enclosed screen goes too. By itself it takes a screen to be what covers most of the border in one hue;
// where the colour is given, whatever has it. A colour without a hue (grey) is an invalid_argument.
Result<Chroma> chroma_key(image::ImageView image, const ChromaOptions& options = {});

// Looking closer, and judging what was seen. One answer of a network at its own, low resolution says little of how
// far it can be trusted; its answers to the mirrored picture and to a window around the subject say more.

// A rectangle of an image or mask, in its pixels.
struct Window {
  int x = 0, y = 0, width = 0, height = 0;
};

// tensor() of a window that lies in the image; else invalid_argument.
Result<Buffer<float>> tensor(image::ImageView image, const TensorSpec& spec, const Window& window);

// What a mask tells about itself. Subject is what is at least ½.
struct Evidence {
  double coverage = 0;   // as measure() has them
  double certainty = 1;
  double agreement = 1;  // 0 to 1: overlap of the answers to the picture and to its mirror image, Σ min / Σ max
  double steady = 1;     // 0 to 1: overlap of what was seen from afar and from close, where there were two looks
  double crumbs = 0;     // share of the subject in pieces smaller than a quarter of its largest (4-connected)
  double cut = 0;        // share of the left, right or upper side that the subject touches, the largest of the three
  Window subject;        // bounding box; empty where there is none
};
Result<Evidence> evidence(image::GreyView mask);

struct Look {
  image::Grey mask;  // of the network's size
  Evidence evidence;
};

// A network's answer as a mask, the mean of it and of the answer to the mirrored picture (mirrored back here) where
// that was asked too: `mirrored` has the same size, or no data. Fails as mask() does.
Result<Look> look(image::PlaneView output, image::PlaneView mirrored, const MaskSpec& spec);

// Where to look next: the subject that was found in a mask_width × mask_height mask of `seen`, a window of a width ×
// height image, with a tenth of its longer side on each side, square where the image has the room.
Window closer(const Window& subject, int mask_width, int mask_height, const Window& seen, int width, int height);

// A mask of a window as one of the whole width × height image, background elsewhere. Its resolution is kept, where
// that is below the image's: the result is then smaller than the image, with its proportions.
Result<image::Grey> place(image::GreyView mask, const Window& window, int width, int height);

// Why a mask is not to be trusted.
enum class Doubt { nothing_found, everything_found, fragments, border_cut, passes_disagree, low_certainty };
constexpr int kDoubts = 6;

// What is asked of a model's masks before they are called good.
struct Trust {
  double certainty = 0.8;
  double agreement = 0.9;
};

struct Judgement {
  std::array<bool, kDoubts> doubts{};  // by Doubt
  bool good = true;                    // none of them
};
Judgement judge(const Evidence& evidence, const Trust& trust);

// Overlap of two masks of one picture, 0 to 1: Σ min / Σ max; 1 where both are empty. The second is brought to the
// first one's size.
Result<double> overlap(image::GreyView a, image::GreyView b);

}  // namespace media::cutout
