// The order in which a JPEG stores the coefficients of a block (ITU-T T.81, figure 5).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace media::image {

constexpr size_t kBlock = 64;  // coefficients of a block

// Of each coefficient in that order its place in a block that is stored column by column: what the transform below
// gives, which saves it a transposition.
constexpr std::array<uint8_t, kBlock> kZigzag = [] {
  std::array<uint8_t, kBlock> out{};
  size_t at = 0;
  for (size_t diagonal = 0; diagonal < 15; ++diagonal) {
    for (size_t i = 0; i <= diagonal; ++i) {
      const size_t row = diagonal % 2 == 0 ? diagonal - i : i, column = diagonal - row;
      if (row < 8 && column < 8) out[at++] = static_cast<uint8_t>(column * 8 + row);
    }
  }
  return out;
}();

}  // namespace media::image
