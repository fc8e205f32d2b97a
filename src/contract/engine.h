// The one engine that walks the tables: validates a document against a field, and writes the normalised
// value.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "contract/issue.h"
#include "contract/json.h"

namespace media::contract {

enum class NonFinite : uint8_t {
  allow,           // as Pydantic, whose JSON reader knows NaN and Infinity
  refuse_literal,  // a NaN of the caller's own object: JSON.stringify would have sent null
  refuse,          // the value is about to be written as JSON, which cannot say it
};

struct WalkOptions {
  bool camel = false;    // keys of the written value
  bool defaults = true;  // write what was left out
  NonFinite non_finite = NonFinite::allow;
  std::string_view late_field =
      {};                   // a text of the root that is left out of `value`, for it may be megabytes long
  bool late_given = false;  // it comes from elsewhere than the document
};

struct WalkResult {
  std::string value;                   // JSON; meaningless when there are issues
  std::vector<Issue> issues;           // in the order of the fields
  std::vector<std::string> nan_paths;  // where the value holds NaN, written as null
  size_t late_at = 0;  // where in `value` the late field's text belongs, between its quotes; 0: nowhere
  std::string_view late_text;  // its characters, when they are the document's
};

WalkResult walk(const Document& document, const Field& field, const WalkOptions& options, uint32_t index = 0);
WalkResult walk(const Document& document, const Model& model, const WalkOptions& options);

// {"ok":true,"nan"?:…,"value":…} or {"ok":false,"issues":…}.
std::string verdict_json(const WalkResult& result);

// The node of an object's member in either key style, 0 when it is not there.
uint32_t find_member(const Document& document, uint32_t object, std::string_view name);

}  // namespace media::contract
