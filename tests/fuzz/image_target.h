// What is fuzzed: any bytes may be probed and decoded, and what was decoded has the size that was told.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "image/decoders.h"
#include "image/image.h"
#include "image/jpeg/baseline.h"
#include "image/jpeg/layout.h"

namespace media::image {

inline void check(bool holds) {
  if (!holds) std::abort();
}

// Two decoders read a JPEG: what the first takes, the other takes, and to the same pixels.
inline void check_jpeg(ByteView file, bool allow_truncated) {
  const auto clean = clean_jpeg(file, read_jpeg(file), allow_truncated, 1 << 24);
  if (!clean) return;
  const auto ours = decode_baseline(clean->span());
  if (!ours) return;
  const auto theirs = stb_decode(clean->span(), allow_truncated);
  check(theirs && theirs->width == ours->width && theirs->height == ours->height);
  check(std::memcmp(theirs->pixels.data(), ours->pixels.data(), ours->pixels.size()) == 0);
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
    if (decoded && info->format == Format::jpeg) check_jpeg({data, size}, allow_truncated);
  }
}

}  // namespace media::image
