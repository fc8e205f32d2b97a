// Prefix codes for a JPEG (ITU-T T.81, annexes C and K.2), made for what a picture holds.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace media::image {

struct HuffmanTable {
  std::array<uint8_t, 17> lengths{};   // how many codes have each length, 1 to 16
  std::array<uint8_t, 256> symbols{};  // by their codes' length
  size_t count = 0;

  // The shortest codes of at most 16 bits for symbols that come so often. None is all ones.
  static HuffmanTable of(const std::array<uint32_t, 256>& counts);
};

}  // namespace media::image
