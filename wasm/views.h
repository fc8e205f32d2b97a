// Pixels as they come in: the one place that checks that there are as many as their size says.
#pragma once

#include "bridge.h"
#include "image/image.h"

namespace media::bridge {

// Whether `byte_length` is that of a plane of elements of `size` bytes.
inline bool covers(uint32_t byte_length, int width, int height, uint64_t size) {
  return width >= 1 && height >= 1 &&
         static_cast<uint64_t>(width) * static_cast<uint64_t>(height) * size == byte_length;
}

// RGBA, or a view of nothing, which every function of the core refuses.
inline image::ImageView pixels_at(Address address, uint32_t length, int width, int height) {
  if (!covers(length, width, height, 4)) return {};
  return {reinterpret_cast<const uint8_t*>(address), width, height};
}

}  // namespace media::bridge
