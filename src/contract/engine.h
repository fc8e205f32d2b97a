// The one engine that walks the tables: validates a document against a field, and writes the normalised
// value.
#pragma once

#include <string>
#include <vector>

#include "contract/contract.h"
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
  size_t late_from = SIZE_MAX;       // a text of so many bytes that needs no escapes is left out of `value`, once
  std::string_view late_field = {};  // a text of the root that comes from elsewhere than the document, and is left out
};

struct WalkResult {
  std::string value;   // JSON; meaningless when there are issues
  Issues issues;       // in the order of the fields
  Issues warnings;     // keys given in both styles with different values: snake_case counts
  Issues drift;        // of a tolerant walk: words and keys that no table knows (unknown_word,
                       // unknown_key), which are kept, and what is wrong with elements of lists and
                       // of objects whose keys are data, which are left out. Indices are those of the document.
  NanPlaces nans;      // in the value
  Late late;           // of `value`; the text is empty when it comes from elsewhere
  Location late_place;
};

WalkResult walk(const Document& document, const Field& field, const WalkOptions& options, uint32_t index = 0);
WalkResult walk(const Document& document, const Model& model, const WalkOptions& options);

// {"ok":true,"nan"?:…,"warnings"?:…,"drift"?:…,"late"?:…,"value":…} or {"ok":false,"issues":…,"warnings"?:…}. The
// document is the one that was walked; `camel` as it was.
std::string verdict_json(const Document& document, const WalkResult& result, bool camel = false);

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
