// Sorting, once for all of this folder; internal.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace media::placement {

// Indices in ascending order of their keys; those of equal keys in the order given.
std::vector<size_t> order_by(std::span<const double> keys);

}  // namespace media::placement
