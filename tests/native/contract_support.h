// What the tests of requests, responses and prompts share: JSON in, JSON out.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "contract/contract.h"

namespace media::contract {

inline ByteView view(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// JSON text with halves of surrogate pairs replaced and integers of hundreds of digits cut, without
// infinities: our own parser takes them, as Python's does, but this library's does not.
inline nlohmann::json parsed(std::string text) {
  for (size_t at = text.find("\\ud"); at != text.npos; at = text.find("\\ud", at + 6)) {
    const bool escaped = at > 0 && text[at - 1] == '\\';
    if (!escaped && at + 6 <= text.size() && text[at + 3] >= '8') text.replace(at, 6, "\\ufffd");
  }
  for (size_t at = text.find("1e999"); at != text.npos; at = text.find("1e999", at))
    text.replace(at, 5, "1e308");
  std::string out;
  size_t digits = 0;
  for (const char c : text) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits < 200) out += c;
  }
  return nlohmann::json::parse(out);
}

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
  Built out{parsed(result->head), {}, "ok"};
  out.body = result->body.joined();
  if (!out.head["ok"]) out.outcome = std::to_string(out.head["status"].get<int>());
  for (const auto& issue : out.head.value(out.head["ok"] ? "warnings" : "issues", nlohmann::json::array()))
    out.outcome += " " + issue["type"].get<std::string>();
  return out;
}

inline std::string outcome(std::string_view endpoint, std::string_view params,
                           std::string_view context = "{}", ByteView image = {}) {
  return built(endpoint, params, context, image).outcome;
}

}  // namespace media::contract
