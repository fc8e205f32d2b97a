// Internal: colours that pass for a subject's own and are mixtures of it with what is behind it.
#pragma once

#include "cutout/surface.h"

namespace media::cutout {

// Along an edge that is soft over many cells, as motion makes it, a subject whose hue is opposite to the screen's takes
// all of the screen's hue away half way: its colours there are known, and wrong. A cell whose colour lies between the
// ground's and that of a neighbour, and is part of a way that leads far down to the ground, gets the colour the way
// begins at. `subject` and `ground` have the same cells; what has no weight in `subject` is unknown. `noise` is that
// of a pixel, in levels.
void take_mixtures_out(Surface& subject, const Surface& ground, float noise);

}  // namespace media::cutout
