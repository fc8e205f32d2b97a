// The bounds of models, at their edges and for what is no number.
#include "contract_support.h"

namespace media::contract {
namespace {

// "ok", or the types of the issues.
std::string verdict(std::string_view model, const std::string& json) {
  const auto answer = validate(model, view(json), {});
  if (!answer) return std::string(error_name(answer.error().code));
  const auto read = parsed(*answer);
  if (read["ok"]) return "ok";
  std::string out;
  for (const auto& issue : read["issues"]) out += (out.empty() ? "" : " ") + issue["type"].get<std::string>();
  return out;
}

std::string placed(std::string_view member, std::string_view value) {
  nlohmann::json placement = {{"asset_id", "a"}, {"display_name", "A"}, {"asset_type", "face"}, {"url", "u"},
                              {"x", 1},          {"y", 2},              {"width", 3},           {"height", 4}};
  placement[std::string(member)] = "?";
  std::string text = placement.dump();
  return verdict("MediaAssetPlacement", text.replace(text.find("\"?\""), 3, value));
}

std::string repeated(std::string_view text, size_t count) {
  std::string out;
  while (count-- > 0) out += text;
  return out;
}

}  // namespace

TEST(Bounds, NanIsOutsideOfEveryBound) {
  for (const std::string_view nan : {"NaN", "\"nan\"", "\" -NaN \""}) {
    for (const std::string_view member : {"x", "y", "rotation", "opacity"}) EXPECT_EQ(placed(member, nan), "less_than_equal") << member;
    for (const std::string_view member : {"width", "height"}) EXPECT_EQ(placed(member, nan), "greater_than") << member;
  }
  EXPECT_EQ(placed("width", "Infinity"), "ok");
  EXPECT_EQ(placed("x", "\"inf\""), "less_than_equal");
  EXPECT_EQ(placed("x", "-Infinity"), "greater_than_equal");
  EXPECT_EQ(placed("z_index", "NaN"), "finite_number");
}

TEST(Bounds, EdgesAreWithinAndTheNextValueIsNot) {
  for (const std::string_view member : {"x", "y", "opacity"}) {
    EXPECT_EQ(placed(member, "0"), "ok");
    EXPECT_EQ(placed(member, "-0.0"), "ok");
    EXPECT_EQ(placed(member, "100"), "ok");
    EXPECT_EQ(placed(member, "100.00000000000001"), "less_than_equal");
    EXPECT_EQ(placed(member, "-5e-324"), "greater_than_equal");
  }
  EXPECT_EQ(placed("rotation", "360"), "ok");
  EXPECT_EQ(placed("rotation", "361"), "less_than_equal");
  for (const std::string_view member : {"width", "height"}) {
    EXPECT_EQ(placed(member, "0"), "greater_than");
    EXPECT_EQ(placed(member, "-0"), "greater_than");
    EXPECT_EQ(placed(member, "5e-324"), "ok");
    EXPECT_EQ(placed(member, "1e308"), "ok");
  }
  EXPECT_EQ(placed("z_index", "1"), "ok");
  EXPECT_EQ(placed("z_index", "0"), "greater_than_equal");
  EXPECT_EQ(placed("z_index", "-0"), "greater_than_equal");
}

TEST(Bounds, LengthsAreInCodePointsAndItems) {
  const auto update = [](const std::string& member) { return verdict("UpdateMediaRequest", "{" + member + "}"); };
  for (const std::string_view letter : {"a", "\xC3\xA9", "\xF0\x9F\x98\x80", "\\n", "\\ud83d\\ude00"}) {
    EXPECT_EQ(update("\"display_name\":\"" + repeated(letter, 100) + "\""), "ok") << letter;
    EXPECT_EQ(update("\"display_name\":\"" + repeated(letter, 101) + "\""), "string_too_long") << letter;
    EXPECT_EQ(update("\"description\":\"" + repeated(letter, 501) + "\""), "string_too_long") << letter;
  }
  EXPECT_EQ(update("\"display_name\":\"\""), "string_too_short");
  EXPECT_EQ(update("\"description\":\"\""), "ok");
  EXPECT_EQ(update("\"display_name\":\"\\ud800\""), "string_unicode");
  EXPECT_EQ(update("\"tags\":[\"" + repeated("\",\"", 19) + "\"]"), "ok");
  EXPECT_EQ(update("\"tags\":[\"" + repeated("\",\"", 20) + "\"]"), "too_long");
}

TEST(Bounds, AThousandIssuesAreKept) {
  const auto issues = [](size_t count) {
    return nlohmann::json::parse(*validate("UpdateMediaRequest[]", view("[5" + repeated(",5", count - 1) + "]"), {}));
  };
  EXPECT_EQ(issues(1000)["issues"].size(), 1000u);
  EXPECT_FALSE(issues(1000).contains("truncated"));
  const auto more = issues(1001);
  EXPECT_EQ(more["issues"].size(), 1000u);
  EXPECT_EQ(more["count"], 1001);
  EXPECT_EQ(more["truncated"], true);
}

}  // namespace media::contract
