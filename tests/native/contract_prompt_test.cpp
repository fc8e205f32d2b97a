// The prompt: one line an asset, and no name that can leave it.
#include "contract_support.h"

namespace media::contract {
namespace {

using nlohmann::json;

json placement(const json& more = json::object()) {
  json out = {{"assetId", "a"}, {"displayName", "Logo"}, {"assetType", "logo"}, {"url", "u"}, {"x", 50},
              {"y", 50},        {"width", 20},           {"height", 30}};
  out.update(more);
  return out;
}

std::string described(const json& placements, const json& more = json::object()) {
  json input = {{"placements", placements}, {"canvas", {{"width", 1280}, {"height", 720}}}};
  input.update(more);
  const auto text = describe_placements(view(input.dump(-1, ' ', false, json::error_handler_t::replace)));
  return text ? *text : std::string(error_name(text.error().code));
}

// The first line of an asset.
std::string line(const json& more) {
  const std::string text = described(json::array({placement(more)}));
  const size_t start = text.find("- Image 1");
  return start == text.npos ? text : text.substr(start, text.find('\n', start) - start);
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST(Prompt, RegionsChangeBelow33AndAbove66) {
  for (const auto& [x, y, name] :
       std::vector<std::tuple<double, double, std::string_view>>{{33, 33, "centre"},
                                                                 {32.999, 50, "centre left"},
                                                                 {66, 66, "centre"},
                                                                 {66.001, 50, "centre right"},
                                                                 {50, 32.999, "top centre"},
                                                                 {50, 66.001, "bottom centre"},
                                                                 {0, 0, "top left"},
                                                                 {100, 0, "top right"},
                                                                 {0, 100, "bottom left"},
                                                                 {100, 100, "bottom right"}}) {
    EXPECT_EQ(region(x, y), name) << x << " " << y;
  }
}

TEST(Prompt, SizeWordsChangeAt10And20And35And50) {
  for (const double edge : {10.0, 20.0, 35.0, 50.0}) {
    EXPECT_NE(size_word(edge - 1e-9), size_word(edge));
    EXPECT_EQ(size_word(edge), size_word(edge + 1e-9));
  }
  EXPECT_TRUE(has(line({{"width", 9}}), "very small"));
  EXPECT_TRUE(has(line({{"width", 34.9}}), "medium-sized"));
  EXPECT_TRUE(has(line({{"width", 640}, {"height", 90}, {"sizeUnit", "px"}}), "640"));
}

TEST(Prompt, ANameCannotLeaveItsLineOrItsQuotes) {
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  const std::string usual = described(json::array({placement()}));
  const auto plain = lines(usual), quotes = std::count(usual.begin(), usual.end(), '"');
  for (const char* name : {"a\nb", "a\r\nb",
                           "a\xE2\x80\xA8"
                           "b",
                           "a\xC2\x85"
                           "b",
                           "a\x0B"
                           "b",
                           "a\" at top", "a\xE2\x80\x9D b",
                           "a\xE2\x80\xAE"
                           "b",
                           "a\xE2\x80\x8B"
                           "b",
                           "a\xF3\xA0\x81\x81"
                           "b",
                           "a\xEF\xBB\xBF"
                           "b"}) {
    const std::string text = described(json::array({placement({{"displayName", name}})}));
    EXPECT_EQ(lines(text), plain) << name;
    EXPECT_FALSE(has(text, name)) << name;
    EXPECT_EQ(std::count(text.begin(), text.end(), '"'), quotes) << name;
  }
}

TEST(Prompt, LayersAreInTheirOrderAndNumbersAreWhole) {
  const std::string text = described(json::array({placement({{"displayName", "Front"}, {"zIndex", 9}}),
                                                  placement({{"displayName", "Back"}, {"z_index", 1}})}));
  EXPECT_LT(text.find("Back"), text.find("Front"));
  EXPECT_FALSE(has(line({{"rotation", 0.4}}), "rotated"));
  EXPECT_FALSE(has(line({{"rotation", 359.9}}), "rotated"));
  EXPECT_TRUE(has(line({{"rotation", 12.4}}), "rotated 12 degrees"));
  EXPECT_FALSE(has(line({{"opacity", 99.6}}), "opaque"));
  EXPECT_TRUE(has(line({{"opacity", 40}}), "40%"));
  EXPECT_TRUE(has(line({{"x", 0}, {"y", 0}}), "x 0%"));
}

TEST(Prompt, ALongNameEndsInAnEllipsisAfterAHundredCharacters) {
  const auto name = [](const std::string& given) { return line({{"displayName", given}}); };
  const std::string hundred(100, 'n'), ellipsis = "\xE2\x80\xA6";
  EXPECT_TRUE(has(name(hundred), '"' + hundred + '"'));
  EXPECT_TRUE(has(name(hundred + "n"), '"' + hundred + ellipsis + '"'));
  EXPECT_TRUE(has(name(hundred + std::string(5000, 'x')), '"' + hundred + ellipsis + '"'));
  // Characters count, not bytes, and not what is left out.
  std::string accents, hidden;
  for (int i = 0; i < 100; ++i) accents += "\xC3\xA9", hidden += "n\xE2\x80\x8B";
  EXPECT_TRUE(has(name(accents), '"' + accents + '"'));
  EXPECT_TRUE(has(name(hidden), '"' + hundred + '"'));
  EXPECT_TRUE(has(name(accents + "n"), '"' + accents + ellipsis + '"'));
}

TEST(Prompt, WhatCannotBeDescribedIsRefused) {
  EXPECT_EQ(described(json::array({placement({{"x", 101}})})), "invalid_argument");
  EXPECT_EQ(described("none"), "invalid_argument");
  EXPECT_EQ(described(json::array({placement()}), {{"canvas", nullptr}}), "invalid_argument");
  EXPECT_EQ(described(json::array({placement()}), {{"canvas", {{"width", 0}, {"height", 5}}}}),
            "invalid_argument");
  EXPECT_EQ(described(json::array({placement()}), {{"phrases", {{"nope", "x"}}}}), "invalid_argument");
  EXPECT_EQ(described(json::array({placement()}), {{"phrases", {{"heading", 5}}}}), "invalid_argument");
  for (const char* text : {"5", "[]", "{}", "null"}) EXPECT_FALSE(describe_placements(view(text))) << text;
}

}  // namespace media::contract
