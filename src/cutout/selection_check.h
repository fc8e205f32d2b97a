// Internal: which strokes and boxes make sense.
#pragma once

#include "cutout/selection.h"

namespace media::cutout {

// invalid_argument, with what a stroke is made of.
Result<Done> check(const Stroke& stroke);

// The part of a box that lies in the picture; invalid_argument when there is none.
Result<Box> inside(const Box& box, int width, int height);

}  // namespace media::cutout
