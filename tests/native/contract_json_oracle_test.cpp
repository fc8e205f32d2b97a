// Our JSON reader beside nlohmann/json: the same verdict and the same value on documents that both are meant to
// read. A document on which the two differ on purpose is passed over.
#include <gtest/gtest.h>

#include <cmath>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "contract/json.h"

namespace media::contract {
namespace {

using Json = nlohmann::json;
using Random = std::mt19937;

int pick(Random& random, int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); }

std::string random_text(Random& random) {
  static const std::string pieces[] = {"a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\x01", "é", "漢", "😀", "{", "]", ","};
  std::string out;
  for (int i = pick(random, 8); i > 0; --i) out += pieces[pick(random, std::size(pieces))];
  return out;
}

Json random_value(Random& random, int depth) {
  switch (pick(random, depth > 0 ? 8 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return pick(random, 2) == 0;
    case 2:
      return static_cast<int64_t>(random()) - (int64_t{1} << 31);
    case 3:
      return std::ldexp(static_cast<double>(random()), pick(random, 200) - 100);
    case 4:
    case 5:
      return random_text(random);
    case 6: {
      Json out = Json::array();
      for (int i = pick(random, 4); i > 0; --i) out.push_back(random_value(random, depth - 1));
      return out;
    }
    default: {
      Json out = Json::object();
      for (int i = pick(random, 4); i > 0; --i) out[random_text(random)] = random_value(random, depth - 1);
      return out;
    }
  }
}

// The document as nlohmann would hold it; the last of equal names wins in both.
Json rebuild(const Document& document, uint32_t& index) {
  const Node& node = document[index++];
  const std::string text(node.text);
  switch (node.kind) {
    case Kind::null:
      return nullptr;
    case Kind::boolean:
      return node.truth;
    case Kind::integer:
    case Kind::number:
      return Json::parse(text, nullptr, false);
    case Kind::string:
      return text;
    case Kind::array: {
      Json out = Json::array();
      for (uint32_t i = 0; i < node.count; ++i) out.push_back(rebuild(document, index));
      return out;
    }
    case Kind::object: {
      Json out = Json::object();
      for (uint32_t i = 0; i < node.count; ++i) {
        const std::string name(document[index++].text);
        out[name] = rebuild(document, index);
      }
      return out;
    }
  }
  return nullptr;
}

// Python's reader takes NaN, Infinity and lone surrogates, and makes a number that overflows an infinity.
bool differ_on_purpose(const std::string& text) {
  try {
    (void)Json::parse(text);
  } catch (const Json::out_of_range&) {
    return true;
  } catch (const Json::parse_error&) {
  }
  for (const char* mark : {"NaN", "Inf", "\\ud", "\\uD"}) {
    if (text.find(mark) != std::string::npos) return true;
  }
  return false;
}

void expect_the_same(const std::string& text) {
  const Json theirs = Json::parse(text, nullptr, false);
  const auto ours = Document::parse({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  ASSERT_EQ(static_cast<bool>(ours), !theirs.is_discarded()) << text;
  if (!ours) return;
  uint32_t index = 0;
  EXPECT_EQ(rebuild(*ours, index), theirs) << text;
}

}  // namespace

TEST(JsonOracle, GeneratedDocumentsReadTheSame) {
  Random random(20240501);
  for (int i = 0; i < 3000; ++i) {
    const Json value = random_value(random, 4);
    expect_the_same(value.dump(pick(random, 2) == 0 ? -1 : 2));
  }
}

TEST(JsonOracle, DamagedDocumentsGetTheSameVerdict) {
  static const char damage[] = "{}[],:\"\\/0123456789eE+-.tfnrul \n\x80\xC3\xED\xFF\x1F";
  Random random(7);
  int refused = 0;
  for (int i = 0; i < 6000; ++i) {
    std::string text = random_value(random, 3).dump();
    for (int n = 1 + pick(random, 2); n > 0; --n) {
      const size_t at = random() % (text.size() + 1);
      const char with = damage[pick(random, sizeof damage - 1)];
      switch (pick(random, 3)) {
        case 0:
          text.insert(at, 1, with);
          break;
        case 1:
          if (at < text.size()) text[at] = with;
          break;
        default:
          text.erase(at, 1);
      }
    }
    if (differ_on_purpose(text)) continue;
    refused += Json::parse(text, nullptr, false).is_discarded();
    expect_the_same(text);
  }
  EXPECT_GT(refused, 1000);
}

}  // namespace media::contract
