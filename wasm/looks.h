// How an image lies in its box crosses as numbers; js/src/placement-input.ts writes them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "preview/preview.h"

namespace media::bridge {

// Fit, mirrored left and right, mirrored up and down; outline, its colour; glow, its colour; shadow x, y, blur, its
// colour; cropped from the left, top, right, bottom; radius of the corners. Colours are 0xRRGGBBAA.
constexpr size_t kLookStride = 16;

inline preview::Colour colour_of(double rgba) {
  const auto bits = uint32_t(rgba);
  return {uint8_t(bits >> 24), uint8_t(bits >> 16), uint8_t(bits >> 8), uint8_t(bits)};
}

inline preview::Look look_of(const double* row) {
  const preview::Effects effects{row[3], colour_of(row[4]), row[5], colour_of(row[6]), row[7], row[8], row[9], colour_of(row[10])};
  return {static_cast<placement::Fit>(int(row[0])), row[1] != 0, row[2] != 0, effects, {row[11], row[12], row[13], row[14]}, row[15]};
}

}  // namespace media::bridge
