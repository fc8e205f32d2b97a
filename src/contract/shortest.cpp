// The shortest decimal digits of a double.
// Source: G. L. Steele, J. L. White, "How to Print Floating-Point Numbers Accurately", 1990, in the form of R. G. Burger,
// R. K. Dybvig, "Printing Floating-Point Numbers Quickly and Accurately", 1996; exact, with whole numbers only.
#include <cmath>
#include <string>

#include "contract/coerce.h"
#include "contract/natural.h"

namespace media::contract {
namespace {

// 0.digits × 10^point.
struct Digits {
  std::string digits;
  int point;
};

// Of a positive finite value, the shortest that read back as it; of several, the nearest.
Digits shortest(double value) {
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  // value = units × 2^twos with 53 bits of units, fewer where the exponent can go no lower.
  const int twos = std::max(exponent - 53, -1074);
  const auto units = static_cast<uint64_t>(std::ldexp(fraction, exponent - twos));
  // The gap to the double below is half of that above when the units are the least of 53 bits.
  const bool narrow = units == uint64_t{1} << 52 && twos > -1074;
  const bool inclusive = units % 2 == 0;  // reading rounds halfway cases to even units

  // value = rest / scale, and half the gaps are below / scale and above / scale.
  Natural rest(units), scale(1), below(1), above(1);
  rest.multiply_add(narrow ? 4 : 2, 0);
  scale.multiply_add(narrow ? 4 : 2, 0);
  if (narrow) above.multiply_add(2, 0);
  for (Natural* number : {&rest, &below, &above}) number->multiply_power(2, twos);
  scale.multiply_power(2, -twos);

  int point = static_cast<int>(std::ceil(std::log10(value) - 1e-10));
  scale.multiply_power(10, point);
  for (Natural* number : {&rest, &below, &above}) number->multiply_power(10, -point);
  const auto reaches_next = [&] {
    Natural upper = rest;
    upper.add(above);
    return inclusive ? !upper.less(scale) : scale.less(upper);
  };
  const auto next_digit = [&] {
    for (Natural* number : {&rest, &below, &above}) number->multiply_add(10, 0);
  };
  if (reaches_next()) {
    ++point;
  } else {
    next_digit();
  }

  Digits out{"", point};
  for (;; next_digit()) {
    int digit = 0;
    for (; !rest.less(scale); ++digit) rest.subtract(scale);
    const bool low = inclusive ? !below.less(rest) : rest.less(below), high = reaches_next();
    if (low || high) {
      Natural twice = rest;
      twice.add(rest);
      const bool nearer_above = scale.less(twice) || (twice == scale && digit % 2 != 0);
      if (high && (!low || nearer_above)) ++digit;
    }
    out.digits += static_cast<char>('0' + digit);
    if (low || high) return out;
  }
}

}  // namespace

std::string number_text(double value) {
  if (std::signbit(value)) return "-" + number_text(-value);
  if (value == std::trunc(value) && value < 1e15) return std::to_string(static_cast<int64_t>(value));
  auto [digits, point] = shortest(value);
  const int count = static_cast<int>(digits.size());
  if (point > 21 || point < -5) {
    if (count > 1) digits.insert(1, ".");
    return digits + (point > 0 ? "e+" : "e-") + std::to_string(std::abs(point - 1));
  }
  if (point <= 0) return "0." + std::string(static_cast<size_t>(-point), '0') + digits;
  if (count <= point) return digits + std::string(static_cast<size_t>(point - count), '0');
  return digits.insert(static_cast<size_t>(point), ".");
}

std::string whole_text(double value) {
  const double rounded = std::round(value);
  if (rounded == 0) return "0";
  if (std::fabs(rounded) < 1e15) return number_text(rounded);
  auto [digits, point] = shortest(std::fabs(rounded));
  return (value < 0 ? "-" : "") + digits + std::string(static_cast<size_t>(point) - digits.size(), '0');
}

}  // namespace media::contract
