// Rows of doubles in which geometry crosses; js/src/placement-input.ts and js/src/placement.ts write and read them.
#pragma once

#include <vector>

#include "bridge.h"
#include "placement/placement.h"

namespace media::bridge {

// x, y, width, height, unit (0 percent, 1 px), z, rotation, opacity.
constexpr size_t kPlacementStride = 8;
// Centre x, centre y, width, height, rotation.
constexpr size_t kBoxStride = 5;

inline placement::Placement read_placement(const double* p) {
  return {p[0], p[1], p[2], p[3], p[4] == 1 ? placement::Unit::px : placement::Unit::percent, p[5], p[6], p[7]};
}

inline placement::Box read_box(const double* p) { return {p[0], p[1], p[2], p[3], p[4]}; }

inline std::vector<placement::Placement> read_placements(Address rows, uint32_t byte_length) {
  const auto numbers = array<const double>(rows, byte_length);
  std::vector<placement::Placement> out;
  out.reserve(numbers.size() / kPlacementStride);
  for (size_t i = 0; i + kPlacementStride <= numbers.size(); i += kPlacementStride) out.push_back(read_placement(&numbers[i]));
  return out;
}

// [{"index":0,"field":"x","type":"finite_number","message":"must be a finite number"}, …]
inline std::string json(const std::vector<placement::Issue>& issues) {
  std::string out;
  for (const placement::Issue& issue : issues) {
    out += std::string(out.empty() ? "" : ",") + "{\"index\":" + std::to_string(issue.index) + ",\"field\":\"" + issue.field +
           "\",\"type\":\"" + issue.type + "\",\"message\":\"" + issue.message + "\"}";
  }
  return "[" + out + "]";
}

}  // namespace media::bridge
