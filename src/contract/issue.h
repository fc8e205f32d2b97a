// What is wrong with a value: Pydantic's error types, and the server's other refusals in the same shape.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "contract/table.h"

namespace media::contract {

// The names are the `type` that users see.
#define MEDIA_ISSUE_TYPES(X)                                                                                 \
  X(missing)                                                                                                 \
  X(model_type) X(dict_type) X(list_type) X(string_type) X(string_unicode) X(string_too_short)               \
      X(string_too_long) X(string_pattern_mismatch) X(literal_error) X(int_type) X(int_parsing)              \
          X(int_parsing_size) X(int_from_float) X(finite_number) X(float_type) X(float_parsing) X(bool_type) \
              X(bool_parsing) X(greater_than) X(greater_than_equal) X(less_than_equal) X(too_long)           \
                  X(access_denied) X(total_limit_reached) X(type_limit_reached) X(invalid_base64)            \
                      X(file_too_large) X(too_many_ids) X(no_ids) X(unknown_file_type) X(unknown_asset)

enum class IssueType : uint8_t {
  none,
#define MEDIA_ISSUE_ENUMERATOR(name) name,
  MEDIA_ISSUE_TYPES(MEDIA_ISSUE_ENUMERATOR)
#undef MEDIA_ISSUE_ENUMERATOR
};

std::string_view issue_name(IssueType type);

// One step from the root to a value: a field or key, or an index.
struct Step {
  std::string_view name = {};
  uint32_t index = 0;
  bool is_index = false;
  bool is_field = false;  // has a camelCase form; keys of users' data have none
};
using Location = std::vector<Step>;

// JSON of a location, e.g. ["media_asset_placements",0,"z_index"].
std::string location_json(const Location& location, bool camel);

struct Issue {
  IssueType type = IssueType::none;
  std::string loc;      // JSON, snake_case as Pydantic's
  std::string path;     // JSON, camelCase
  std::string message;  // a sentence to show beside the field
  std::string context;  // JSON object
  std::string input;    // JSON of the offending value; empty when it is too long to repeat
};

// Both take what Pydantic puts into ctx: the bound, the length, the pattern. `actual` is a list's length.
std::string issue_context(IssueType type, const Field& field, uint32_t actual);
std::string issue_message(IssueType type, const Field& field);

// [{"type", "loc", "path", "message", "ctx", "input"}, …]
std::string issues_json(const std::vector<Issue>& issues);

}  // namespace media::contract
