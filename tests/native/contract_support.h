// What the tests of requests, responses and prompts share: JSON in, JSON out.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "contract/contract.h"

namespace media::contract {

inline ByteView view(std::string_view text) { return {reinterpret_cast<const uint8_t*>(text.data()), text.size()}; }

struct Built {
  nlohmann::json head;
  std::string body;
  // "422 missing" of a refusal, else "ok" and the types of the warnings.
  std::string outcome;
};

inline Built built(std::string_view endpoint, std::string_view params, std::string_view context = "{}",
                   ByteView image = {}) {
  auto result = build_request(endpoint, view(params), view(context), image);
  if (!result) return {{}, "", std::string(error_name(result.error().code))};
  Built out{nlohmann::json::parse(result->head), {}, "ok"};
  out.body.assign(reinterpret_cast<const char*>(result->body.data()), result->body.size());
  if (!out.head["ok"]) out.outcome = std::to_string(out.head["status"].get<int>());
  for (const auto& issue : out.head.value(out.head["ok"] ? "warnings" : "issues", nlohmann::json::array()))
    out.outcome += " " + issue["type"].get<std::string>();
  return out;
}

inline std::string outcome(std::string_view endpoint, std::string_view params, std::string_view context = "{}",
                           ByteView image = {}) {
  return built(endpoint, params, context, image).outcome;
}

}  // namespace media::contract
