// Internal: the green or blue screen behind a subject, as a surface of its colours.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

#include "cutout/surface.h"
#include "image/image.h"

namespace media::cutout {

// A direction in the plane of hues: red along the first axis, green and blue at 120° to either side. Grey is the
// origin, brightness does not matter.
class Key {
 public:
  Key() = default;
  explicit Key(const Rgb& colour);

  // How much of the key's hue a colour has, in levels, and how much across it; of one colour or of several at once.
  float along(const Rgb& c) const { return along<float>(c); }
  float across(const Rgb& c) const { return across<float>(c); }
  template <class Value>
  Value along(const std::array<Value, 3>& c) const { return u_[0] * c[0] + u_[1] * c[1] + u_[2] * c[2]; }
  template <class Value>
  Value across(const std::array<Value, 3>& c) const { return v_[0] * c[0] + v_[1] * c[1] + v_[2] * c[2]; }

  // The part of a colour that can be the screen's: what lies more than 45° from its hue has none.
  float strength(const Rgb& c) const { return along(c) - std::abs(across(c)); }

  // The colour with no more of the key's hue than lies across it, and no more of its channel than of another: what
  // keyers call suppressing spill.
  Rgb without(const Rgb& c) const {
    const float much = std::max(0.0F, strength(c));
    Rgb out{c[0] - much * u_[0], c[1] - much * u_[1], c[2] - much * u_[2]};
    if (channel_ < 3) out[channel_] = std::min(out[channel_], std::max(out[(channel_ + 1) % 3], out[(channel_ + 2) % 3]));
    return out;
  }

 private:
  Rgb u_{}, v_{};
  size_t channel_ = 3;  // that stands out of the key's colour; 3: two do, as in magenta
};

struct Screen {
  Key key;
  Surface ground;           // filled: everywhere
  float noise = 0;          // standard deviation along the key, in levels, of single pixels
  float border_share = 0;   // of the border's cells, those that are ground
  float share = 0;          // of all cells
};

// The screen; nothing where there is none. `colour`: the screen's, roughly; by default it is found: green or blue.
std::optional<Screen> find_screen(image::ImageView image, const std::optional<std::array<uint8_t, 3>>& colour);

}  // namespace media::cutout
