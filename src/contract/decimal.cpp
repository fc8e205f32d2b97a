#include "contract/decimal.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "contract/natural.h"

namespace media::contract {
namespace {

// Powers of ten that a double holds exactly.
constexpr double kPowers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr int64_t kMaxPower = 22;

// Halfway between two doubles has at most 767 digits; one more stands for all that follow.
constexpr size_t kMaxDigits = 768;

// 0.d₁d₂… × 10^scale, without zeros in front.
struct Decimal {
  bool negative = false;
  int64_t scale = 0;
  std::vector<uint8_t> digits;
};

Decimal read(std::string_view text) {
  Decimal out;
  size_t i = 0;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) out.negative = text[i++] == '-';
  bool fraction = false, more = false;
  for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
    if (text[i] == '.') {
      fraction = true;
      continue;
    }
    const auto digit = static_cast<uint8_t>(text[i] - '0');
    const bool leading = digit == 0 && out.digits.empty();
    if (!leading && out.digits.size() < kMaxDigits)
      out.digits.push_back(digit);
    else
      more |= digit != 0;
    out.scale += fraction ? (leading ? -1 : 0) : (leading ? 0 : 1);
  }
  if (more) out.digits.push_back(1);
  if (i < text.size()) {
    ++i;
    const bool minus = i < text.size() && text[i] == '-';
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    int64_t exponent = 0;
    for (; i < text.size(); ++i)
      exponent = exponent > 1'000'000'000 ? exponent : exponent * 10 + (text[i] - '0');
    out.scale += minus ? -exponent : exponent;
  }
  return out;
}

// high + low = a × b exactly (Dekker's product, in halves of 26 bits).
void exact_product(double a, double b, double& high, double& low) {
  constexpr double split = 134217729;  // 2²⁷ + 1
  const double a1 = a * split - (a * split - a), a2 = a - a1, b1 = b * split - (b * split - b), b2 = b - b1;
  high = a * b;
  low = ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2;
}

// mantissa / 10^power, worked out to about 100 bits; nothing when that does not settle the rounding.
std::optional<double> quotient(uint64_t mantissa, int power) {
  const double high = static_cast<double>(mantissa >> 11 << 11), low = static_cast<double>(mantissa & 0x7FF);
  const double first = (high + low) / kPowers[power];
  double product, rest;
  exact_product(first, kPowers[power], product, rest);
  const double second = (((high - product) + low) - rest) / kPowers[power];
  const double slack = std::fabs(second) * 0x1p-40;
  const double down = first + (second - slack), up = first + (second + slack);
  return down == up ? std::optional(down) : std::nullopt;
}

// value = units × 2^twos, at the precision that doubles of its size have.
struct Binary {
  uint64_t units;
  int64_t twos;
};

Binary split(double value) {
  int exponent = 0;
  (void)std::frexp(value, &exponent);
  if (value == 0 || exponent < -1021) exponent = -1021;  // subnormal: the spacing does not shrink further
  return {static_cast<uint64_t>(std::ldexp(value, 53 - exponent)), exponent - 53};
}

// How `decimal` compares with halfway between `below` and the next double: -1, 0 or 1.
int compare_with_middle(const Decimal& decimal, double below) {
  const Binary binary = split(below);
  const uint64_t middle = 2 * binary.units + 1;  // in units of 2^twos
  const int64_t twos = binary.twos - 1;
  const int64_t tens = decimal.scale - static_cast<int64_t>(decimal.digits.size());
  Natural left, right;
  for (const uint8_t digit : decimal.digits) left.multiply_add(10, digit);
  right.multiply_add(1, static_cast<uint32_t>(middle >> 32));
  right.multiply_add(1u << 16, 0);
  right.multiply_add(1u << 16, static_cast<uint32_t>(middle));
  left.multiply_power(10, tens);
  right.multiply_power(10, -tens);
  left.multiply_power(2, -twos);
  right.multiply_power(2, twos);
  return left == right ? 0 : left.less(right) ? -1 : 1;
}

double round_exactly(const Decimal& decimal) {
  if (decimal.scale > 310) return INFINITY;
  if (decimal.scale < -330) return 0;
  // A guess within a few units, from the first digits; then neighbours until the decimal lies between the
  // middles.
  double guess = 0;
  for (size_t i = 0; i < decimal.digits.size() && i < 17; ++i) guess = guess * 10 + decimal.digits[i];
  int64_t power = decimal.scale - std::min<int64_t>(static_cast<int64_t>(decimal.digits.size()), 17);
  for (; power > 0; power -= std::min(power, kMaxPower)) guess *= kPowers[std::min(power, kMaxPower)];
  for (; power < 0; power += std::min(-power, kMaxPower)) guess /= kPowers[std::min(-power, kMaxPower)];
  if (std::isinf(guess)) guess = 1.7976931348623157e308;
  for (;;) {
    const int above = compare_with_middle(decimal, guess);
    const bool odd = split(guess).units % 2 != 0;
    if (above > 0 || (above == 0 && odd)) {
      guess = std::nextafter(guess, INFINITY);
      if (std::isinf(guess)) return guess;
      continue;
    }
    if (guess == 0) return guess;
    const double before = std::nextafter(guess, 0);
    const int below = compare_with_middle(decimal, before);
    if (below > 0 || (below == 0 && !odd)) return guess;
    guess = before;
  }
}

}  // namespace

double parse_double(std::string_view text) {
  // Most numbers are of at most 19 digits without an exponent.
  const std::string_view digits = text.substr(!text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0);
  uint64_t mantissa = 0;
  int power = 0;
  size_t i = 0, seen = 0;
  bool fraction = false;
  for (; i < digits.size() && seen < 19; ++i) {
    if (digits[i] == '.') {
      fraction = true;
    } else if (digits[i] >= '0' && digits[i] <= '9') {
      mantissa = mantissa * 10 + static_cast<uint64_t>(digits[i] - '0');
      seen += mantissa != 0;
      power += fraction;
    } else {
      break;
    }
  }
  if (i == digits.size() && power <= kMaxPower) {
    if (const auto value = quotient(mantissa, power)) return text[0] == '-' ? -*value : *value;
  }
  const Decimal decimal = read(text);
  const double value = decimal.digits.empty() ? 0 : round_exactly(decimal);
  return decimal.negative ? -value : value;
}

}  // namespace media::contract
