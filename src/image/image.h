// Pixels: what an encoded image is, decoding it upright, resizing, compositing and encoding. The whole public
// face of this folder. Colour is straight (not premultiplied) sRGB RGBA, 8 bits a channel, rows top to bottom
// without gaps, unless a declaration says otherwise.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/buffer.h"
#include "base/error.h"

namespace media::image {

// Pixels that belong to someone else: width × height × 4 bytes.
struct ImageView {
  const uint8_t* data = nullptr;
  int width = 0;
  int height = 0;
};

// Pixels that it owns.
struct Image {
  Bytes pixels;
  int width = 0;
  int height = 0;

  operator ImageView() const { return {pixels.data(), width, height}; }
};

// One float a pixel: masks, alpha mattes, network outputs.
struct PlaneView {
  const float* data = nullptr;
  int width = 0;
  int height = 0;
};

struct Plane {
  Buffer<float> values;
  int width = 0;
  int height = 0;

  operator PlaneView() const { return {values.data(), width, height}; }
};

}  // namespace media::image
