// Internal: gradients of paint that pass through the ground's colour.
#pragma once

#include "cutout/flat_keyer.h"

namespace media::cutout {

// Makes background subject where paint goes evenly from one side of the ground's colour to the other, lighter to darker
// say, as metal on grey does: between two pieces of a subject, without an edge. Pixels that it changed.
// Fails with `out_of_memory`.
Result<size_t> close_slopes(Keyer& keyer);

}  // namespace media::cutout
