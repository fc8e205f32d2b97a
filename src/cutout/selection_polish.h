// Internal: the border of a selection, pixel by pixel.
#pragma once

#include <vector>

#include "cutout/selection_solve.h"

namespace media::cutout {

// The cut again, on the pixels around the border between selected regions and others. `odds` are those of regions;
// `held` ones keep the labels that they have.
std::vector<uint8_t> polish(const SelectionModel& model, const Evidence& evidence, const std::vector<uint8_t>& selected,
                            const std::vector<float>& odds, const std::vector<uint8_t>& held);

}  // namespace media::cutout
