// The Taylor series about the nearest quarter turn: in half of one, what is left out is below the last digit.
#include "base/sine.h"

#include <cmath>
#include <numbers>

namespace media {
namespace {

template <int n>
constexpr double over_factorial = over_factorial<n - 1> / n;
template <>
constexpr double over_factorial<1> = 1;

// 1/first! − s/(first + 2)! + … + s^8/(first + 16)!
template <int first, int n = first>
double series(double s) {
  if constexpr (n == first + 16) return over_factorial<n>;
  else return over_factorial<n> - s * series<first, n + 2>(s);
}

}  // namespace

SineCosine sine_cosine(double degrees) {
  const double quarters = std::round(degrees / 90), rest = (degrees - 90 * quarters) * (std::numbers::pi / 180), s = rest * rest;
  const double sine = rest - rest * s * series<3>(s), cosine = 1 - s * series<2>(s);
  switch (static_cast<int>(quarters) & 3) {
    case 0: return {sine, cosine};
    case 1: return {cosine, 0 - sine};  // no −0
    case 2: return {0 - sine, -cosine};
    default: return {-cosine, sine};
  }
}

}  // namespace media
