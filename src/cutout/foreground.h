// Internal: see foreground.cpp.
#pragma once

#include "cutout/cutout.h"

namespace media::cutout {

// Replaces the colour of every pixel with 0 < alpha < 255 by that of the foreground alone. `alpha` has the image's
// size. True, or out_of_memory.
Result<bool> unmix(image::Image& image, image::GreyView alpha);

}  // namespace media::cutout
