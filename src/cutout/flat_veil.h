// Internal: the soft shadow or glow that a subject throws on a flat ground.
#pragma once

#include <optional>

#include "cutout/flat_keyer.h"

namespace media::cutout {

// One colour that lies over the ground, more or less of it.
struct Veil {
  std::array<uint8_t, 3> colour{};
  size_t left = 0;  // pixels of the subject that may be veil as well, such as what fills a hole
  size_t deep = 0;  // pixels of the veil that are at least half as far from the ground as it gets: they may be paint

  // How much of it is over the ground, 0 to 1, where they make up this colour.
  float alpha(const Rgb& seen, const Rgb& ground) const;
};

// Finds what fades into the ground without an edge and is the ground under one colour, and marks it as `veil`. A
// subject must be left that it belongs to. Where holes are removed, it is in them too.
std::optional<Veil> find_veil(Keyer& keyer, Holes holes);

}  // namespace media::cutout
