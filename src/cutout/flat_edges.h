// Internal: from which pixels are background to the cut-out.
#pragma once

#include <optional>

#include "cutout/flat_keyer.h"
#include "cutout/flat_veil.h"

namespace media::cutout {

// What is subject, its edges un-mixed from the background into a colour and an alpha; the veil too, or nothing of it.
Result<image::Image> cut_out(const Keyer& keyer, const std::optional<Veil>& veil, Shadow shadow);

}  // namespace media::cutout
