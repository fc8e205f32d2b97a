// pydantic-core's lax coercions, spelling by spelling.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "contract/coerce.h"

namespace media::contract {
namespace {

template <class T, class Coerce>
std::string coerced(std::string_view json, Coerce coerce) {
  const auto document = Document::parse({reinterpret_cast<const uint8_t*>(json.data()), json.size()});
  if (!document) return document.error().message;
  T out{};
  const IssueType wrong = coerce((*document)[0], out);
  if (wrong != IssueType::none) return std::string(issue_name(wrong));
  if constexpr (std::is_same_v<T, std::string>)
    return out;
  else if constexpr (std::is_same_v<T, bool>)
    return out ? "true" : "false";
  else
    return std::isfinite(out) ? number_text(out) : std::isnan(out) ? "nan" : out > 0 ? "inf" : "-inf";
}

std::string as_integer(std::string_view json) { return coerced<std::string>(json, to_integer); }
std::string as_number(std::string_view json) { return coerced<double>(json, to_number); }
std::string as_boolean(std::string_view json) { return coerced<bool>(json, to_boolean); }

struct Case {
  std::string_view json, expected;
};

}  // namespace

TEST(Coerce, Integers) {
  for (const auto& [json, expected] : std::initializer_list<Case>{
           {"5", "5"},
           {"-0", "0"},
           {"true", "1"},
           {"false", "0"},
           {"5.0", "5"},
           {"-0.0", "0"},
           {"1e3", "1000"},
           {"5.5", "int_from_float"},
           {"1e19", "int_parsing_size"},
           {"9223372036854774784.0", "9223372036854774784"},
           {"9223372036854775808.0", "int_parsing_size"},
           {"-9223372036854775808.0", "int_parsing_size"},
           {"NaN", "finite_number"},
           {"-Infinity", "finite_number"},
           {"1e999", "finite_number"},
           {"123456789012345678901234567890", "123456789012345678901234567890"},
           {"null", "int_type"},
           {"[]", "int_type"},
           {"\"5\"", "5"},
           {"\"-5\"", "-5"},
           {"\"+5\"", "5"},
           {"\" 5 \"", "5"},
           {"\"\\u00a05\\u2003\"", "5"},
           {"\"5.0\"", "5"},
           {"\"5.\"", "int_parsing"},
           {"\"5.5\"", "int_parsing"},
           {"\"1e2\"", "int_parsing"},
           {"\"007\"", "7"},
           {"\"-007\"", "-7"},
           {"\"000\"", "0"},
           {"\"00.0\"", "0"},
           {"\"1_000\"", "1000"},
           {"\"0_001\"", "1"},
           {"\"_1\"", "int_parsing"},
           {"\"1_\"", "int_parsing"},
           {"\"1__0\"", "int_parsing"},
           {"\"1_000.0\"", "1000"},
           {"\"+-5\"", "int_parsing"},
           {"\"--5\"", "int_parsing"},
           {"\"- 5\"", "int_parsing"},
           {"\"\"", "int_parsing"},
           {"\" \"", "int_parsing"},
           {"\"0x10\"", "int_parsing"},
           {"\"\xD9\xA5\"", "int_parsing"},
           {"\"true\"", "int_parsing"},
           {"\"\\ud800\"", "string_unicode"},
           {"\"123456789012345678901234567890\"", "123456789012345678901234567890"}}) {
    EXPECT_EQ(as_integer(json), expected) << json;
  }
  EXPECT_EQ(as_integer("\"" + std::string(4301, '1') + "\""), "int_parsing_size");
  EXPECT_EQ(as_integer("\"" + std::string(4300, '1') + "\"").size(), 4300u);
  // The digits are counted before what follows them is read, but not after white space.
  for (const std::string after : {".0", "a", " ", "_0"}) {
    EXPECT_EQ(as_integer("\"" + std::string(4301, '1') + after + "\""), "int_parsing_size") << after;
    EXPECT_EQ(as_integer("\" " + std::string(4301, '1') + after + "\""), "int_parsing") << after;
  }
}

TEST(Coerce, Numbers) {
  for (const auto& [json, expected] : std::initializer_list<Case>{{"5", "5"},
                                                                  {"5.25", "5.25"},
                                                                  {"true", "1"},
                                                                  {"1e999", "inf"},
                                                                  {"-Infinity", "-inf"},
                                                                  {"NaN", "nan"},
                                                                  {"\"5\"", "5"},
                                                                  {"\" 5.5\\t\"", "5.5"},
                                                                  {"\"5.\"", "5"},
                                                                  {"\".5\"", "0.5"},
                                                                  {"\"+.5e-1\"", "0.05"},
                                                                  {"\"1E5\"", "100000"},
                                                                  {"\"1_000.5\"", "1000.5"},
                                                                  {"\" 1_000\"", "float_parsing"},
                                                                  {"\"1__0\"", "float_parsing"},
                                                                  {"\"inf\"", "inf"},
                                                                  {"\"-Infinity\"", "-inf"},
                                                                  {"\"NaN\"", "nan"},
                                                                  {"\"infinit\"", "float_parsing"},
                                                                  {"\".\"", "float_parsing"},
                                                                  {"\"\"", "float_parsing"},
                                                                  {"\"e5\"", "float_parsing"},
                                                                  {"\"1e\"", "float_parsing"},
                                                                  {"\"0x10\"", "float_parsing"},
                                                                  {"\"1,5\"", "float_parsing"},
                                                                  {"\"5\\u0000\"", "float_parsing"},
                                                                  {"\"1e999\"", "inf"},
                                                                  {"null", "float_type"},
                                                                  {"{}", "float_type"},
                                                                  {"\"\\ud800\"", "string_unicode"}}) {
    EXPECT_EQ(as_number(json), expected) << json;
  }
  EXPECT_EQ(as_number(std::string(400, '1')), "float_type");
}

TEST(Coerce, Booleans) {
  for (const std::string_view word : {"0", "f", "F", "n", "NO", "off", "False"}) {
    EXPECT_EQ(as_boolean("\"" + std::string(word) + "\""), "false") << word;
  }
  for (const std::string_view word : {"1", "t", "Y", "yes", "ON", "tRuE"}) {
    EXPECT_EQ(as_boolean("\"" + std::string(word) + "\""), "true") << word;
  }
  for (const auto& [json, expected] : std::initializer_list<Case>{{"true", "true"},
                                                                  {"0", "false"},
                                                                  {"1", "true"},
                                                                  {"-0", "false"},
                                                                  {"2", "bool_parsing"},
                                                                  {"-1", "bool_parsing"},
                                                                  {"1.0", "true"},
                                                                  {"-0.0", "false"},
                                                                  {"2.0", "bool_parsing"},
                                                                  {"0.5", "bool_type"},
                                                                  {"1e19", "bool_type"},
                                                                  {"NaN", "bool_type"},
                                                                  {"9223372036854775807", "bool_parsing"},
                                                                  {"9223372036854775808", "bool_type"},
                                                                  {"-9223372036854775808", "bool_parsing"},
                                                                  {"-9223372036854775809", "bool_type"},
                                                                  {"\" true\"", "bool_parsing"},
                                                                  {"\"\"", "bool_parsing"},
                                                                  {"\"1.0\"", "bool_parsing"},
                                                                  {"null", "bool_type"},
                                                                  {"[]", "bool_type"},
                                                                  {"\"\\udfff\"", "string_unicode"}}) {
    EXPECT_EQ(as_boolean(json), expected) << json;
  }
}

TEST(Coerce, BoundsHoldForIntegersOfAnyLength) {
  const std::string huge(4000, '9');
  EXPECT_TRUE(integer_greater(huge, 100));
  EXPECT_TRUE(integer_less("-" + huge, 1));
  EXPECT_FALSE(integer_greater("100", 100));
  EXPECT_TRUE(integer_greater("101", 100));
}

TEST(Coerce, EveryDecimalReadsAsTheNearestDouble) {
  uint64_t state = 1;
  const auto next = [&] { return state = state * 6364136223846793005u + 1442695040888963407u, state >> 11; };
  const auto check = [](const std::string& text) {
    Node node{.kind = Kind::number, .text = text};
    double value = 0;
    ASSERT_EQ(to_number(node, value), IssueType::none);
    ASSERT_EQ(value, std::strtod(text.c_str(), nullptr)) << text;
  };
  for (int i = 0; i < 300'000; ++i) {
    std::string digits = std::to_string(next() % (i % 3 == 0   ? 1000
                                                  : i % 3 == 1 ? 1'000'000'000'000
                                                               : UINT64_MAX));
    const size_t point = next() % (digits.size() + 1);
    check((next() % 2 == 0 ? "-" : "") + (point == 0 ? "0" : digits.substr(0, point)) + "." +
          digits.substr(point) + "0");
  }
  for (int i = 0; i < 20'000; ++i) {
    std::string digits = std::to_string(1 + next() % 9) + "." + std::to_string(next());
    if (i % 4 == 0) digits += std::to_string(next()) + std::to_string(next());
    check(digits + "e" + std::to_string(static_cast<int>(next() % 660) - 335));
  }
  for (int i = 0; i < 5'000; ++i) {  // halfway between two doubles, and a hair to either side
    char middle[1100];
    const double value =
        std::ldexp(static_cast<double>((next() >> 1) | 1), static_cast<int>(next() % 1200) - 600);
    const long double half = (static_cast<long double>(value) + std::nextafter(value, INFINITY)) / 2;
    std::snprintf(middle, sizeof middle, "%.800Le", half);
    const std::string exact = middle;
    check(exact);
    check(std::string(exact).replace(exact.find('e') - 1, 1, "1"));
    if (exact.size() > 30) check(exact.substr(0, 25) + exact.substr(exact.find('e')));
  }
  check("0." + std::string(400, '0') + "1e400");
  check("1" + std::string(3000, '0') + "e-3000");
  for (const std::string_view text :
       {"9007199254740993.0", "2.4703282292062327208e-324", "2.4703282292062328e-324",
        "2.2250738585072011e-308", "1.7976931348623158e308", "1.7976931348623159e308", "1e309", "1e-400",
        "0e5", "1e99999999999", "1e-99999999999", "9007199254740992.5", "9007199254740993.5", "0.1",
        "100.00000000000001", "4503599627370497.5", "1.7976931348623157e308", "5e-324",
        "0.0000000000000000000001"}) {
    check(std::string(text));
  }
}

TEST(Coerce, NumbersAreWrittenInTheFewestDigits) {
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(100), "100");
  EXPECT_EQ(number_text(1.0 / 3), "0.3333333333333333");
}

}  // namespace media::contract
