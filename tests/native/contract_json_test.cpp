#include <gtest/gtest.h>

#include "contract/json.h"
#include "contract/write.h"

namespace media::contract {
namespace {

ByteView view(std::string_view text) { return {reinterpret_cast<const uint8_t*>(text.data()), text.size()}; }

std::string rewritten(std::string_view text) {
  const auto document = Document::parse(view(text));
  if (!document) return std::string(error_name(document.error().code)) + ": " + document.error().message;
  std::string out;
  write_node(out, *document, 0);
  return out;
}

}  // namespace

TEST(Json, EveryValueIsWrittenAsItWasRead) {
  for (const std::string_view text :
       {"null", "true", "[]", "{}", "-0.0", "1.50e+10", "123456789012345678901234567890", R"("a\"b\\c")",
        R"([[],{},[[1]]])", R"({"a":{"b":[1,{"c":null}],"d":{}},"e":[]})", "\"\xF0\x9F\x98\x80\xC3\xA9\""}) {
    EXPECT_EQ(rewritten(text), text);
  }
  EXPECT_EQ(rewritten(" [ 1 , {\"a\" :\t2}\r\n] "), R"([1,{"a":2}])");
  EXPECT_EQ(rewritten("\xEF\xBB\xBF[1]"), "[1]");
  EXPECT_EQ(rewritten("[-0]"), "[0]");  // an integer has no negative zero
}

TEST(Json, EscapesBecomeCharactersAndLoneSurrogatesStayEscaped) {
  EXPECT_EQ(rewritten(R"("\u0041\/\ud83d\ude00\u00e9")"), "\"A/\xF0\x9F\x98\x80\xC3\xA9\"");
  EXPECT_EQ(rewritten(R"("\n\u0000\u001f")"), R"("\n\u0000\u001f")");
  EXPECT_EQ(rewritten(R"("\ud83dx\ude00")"), R"("\ud83dx\ude00")");
  EXPECT_EQ(rewritten("\"\xED\xA0\xBD\""), R"("\ud83d")");
  const auto document = Document::parse(view(R"("\udc00\ud800")"));
  ASSERT_TRUE(document);
  EXPECT_TRUE((*document)[0].lone_surrogate);
}

TEST(Json, WhatIsNotJsonIsRefusedWithItsPlace) {
  for (const std::string_view text : {"",
                                      " ",
                                      "[",
                                      "]",
                                      "{",
                                      "[1",
                                      "[1,",
                                      "[1,]",
                                      "[,1]",
                                      "{\"a\"",
                                      "{\"a\":",
                                      "{\"a\":1",
                                      "{\"a\":1,}",
                                      "{1:2}",
                                      "{\"a\" 1}",
                                      "[1 2]",
                                      "[1]]",
                                      "tru",
                                      "nul",
                                      "+1",
                                      "01",
                                      "-",
                                      "1.",
                                      ".5",
                                      "1e",
                                      "1e+",
                                      "--1",
                                      "0x10",
                                      "'a'",
                                      "\"a",
                                      "\"\\",
                                      "\"\\x\"",
                                      "\"\\u12\"",
                                      "\"\\u12g4\"",
                                      "\"\t\"",
                                      "\"\x01\"",
                                      "\"\xFF\"",
                                      "\"\xC0\x80\"",
                                      "\"\xE2\x82\"",
                                      "\"\xF5\x80\x80\x80\"",
                                      "-NaN",
                                      "nan",
                                      "infinity",
                                      "[1]x",
                                      "\"a\"\"b\""}) {
    EXPECT_TRUE(rewritten(text).starts_with("invalid_json")) << text << " " << rewritten(text);
  }
  EXPECT_NE(rewritten("[1,\n  2 3]").find("line 2, column 5"), std::string::npos);
}

TEST(Json, DepthNodesAndDigitsHaveALimit) {
  const auto nested = [](size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(rewritten(nested(kMaxJsonDepth)), nested(kMaxJsonDepth));
  EXPECT_TRUE(rewritten(nested(kMaxJsonDepth + 1)).starts_with("json_too_deep"));
  EXPECT_TRUE(rewritten(std::string(100'000, '{')).starts_with("invalid_json"));
  EXPECT_TRUE(rewritten(std::string(100'000, '[')).starts_with("json_too_deep"));
  EXPECT_TRUE(rewritten(std::string(4301, '1')).starts_with("invalid_json"));
  EXPECT_EQ(rewritten(std::string(4300, '1')).size(), 4300u);
  std::string many = "[0";
  for (size_t i = 0; i < kMaxJsonNodes; ++i) many += ",0";
  EXPECT_TRUE(rewritten(many + "]").starts_with("input_too_large"));
}

TEST(Json, AStringWithoutEscapesIsNotCopied) {
  const std::string text = "{\"image_base64\":\"" + std::string(1'000'000, 'A') + "\"}";
  const auto document = Document::parse(view(text));
  ASSERT_TRUE(document);
  EXPECT_EQ((*document)[2].text.data(), text.data() + 17);
}

}  // namespace media::contract
