// What is wrong with a value: Pydantic's error types, and the server's other refusals in the same shape.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "contract/json.h"
#include "contract/table.h"

namespace media::contract {

// The names are the `type` that users see.
// clang-format off
#define MEDIA_ISSUE_TYPES(X) \
  X(missing, "A required field is not there.") \
  X(model_type, "Not an object.") \
  X(model_attributes_type, "Not an object, in the words of a server that reads a body.") \
  X(json_invalid, "A body that is not JSON.") \
  X(dict_type, "Not an object.") \
  X(list_type, "Not a list.") \
  X(string_type, "Not a text.") \
  X(string_unicode, "A text with half a character: a lone surrogate.") \
  X(string_too_short, "A text of fewer characters than allowed.") \
  X(string_too_long, "A text of more characters than allowed.") \
  X(string_pattern_mismatch, "A text of another form than asked for.") \
  X(literal_error, "None of the words that are allowed.") \
  X(int_type, "Not a whole number.") \
  X(int_parsing, "A text that is no whole number.") \
  X(int_parsing_size, "A whole number of more digits than the server reads.") \
  X(int_from_float, "A number with a fraction where a whole one is asked for.") \
  X(finite_number, "NaN or infinity.") \
  X(float_type, "Not a number.") \
  X(float_parsing, "A text that is no number.") \
  X(bool_type, "Neither true nor false.") \
  X(bool_parsing, "A text or number that means neither true nor false.") \
  X(greater_than, "The bound itself, or less.") \
  X(greater_than_equal, "Less than the bound.") \
  X(less_than_equal, "More than the bound.") \
  X(too_long, "A list of more items than allowed.") \
  X(access_denied, "The tier has no access.") \
  X(total_limit_reached, "The library is full.") \
  X(type_limit_reached, "The library has as many assets of this type as it may.") \
  X(invalid_base64, "A text that is not base64.") \
  X(file_too_large, "A file of more bytes than allowed.") \
  X(empty_file, "A file without a byte.") \
  X(too_many_ids, "More ids than one request may name.") \
  X(no_ids, "A request that must name an id and names none.") \
  X(unknown_file_type, "A warning: the file is of none of the image types that are told from bytes.") \
  X(unsearchable_tag, "A warning: a query cannot ask for this tag.") \
  X(ambiguous_key, "A warning: a key stands there in both styles with different values.") \
  X(unknown_key, "Drift: a key that the contract does not know.") \
  X(unknown_word, "Drift: a word that the contract does not know.") \
  X(unknown_asset, "There is no asset, or session, with this id.")
// clang-format on

enum class IssueType : uint8_t {
  none,
#define MEDIA_ISSUE_ENUMERATOR(name, about) name,
  MEDIA_ISSUE_TYPES(MEDIA_ISSUE_ENUMERATOR)
#undef MEDIA_ISSUE_ENUMERATOR
};

std::string_view issue_name(IssueType type);

// All of them in their order, with what ctx holds: names and JSON types, e.g. {"max_length":"number"}.
struct IssueKind {
  std::string_view name, context, about;
};
std::vector<IssueKind> issue_kinds();

// One step from the root to a value: a field or key, or an index.
struct Step {
  std::string_view name = {};
  uint32_t index = 0;
  bool is_index = false;
  bool is_field = false;  // has a camelCase form; keys of users' data have none
  uint32_t left_out = 0;  // elements before this one that are not in the answer

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
  Field field = {};          // what was expected there
  Member input = {};         // the offending value in the document that was walked
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

  // How many are kept, and how many there were.
  struct Mark {
    size_t kept = 0, count = 0;
  };
  Mark mark() const { return {kept_.size(), count_}; }
  void back_to(Mark mark) {
    kept_.resize(mark.kept);
    count_ = mark.count;
  }
  // Moves what came after the mark to others.
  void move_from(Mark mark, Issues& others) {
    for (size_t i = mark.kept; i < kept_.size(); ++i) others.add(std::move(kept_[i]));
    others.count_ += (count_ - mark.count) - (kept_.size() - mark.kept);
    back_to(mark);
  }

  bool empty() const { return count_ == 0; }
  size_t count() const { return count_; }
  bool truncated() const { return count_ > kept_.size(); }
  std::vector<Issue>& kept() { return kept_; }
  const std::vector<Issue>& kept() const { return kept_; }

 private:
  std::vector<Issue> kept_;
  size_t count_ = 0;
};

// All that Pydantic puts into ctx: the bound, the lengths, the pattern, the words. `actual` is a list's
// length.
std::string issue_context(IssueType type, const Field& field, uint32_t actual);
std::string issue_message(IssueType type, const Field& field);

std::string message_of(const Issue& issue);

// [{"type", "loc", "path", "message", "ctx", "input"}, …]: loc in snake_case as Pydantic's, path in
// camelCase. Inputs of more than 64 KB are left out, and all that come after a megabyte of them. "nan": see nan.h.
std::string issues_json(const Document& document, const Issues& issues);

// The member "issues", with "count" and "truncated" when not all were kept.
void put_issues(JsonObject& out, const Document& document, const Issues& issues);

}  // namespace media::contract
