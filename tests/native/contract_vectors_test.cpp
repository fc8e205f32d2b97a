// Every recorded verdict of Pydantic 2.10.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "contract/contract.h"
#include "shared_data.h"

namespace media::contract {

using nlohmann::json;

TEST(ValidationVectors, EveryVerdictValueAndErrorAgrees) {
  NEEDS_SHARED_DATA();
  std::ifstream in(shared_data() / "vectors/validation.jsonl");
  int count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    const json vector = json::parse(line);
    const std::string input = vector["input"];
    const auto answer = validate(std::string(vector["model"]),
                                 ByteView(reinterpret_cast<const uint8_t*>(input.data()), input.size()), {});
    ASSERT_TRUE(answer) << answer.error().message;
    json got = json::parse(*answer);
    ASSERT_EQ(got["ok"], vector["ok"]) << input << "\n" << *answer;
    if (vector["ok"]) {
      EXPECT_EQ(got["value"], vector["value"]) << input;
      continue;
    }
    json errors = json::array();
    for (const json& issue : got["issues"]) {
      EXPECT_FALSE(issue["message"].get<std::string>().empty());
      errors.push_back({{"type", issue["type"]}, {"loc", issue["loc"]}, {"ctx", json::object()}});
    }
    // These record only the bounds and lengths of each ctx; the hostile ones have all of it.
    const size_t both = std::min(errors.size(), vector["errors"].size());
    for (size_t i = 0; i < both; ++i) {
      for (const auto& [name, value] : vector["errors"][i]["ctx"].items())
        errors[i]["ctx"][name] = got["issues"][i]["ctx"].value(name, json());
    }
    EXPECT_EQ(errors, vector["errors"]) << input;
  }
  EXPECT_EQ(count, 720);
}

}  // namespace media::contract
