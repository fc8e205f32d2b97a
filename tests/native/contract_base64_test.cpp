#include <gtest/gtest.h>

#include <string>

#include "contract/base64.h"

namespace media::contract {
namespace {

std::string encoded(std::string_view text) {
  std::string out(base64_length(text.size()), '?');
  base64_encode({reinterpret_cast<const uint8_t*>(text.data()), text.size()},
                reinterpret_cast<uint8_t*>(out.data()));
  return out;
}

std::string decoded_start(std::string_view text, size_t room) {
  std::string out(room, '?');
  out.resize(base64_decode_start(text, {reinterpret_cast<uint8_t*>(out.data()), room}));
  return out;
}

}  // namespace

TEST(Base64, TheVectorsOfRfc4648) {
  const std::string_view vectors[][2] = {{"", ""},
                                         {"f", "Zg=="},
                                         {"fo", "Zm8="},
                                         {"foo", "Zm9v"},
                                         {"foob", "Zm9vYg=="},
                                         {"fooba", "Zm9vYmE="},
                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [text, base64] : vectors) {
    EXPECT_EQ(encoded(text), base64);
    EXPECT_EQ(base64_decoded_size(base64), text.size());
    EXPECT_EQ(decoded_start(base64, 100), text);
  }
}

TEST(Base64, EveryByteAndLengthComesBack) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) bytes += static_cast<char>(i * 7);
  for (size_t length = 0; length <= bytes.size(); ++length) {
    const std::string base64 = encoded(std::string_view(bytes).substr(0, length));
    ASSERT_EQ(base64_decoded_size(base64), length);
    ASSERT_EQ(decoded_start(base64, 300), bytes.substr(0, length));
  }
  EXPECT_EQ(decoded_start(encoded(bytes), 10), bytes.substr(0, 10));
}

// In a text of any length and at any place, so that each lane of a vector is met.
TEST(Base64, TheAlphabetIsTheSixtyFourCharacters) {
  const std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (int c = 0; c < 256; ++c) {
    if (c == '=') continue;
    const bool counts = alphabet.find(static_cast<char>(c)) != alphabet.npos;
    for (const size_t at : {0, 1, 7, 15, 16, 31, 63, 64, 99}) {
      std::string text(100, 'Q');
      text[at] = static_cast<char>(c);
      // Without it 99 are left, which is no whole number of fours; outside ASCII nothing is skipped.
      EXPECT_EQ(base64_decoded_size(text), counts ? std::optional<size_t>(75) : std::nullopt) << c << " at " << at;
      if (c < 0x80) EXPECT_EQ(base64_decoded_size(text + "Q").value_or(0), counts ? 0 : 75) << c << " at " << at;
    }
  }
}

// Each answer is that of Python 3.11's base64.b64decode(text).
TEST(Base64, OtherCharactersAreSkippedAndWrongPaddingIsRefused) {
  for (const std::string_view text : {"A", "AB", "ABC", "ABCDE", "A===", "AB=C", "data:image/png;base64,AAAA",
                                      "QUJD\xC3\xA9", "AA==\xC3\xA9"}) {
    EXPECT_EQ(base64_decoded_size(text), std::nullopt) << text;
  }
  const std::pair<std::string_view, std::string_view> read[] = {
      {"====", ""},      {"\\", ""},       {"QUJD\n", "ABC"},   {"QU JD", "ABC"},      {"Q-U_J.D", "ABC"},
      {"QUI=", "AB"},    {"QU=I=", "AB"},  {"QQ==QUJD", "A"},   {"QU\tI\n=", "AB"}};
  for (const auto& [text, bytes] : read) {
    EXPECT_EQ(base64_decoded_size(text), bytes.size()) << text;
    EXPECT_EQ(decoded_start(text, 100), bytes) << text;
  }
}

}  // namespace media::contract
