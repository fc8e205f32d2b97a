// Background removal around a segmentation network: the image as the network's input tensor, its output as a
// mask, the mask as the image's alpha. The whole public face of this folder. The network itself runs elsewhere;
// what a model wants and gives is data (TensorSpec, MaskSpec), so that a new model needs no code here.
#pragma once

#include <array>
#include <span>

#include "base/buffer.h"
#include "base/error.h"
#include "image/image.h"

namespace media::cutout {

// A network's input: 1 × 3 × height × width floats, red, green and blue planes, (pixel / scale − mean) / deviation.
struct TensorSpec {
  int width = 0, height = 0;  // 1 to 4096 each
  double scale = 255;         // 0: the largest channel value of the resized image, as U²-Net's own code does
  std::array<double, 3> mean{0, 0, 0};
  std::array<double, 3> deviation{1, 1, 1};
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

// The output plane as a mask of width × height, 0 (background) to 1 (subject), resampled with Lanczos. A plane
// without any contrast is not stretched. Fails with inference_failed when a value is not a number.
Result<image::Plane> mask(image::PlaneView output, const MaskSpec& spec, int width, int height);

// A mask of 8-bit values, 0 to 255, as one of 0 to 1.
Result<image::Plane> mask_from_bytes(ByteView values, int width, int height);

// A mask as 8-bit values, rounded to nearest; values outside 0 to 1 are clipped.
Result<Bytes> mask_to_bytes(image::PlaneView mask);

// The image with its alpha multiplied by the mask, which is brought to the image's size if it has another.
// Colour stays straight and unchanged, except that fully transparent pixels are zeroed: nothing of a removed
// background is left in the file.
Result<image::Image> apply(image::ImageView image, image::PlaneView mask);

}  // namespace media::cutout
