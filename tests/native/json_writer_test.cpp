#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/json.h"

namespace media {
namespace {

TEST(JsonWriter, SeparatesMembersAndItems) {
  EXPECT_EQ(JsonObject().done(), "{}");
  EXPECT_EQ(JsonList().done(), "[]");
  JsonList sides;
  sides.number(4).number(-3).text("x").json("null");
  JsonObject out;
  out.text("name", "a").flag("flat", true).flag("whole", false).number("bytes", int64_t{1} << 53).json("sides", sides.done());
  EXPECT_EQ(out.done(), R"({"name":"a","flat":true,"whole":false,"bytes":9007199254740992,"sides":[4,-3,"x",null]})");
}

TEST(JsonWriter, TellsWhetherAnythingWasWritten) {
  JsonObject object;
  JsonList list;
  EXPECT_TRUE(object.empty() && list.empty());
  EXPECT_FALSE(object.number("n", 0).empty() || list.number(0).empty());
}

TEST(JsonWriter, EscapesTextsSoThatTheyAreReadBack) {
  std::string every = "\"\\/\x7F\xC3\xA9\xF0\x9F\x8E\xA8";
  for (char c = 0; c < 0x20; ++c) every += c;
  const auto read = nlohmann::json::parse(JsonObject().text("text", every).done());
  EXPECT_EQ(read["text"].get<std::string>(), every);
  EXPECT_EQ(quoted("a\nb\x01"), R"("a\nb\u0001")");
  EXPECT_EQ(quoted("\xED\xA0\x80"), R"("\ud800")");  // half a character
}

TEST(JsonWriter, ListsWhatAFunctionMakes) {
  const int numbers[] = {1, 2};
  EXPECT_EQ(json_list(numbers, [](int n) { return JsonObject().number("n", n).done(); }), R"([{"n":1},{"n":2}])");
  const std::string_view words[] = {"a", "b"};
  EXPECT_EQ(json_words(words), R"(["a","b"])");
}

}  // namespace
}  // namespace media
