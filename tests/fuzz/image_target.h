// What is fuzzed: any bytes may be probed and decoded, and what was decoded has the size that was told.
#pragma once

#include <cstdint>
#include <cstdlib>

#include "image/image.h"

namespace media::image {

inline void check(bool holds) {
  if (!holds) std::abort();
}

inline void probe_and_decode(const uint8_t* data, size_t size) {
  Limits small;
  small.max_bytes = 1 << 20;
  small.max_pixels = 1 << 18;
  small.max_side = 4096;
  auto info = probe({data, size}, small);
  check(!info || (info->width >= 1 && info->height >= 1 && info->width <= small.max_side &&
                  info->height <= small.max_side && info->orientation >= 1 && info->orientation <= 8 &&
                  info->frame_count >= 1));
  for (bool allow_truncated : {false, true}) {
    auto decoded = decode({data, size}, {small, true, allow_truncated});
    check(!decoded || (info && decoded->image.width == info->width && decoded->image.height == info->height));
    check(!decoded || decoded->image.pixels.size() ==
                          static_cast<size_t>(info->width) * static_cast<size_t>(info->height) * 4);
  }
}

}  // namespace media::image
