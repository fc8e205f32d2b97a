// Internal: the soft shadow or glow that a subject throws on a flat ground.
#pragma once

#include <optional>

#include "cutout/flat_keyer.h"

namespace media::cutout {

// One colour that lies over the ground, more or less of it.
struct Veil {
  std::array<uint8_t, 3> colour{};

  // How much of it is over the ground, 0 to 1, where they make up this colour.
  float alpha(const Rgb& seen, const Rgb& ground) const;
};

// Finds what fades into the ground without an edge and is the ground under one colour, and marks it as `veil`. A
// subject must be left that it belongs to.
std::optional<Veil> find_veil(Keyer& keyer);

}  // namespace media::cutout
