// Internal: holes of a subject told from what is painted in the ground's colour.
#pragma once

#include "cutout/flat_keyer.h"

namespace media::cutout {

// Marks as subject what is enclosed and more likely paint than a hole: the whites of eyes, with all else that the same
// subject encloses, and what lies within paint that does not reach the subject's outer edge, such as teeth in a mouth.
// The pixels that it marked.
size_t keep_painted(Keyer& keyer);

}  // namespace media::cutout
