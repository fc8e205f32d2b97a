// How an image lies in its box crosses as numbers; js/src/placement-input.ts writes them.
#pragma once

#include <cstddef>

#include "preview/preview.h"

namespace media::bridge {

// Fit, mirrored left and right, mirrored up and down.
constexpr size_t kLookStride = 3;

inline preview::Look look_of(const double* row) {
  return {static_cast<placement::Fit>(int(row[0])), row[1] != 0, row[2] != 0};
}

}  // namespace media::bridge
