#include "contract/coerce.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "contract/decimal.h"
#include "contract/text.h"

namespace media::contract {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Rust's grammar for f64: inf, infinity, nan, or decimal digits with an optional point and exponent.
std::optional<double> parse_rust_float(std::string_view s) {
  const std::string_view whole = s;
  bool negative = false;
  if (!s.empty() && (s[0] == '+' || s[0] == '-')) {
    negative = s[0] == '-';
    s.remove_prefix(1);
  }
  if (equals_ignoring_case(s, "inf") || equals_ignoring_case(s, "infinity"))
    return negative ? -INFINITY : INFINITY;
  if (equals_ignoring_case(s, "nan")) return NAN;
  size_t i = 0, digits = 0;
  const auto skip_digits = [&] {
    const size_t start = i;
    while (i < s.size() && is_digit(s[i])) ++i;
    return i - start;
  };
  digits = skip_digits();
  if (i < s.size() && s[i] == '.') {
    ++i;
    digits += skip_digits();
  }
  if (digits == 0) return std::nullopt;
  if (i < s.size() && (s[i] == 'e' || s[i] == 'E')) {
    ++i;
    if (i < s.size() && (s[i] == '+' || s[i] == '-')) ++i;
    if (skip_digits() == 0) return std::nullopt;
  }
  if (i != s.size()) return std::nullopt;
  return parse_double(whole);
}

// Without its underscores; nothing when there are none, one at an end, or two in a row.
std::optional<std::string> strip_underscores(std::string_view s) {
  if (s.empty() || s.front() == '_' || s.back() == '_') return std::nullopt;
  if (s.find('_') == s.npos || s.find("__") != s.npos) return std::nullopt;
  std::string out;
  for (const char c : s) {
    if (c != '_') out += c;
  }
  return out;
}

// A JSON integer: an optional minus and digits without a leading zero. Too many digits are told before what
// follows them is looked at, as pydantic-core does.
IssueType parse_json_integer(std::string_view s, std::string& out) {
  const std::string_view digits = s.substr(!s.empty() && s[0] == '-' ? 1 : 0);
  if (digits.empty() || (digits[0] == '0' && digits.size() > 1)) return IssueType::int_parsing;
  const size_t count = std::min(digits.find_first_not_of("0123456789"), digits.size());
  if (count > kMaxIntegerDigits) return IssueType::int_parsing_size;
  if (count < digits.size()) return IssueType::int_parsing;
  out = digits == "0" ? "0" : s;
  return IssueType::none;
}

// Drops leading zeros and underscores among them, but keeps the zero before a point or at the end.
std::optional<std::string_view> strip_leading_zeros(std::string_view s) {
  if (s.empty()) return std::nullopt;
  if (s[0] != '0') return is_digit(s[0]) || s[0] == '-' ? std::optional(s) : std::nullopt;
  for (size_t i = 1; i < s.size(); ++i) {
    if (s[i] == '0' || s[i] == '_') continue;
    if (is_digit(s[i]) || s[i] == '-') return s.substr(i);
    if (s[i] == '.') return s.substr(i - 1);
    return std::nullopt;
  }
  return s.substr(s.size() - 1);
}

// The spellings that are allowed beyond JSON's: white space around, a plus, leading zeros, ".000",
// underscores.
std::optional<std::string> clean_integer(std::string_view original) {
  std::string_view s = trim(original);
  if (!s.empty() && s[0] == '+') {
    s.remove_prefix(1);
    if (!s.empty() && s[0] == '-') return std::nullopt;
  }
  bool negative = false;
  if (!s.empty() && s[0] == '-') {
    s.remove_prefix(1);
    if (!s.empty() && (s[0] == '-' || s[0] == '+')) return std::nullopt;
    negative = true;
  }
  const auto stripped = strip_leading_zeros(s);
  if (!stripped) return std::nullopt;
  s = *stripped;
  if (const size_t point = s.find('.'); point != s.npos) {
    const std::string_view fraction = s.substr(point + 1);
    if (!fraction.empty() && fraction.find_first_not_of('0') == fraction.npos) s = s.substr(0, point);
  }
  const auto plain = strip_underscores(s);
  if (!plain && s.size() == original.size()) return std::nullopt;
  return (negative ? "-" : "") + plain.value_or(std::string(s));
}

IssueType text_to_integer(std::string_view text, std::string& out) {
  const IssueType as_it_is = parse_json_integer(text, out);
  if (as_it_is != IssueType::int_parsing) return as_it_is;
  const auto cleaned = clean_integer(text);
  if (!cleaned || parse_json_integer(*cleaned, out) != IssueType::none) return IssueType::int_parsing;
  return IssueType::none;
}

double node_double(const Node& node) {
  if (!node.literal) return parse_double(node.text);
  if (node.text == "NaN") return NAN;
  return node.text[0] == '-' ? -INFINITY : INFINITY;
}

bool fits_int64(std::string_view digits) {
  const bool negative = digits[0] == '-';
  const std::string_view magnitude = digits.substr(negative ? 1 : 0);
  if (magnitude.size() != 19) return magnitude.size() < 19;
  return magnitude <= (negative ? "9223372036854775808" : "9223372036854775807");
}

IssueType double_to_integer(double value, std::string& out) {
  if (!std::isfinite(value)) return IssueType::finite_number;
  if (value != std::trunc(value)) return IssueType::int_from_float;
  constexpr double edge = 9223372036854775808.0;  // 2⁶³; both edges are refused
  if (value <= -edge || value >= edge) return IssueType::int_parsing_size;
  out = std::to_string(static_cast<int64_t>(value));
  return IssueType::none;
}

}  // namespace

IssueType to_boolean(const Node& node, bool& out) {
  switch (node.kind) {
    case Kind::boolean:
      out = node.truth;
      return IssueType::none;
    case Kind::string: {
      if (node.lone_surrogate) return IssueType::string_unicode;
      for (const std::string_view word :
           {"0", "f", "n", "no", "off", "false", "1", "t", "y", "on", "yes", "true"}) {
        if (!equals_ignoring_case(node.text, word)) continue;
        out = word == "1" || word == "t" || word == "y" || word == "on" || word == "yes" || word == "true";
        return IssueType::none;
      }
      return IssueType::bool_parsing;
    }
    case Kind::integer:
    case Kind::number: {
      std::string digits;
      if (node.kind == Kind::integer) {
        // Beyond 64 bits pydantic-core falls through to its float branch, which answers bool_type.
        if (!fits_int64(node.text)) return IssueType::bool_type;
        digits = node.text == "-0" ? "0" : node.text;
      } else if (double_to_integer(node_double(node), digits) != IssueType::none) {
        return IssueType::bool_type;
      }
      if (digits != "0" && digits != "1") return IssueType::bool_parsing;
      out = digits == "1";
      return IssueType::none;
    }
    default:
      return IssueType::bool_type;
  }
}

IssueType to_integer(const Node& node, std::string& out) {
  switch (node.kind) {
    case Kind::boolean:
      out = node.truth ? "1" : "0";
      return IssueType::none;
    case Kind::integer:
      out = node.text == "-0" ? "0" : node.text;
      return IssueType::none;
    case Kind::number:
      return double_to_integer(node_double(node), out);
    case Kind::string:
      return node.lone_surrogate ? IssueType::string_unicode : text_to_integer(node.text, out);
    default:
      return IssueType::int_type;
  }
}

IssueType to_number(const Node& node, double& out) {
  switch (node.kind) {
    case Kind::boolean:
      out = node.truth ? 1 : 0;
      return IssueType::none;
    case Kind::integer:
      out = node_double(node);
      return std::isfinite(out) ? IssueType::none
                                : IssueType::float_type;  // Python: int too large for a float
    case Kind::number:
      out = node_double(node);
      return IssueType::none;
    case Kind::string: {
      if (node.lone_surrogate) return IssueType::string_unicode;
      auto parsed = parse_rust_float(trim(node.text));
      if (!parsed) {
        if (const auto plain = strip_underscores(node.text)) parsed = parse_rust_float(*plain);
      }
      if (!parsed) return IssueType::float_parsing;
      out = *parsed;
      return IssueType::none;
    }
    default:
      return IssueType::float_type;
  }
}

bool integer_less(std::string_view digits, double bound) {
  return digits.size() > 300 ? digits[0] == '-' : parse_double(digits) < bound;
}

bool integer_greater(std::string_view digits, double bound) {
  return digits.size() > 300 ? digits[0] != '-' : parse_double(digits) > bound;
}

}  // namespace media::contract
