// Sine and cosine of degrees.
#pragma once

namespace media {

struct SineCosine {
  double sine, cosine;
};

/**
 * To within two units in the last place, and exact at every quarter turn. From additions and multiplications alone, so that
 * every build gives the same digits; and without the table by which a libm reduces radians of any size, which is a
 * twentieth of a module.
 * @param degrees finite, of a few turns at most
 */
SineCosine sine_cosine(double degrees);

}  // namespace media
