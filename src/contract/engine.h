// The one engine that walks the tables: validates a document against a field, and writes the normalised
// value.
#pragma once

#include <string>
#include <vector>

#include "contract/issue.h"
#include "contract/json.h"
#include "contract/nan.h"

namespace media::contract {

struct WalkOptions {
  bool camel = false;    // keys of the written value
  bool defaults = true;  // write what was left out
  bool literals = true;  // NaN and Infinity by name, as Python reads them; else they are finite_number, for
                         // JSON cannot say them and JSON.stringify would have sent null
  bool from_attributes = false;  // as FastAPI validates a body: model_attributes_type in place of model_type
  bool tolerant = false;         // of an answer that is newer than these tables, see WalkResult::drift
  const std::vector<const Field*>* only = nullptr;  // fields of the root that are looked at; null: all
  std::string_view late_field =
      {};                   // a text of the root that is left out of `value`, for it may be megabytes long
  bool late_given = false;  // it comes from elsewhere than the document
};

struct WalkResult {
  std::string value;   // JSON; meaningless when there are issues
  Issues issues;       // in the order of the fields
  Issues warnings;     // keys given in both styles with different values: snake_case counts
  Issues drift;        // of a tolerant walk: words and keys that no table knows (unknown_word,
                       // unknown_key), which are kept, and what is wrong with elements of lists and
                       // of objects whose keys are data, which are left out. Indices are those of the document.
  NanPlaces nans;      // in the value
  size_t late_at = 0;  // where in `value` the late field's text belongs, between its quotes; 0: nowhere
  std::string_view late_text;  // its characters, when they are the document's
};

WalkResult walk(const Document& document, const Field& field, const WalkOptions& options, uint32_t index = 0);
WalkResult walk(const Document& document, const Model& model, const WalkOptions& options);

// {"ok":true,"nan"?:…,"warnings"?:…,"drift"?:…,"value":…} or {"ok":false,"issues":…,"warnings"?:…}. The
// document is the one that was walked.
std::string verdict_json(const Document& document, const WalkResult& result);

// An object's member under either key: the wire's snake_case wins, as the server knows no other.
struct Keyed {
  Member snake, camel;
  Member found() const { return snake ? snake : camel; }
};
Keyed find_keys(const Document& document, Member object, std::string_view name);
Member find_member(const Document& document, Member object, std::string_view name);

// Adds `ambiguous_key` at `location` when both keys are there and differ.
void warn_if_ambiguous(const Document& document, const Keyed& keyed, const Location& location,
                       Issues& warnings);

}  // namespace media::contract
