// What is wrong with a value: Pydantic's error types, and the server's other refusals in the same shape.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "contract/json.h"
#include "contract/table.h"

namespace media::contract {

// The names are the `type` that users see.
#define MEDIA_ISSUE_TYPES(X)                                                                                 \
  X(missing)                                                                                                 \
  X(model_type) X(model_attributes_type) X(json_invalid) X(dict_type) X(list_type) X(string_type) X(string_unicode) X(string_too_short)               \
      X(string_too_long) X(string_pattern_mismatch) X(literal_error) X(int_type) X(int_parsing)              \
          X(int_parsing_size) X(int_from_float) X(finite_number) X(float_type) X(float_parsing) X(bool_type) \
              X(bool_parsing) X(greater_than) X(greater_than_equal) X(less_than_equal) X(too_long)           \
                  X(access_denied) X(total_limit_reached) X(type_limit_reached) X(invalid_base64)            \
                      X(file_too_large) X(empty_file) X(too_many_ids) X(no_ids) X(unknown_file_type) X(unsearchable_tag)                        \
                          X(ambiguous_key) X(unknown_asset)

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

  bool operator==(const Step& other) const {
    return name == other.name && index == other.index && is_index == other.is_index;
  }
};
using Location = std::vector<Step>;

// JSON of a location, e.g. ["media_asset_placements",0,"z_index"].
std::string location_json(const Location& location, bool camel);

struct Issue {
  IssueType type = IssueType::none;
  Location location = {};
  Field field = {};       // what was expected there
  Member input = {};      // the offending value in the document that was walked
  std::string message = {};  // of our own rules and of the server's after the schema; else the field's, made
  std::string context = {};  // when asked for
};

inline constexpr size_t kMaxIssues = 1000;

// The first kMaxIssues issues and the count of all: [{}, {}, …] of a megabyte has millions.
class Issues {
 public:
  Issues() = default;
  Issues(Issue issue) { add(std::move(issue)); }

  void add(Issue issue) {
    if (!count_one()) return;
    kept_.push_back(std::move(issue));
  }
  // Counts one more; false when it is not to be kept, nor worth making.
  bool count_one() { return ++count_ <= kMaxIssues; }
  void keep(Issue issue) { kept_.push_back(std::move(issue)); }

  bool empty() const { return count_ == 0; }
  size_t count() const { return count_; }
  bool truncated() const { return count_ > kept_.size(); }
  std::vector<Issue>& kept() { return kept_; }
  const std::vector<Issue>& kept() const { return kept_; }

 private:
  std::vector<Issue> kept_;
  size_t count_ = 0;
};

// All that Pydantic puts into ctx: the bound, the lengths, the pattern, the words. `actual` is a list's length.
std::string issue_context(IssueType type, const Field& field, uint32_t actual);
std::string issue_message(IssueType type, const Field& field);

std::string message_of(const Issue& issue);

// [{"type", "loc", "path", "message", "ctx", "input"}, …]: loc in snake_case as Pydantic's, path in camelCase.
// Inputs of more than 64 KB are left out, and all that come after a megabyte of them.
std::string issues_json(const Document& document, const Issues& issues);

// "issues":[…], with "count" and "truncated" when not all were kept.
std::string issues_members(const Document& document, const Issues& issues);

}  // namespace media::contract
