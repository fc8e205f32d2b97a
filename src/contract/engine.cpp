#include "contract/engine.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "contract/coerce.h"
#include "contract/text.h"
#include "contract/write.h"

namespace media::contract {
namespace {

// ^#[0-9A-Fa-f]{6}$, where $ is the very end, as in Rust's regex.
bool matches_hex_colour(std::string_view text) {
  if (text.size() != 7 || text[0] != '#') return false;
  return text.find_first_not_of("0123456789ABCDEFabcdef", 1) == text.npos;
}

class Walker {
 public:
  Walker(const Document& document, const WalkOptions& options) : document_(document), options_(options) {}

  void value(const Field& field, uint32_t index) {
    const Node& node = document_[index];
    if (node.kind == Kind::null && field.nullable) {
      out.value += "null";
      return;
    }
    switch (field.type) {
      case Type::text:
        return text(field, index);
      case Type::choice:
        return choice(field, index);
      case Type::boolean:
        return boolean(field, index);
      case Type::integer:
        return integer(field, index);
      case Type::number:
        return number(field, index);
      case Type::list:
        return list(field, index);
      case Type::object:
        return object(field, index);
      case Type::model:
        return model(*field.model, index);
    }
  }

  void model(const Model& model, uint32_t index) {
    if (document_[index].kind != Kind::object) {
      return refuse(options_.from_attributes ? IssueType::model_attributes_type : IssueType::model_type,
                    nested("", model, ""), index);
    }
    const size_t count = model.fields.size();  // at most kMaxFields, see tables.cpp
    Keyed members[kMaxFields];
    std::vector<uint32_t> unknown;
    match(model, index, members, unknown);
    out.value += '{';
    bool first = true;
    for (size_t i = 0; i < count; ++i) {
      const Field& field = model.fields[i];
      if (location.empty() && !looked_at(field)) continue;
      const Member found = members[i].found();
      const bool late = location.empty() && field.name == options_.late_field;
      if (!found && !late) {
        if (field.required()) {
          location.push_back({.name = field.name, .is_field = true});
          refuse(IssueType::missing, field, index);
          location.pop_back();
        } else if (options_.defaults) {
          key(field, first);
          write_default(field);
        }
        continue;
      }
      key(field, first);
      location.push_back({.name = field.name, .is_field = true});
      warn_if_ambiguous(document_, members[i], location, out.warnings);
      if (late) {
        leave_late({});
      } else {
        value(field, *found);
      }
      location.pop_back();
    }
    if (!unknown.empty()) unknown_members(model, unknown, first);
    out.value += '}';
  }

  Location location;
  WalkResult out;

 private:
  bool looked_at(const Field& field) const {
    return options_.only == nullptr ||
           std::find(options_.only->begin(), options_.only->end(), &field) != options_.only->end();
  }

  void refuse(IssueType type, const Field& field, uint32_t index) {
    if (out.issues.count_one())
      out.issues.keep({.type = type, .location = location, .field = field, .input = index});
  }

  // Finds each field's value; of a repeated key the last, as in Python. `unknown`: the values of other keys.
  void match(const Model& model, uint32_t index, Keyed* members, std::vector<uint32_t>& unknown) const {
    const size_t count = model.fields.size();
    size_t expected = 0;  // keys most often come in the order of the fields
    for (uint32_t i = index + 1; i < document_[index].next;) {
      const std::string_view name = document_[i].text;
      const uint32_t at = i + 1;
      i = document_[at].next;
      size_t tried = 0;
      for (; tried < count; ++tried, expected = expected + 1 == count ? 0 : expected + 1) {
        const std::string_view field = model.fields[expected].name;
        if (name == field) {
          members[expected].snake = at;
          break;
        }
        if (is_camel_case_of(name, field)) {
          members[expected].camel = at;
          break;
        }
      }
      if (tried == count && options_.tolerant) unknown.push_back(at);
    }
  }

  // Keys that the table does not know, with their values as they are. Their names follow the style of the
  // others, unless that would make one another's, known or not.
  void unknown_members(const Model& model, const std::vector<uint32_t>& unknown, bool& first) {
    std::map<std::string_view, uint32_t> last;  // of a repeated key the last counts
    for (const uint32_t at : unknown) last[document_[at - 1].text] = at;
    std::map<std::string, uint32_t> uses;
    for (const auto& [name, at] : last) ++uses[styled(name)];
    for (const uint32_t at : unknown) {
      const std::string_view name = document_[at - 1].text;
      if (last[name] != at) continue;
      std::string key = styled(name);
      bool taken = uses[key] > 1;
      for (const Field& field : model.fields) taken |= is_camel_case_of(key, field.name) || key == field.name;
      if (taken) key = name;
      if (!first) out.value += ',';
      first = false;
      write_string(out.value, key);
      out.value += ':';
      location.push_back({.name = name, .is_field = key != name});
      out.drift.add({.type = IssueType::unknown_key, .location = location, .input = at});
      as_it_is(at);
      location.pop_back();
    }
  }

  std::string styled(std::string_view name) const {
    return options_.camel ? camel_case(name) : std::string(name);
  }

  void as_it_is(uint32_t index) {
    each_nan(document_, index, location, [this] { note_nan(); });
    write_node(out.value, document_, index);
  }

  void key(const Field& field, bool& first) {
    if (!first) out.value += ',';
    first = false;
    out.value += '"';
    if (options_.camel) {
      out.value += camel_case(field.name);
    } else {
      out.value += field.name;
    }
    out.value += "\":";
  }

  void write_default(const Field& field) {
    if (field.type != Type::model || field.fallback == "null") {
      out.value += field.fallback;
      return;
    }
    out.value += '{';
    bool first = true;
    for (const Field& inner : field.model->fields) {
      key(inner, first);
      write_default(inner);
    }
    out.value += '}';
  }

  void text(const Field& field, uint32_t index) {
    const Node& node = document_[index];
    if (node.kind != Kind::string) return refuse(IssueType::string_type, field, index);
    const bool constrained =
        field.min_length != 0 || field.max_length != UINT32_MAX || !field.pattern.empty();
    if (constrained) {
      // Only a constraint makes pydantic-core look into the text and find that it is not Unicode.
      if (node.lone_surrogate) return refuse(IssueType::string_unicode, field, index);
      const size_t length = count_code_points(node.text);
      if (length < field.min_length) return refuse(IssueType::string_too_short, field, index);
      if (length > field.max_length) return refuse(IssueType::string_too_long, field, index);
      if (!field.pattern.empty() && !matches_hex_colour(node.text)) {
        return refuse(IssueType::string_pattern_mismatch, field, index);
      }
    }
    if (node.plain && node.text.size() >= options_.late_from && out.late.at == 0) return leave_late(node.text);
    write_string(out.value, node);
  }

  // Leaves room for a text that is not copied.
  void leave_late(std::string_view text) {
    out.late = {out.value.size() + 1, text};
    out.late_place = location;
    out.value += "\"\"";
  }

  void choice(const Field& field, uint32_t index) {
    const Node& node = document_[index];
    if (node.kind == Kind::string) {
      if (node.lone_surrogate) return refuse(IssueType::string_unicode, field, index);
      for (const std::string_view word : field.choices) {
        if (node.text == word) return write_string(out.value, word);
      }
      if (options_.tolerant) {
        out.drift.add(
            {.type = IssueType::unknown_word, .location = location, .field = field, .input = index});
        return write_string(out.value, node);
      }
    }
    refuse(IssueType::literal_error, field, index);
  }

  void boolean(const Field& field, uint32_t index) {
    bool value = false;
    const IssueType wrong = to_boolean(document_[index], value);
    if (wrong != IssueType::none) return refuse(wrong, field, index);
    out.value += value ? "true" : "false";
  }

  void integer(const Field& field, uint32_t index) {
    std::string digits;
    const IssueType wrong = to_integer(document_[index], digits);
    if (wrong != IssueType::none) return refuse(wrong, field, index);
    if (field.has_max && integer_greater(digits, field.max))
      return refuse(IssueType::less_than_equal, field, index);
    if (field.has_min && integer_less(digits, field.min))
      return refuse(IssueType::greater_than_equal, field, index);
    out.value += digits;
  }

  void number(const Field& field, uint32_t index) {
    const Node& node = document_[index];
    double value = 0;
    const IssueType wrong = to_number(node, value);
    if (wrong != IssueType::none) return refuse(wrong, field, index);
    // Negated, for every bound refuses NaN; in pydantic-core's order.
    if (field.has_max && !(value <= field.max)) return refuse(IssueType::less_than_equal, field, index);
    if (field.has_min && !field.above_min && !(value >= field.min))
      return refuse(IssueType::greater_than_equal, field, index);
    if (field.has_min && field.above_min && !(value > field.min))
      return refuse(IssueType::greater_than, field, index);
    if (node.literal && !options_.literals) return refuse(IssueType::finite_number, field, index);
    if (node.kind == Kind::integer || node.kind == Kind::number) {
      if (node.literal && std::isnan(value)) note_nan();
      write_number(out.value, node);
    } else if (std::isnan(value)) {
      note_nan();
      out.value += "null";
    } else if (std::isinf(value)) {
      out.value += value < 0 ? "-1e999" : "1e999";
    } else {
      out.value += number_text(value);
    }
  }

  void note_nan() { out.nans.add(location, options_.camel); }

  void list(const Field& field, uint32_t index) {
    const Node& node = document_[index];
    if (node.kind != Kind::array) return refuse(IssueType::list_type, field, index);
    if (node.count > field.max_length) return refuse(IssueType::too_long, field, index);
    out.value += '[';
    uint32_t position = 0, missing = 0;
    for (uint32_t i = index + 1; i < node.next; i = document_[i].next, ++position) {
      const WalkMark before = mark();
      if (out.value.back() != '[') out.value += ',';
      location.push_back({.index = position, .is_index = true, .left_out = missing});
      value(*field.item, i);
      location.pop_back();
      if (!left_out(before)) continue;
      leave_out(before);
      ++missing;
    }
    out.value += ']';
  }

  // Where the answer stands before an element of a list or of an object whose keys are data.
  struct WalkMark {
    size_t value = 0;
    Issues::Mark issues, drift;
    NanPlaces::Mark nans;
  };
  WalkMark mark() const {
    if (!options_.tolerant) return {};
    return {out.value.size(), out.issues.mark(), out.drift.mark(), out.nans.mark()};
  }

  bool left_out(const WalkMark& before) const {
    return options_.tolerant && before.issues.count != out.issues.count();
  }

  // Takes an element back that has issues: they are its drift.
  void leave_out(const WalkMark& before) {
    out.value.resize(before.value);
    out.nans.back_to(before.nans);
    out.drift.back_to(before.drift);
    out.issues.move_from(before.issues, out.drift);
  }

  void object(const Field& field, uint32_t index) {
    const Node& node = document_[index];
    if (node.kind != Kind::object) return refuse(IssueType::dict_type, field, index);
    if (field.item == nullptr) {
      for (uint32_t i = index; i < node.next && !options_.literals; ++i) {
        if (document_[i].literal) return refuse(IssueType::finite_number, field, index);
      }
      return as_it_is(index);
    }
    auto last = last_members(document_, index);
    out.value += '{';
    for (uint32_t i = index + 1; i < node.next; i = document_[i + 1].next) {
      const auto found = last.find(document_[i].text);
      if (found == last.end()) continue;
      const WalkMark before = mark();
      if (out.value.back() != '{') out.value += ',';
      write_string(out.value, document_[i]);
      out.value += ':';
      location.push_back({.name = document_[i].text});
      value(*field.item, found->second);
      location.pop_back();
      last.erase(found);
      if (left_out(before)) leave_out(before);
    }
    out.value += '}';
  }

  const Document& document_;
  const WalkOptions& options_;
};

}  // namespace

WalkResult walk(const Document& document, const Field& field, const WalkOptions& options, uint32_t index) {
  Walker walker(document, options);
  walker.value(field, index);
  return std::move(walker.out);
}

WalkResult walk(const Document& document, const Model& model, const WalkOptions& options) {
  Walker walker(document, options);
  walker.model(model, 0);
  return std::move(walker.out);
}

std::string verdict_json(const Document& document, const WalkResult& result, bool camel) {
  JsonObject out;
  out.flag("ok", result.issues.empty());
  if (!result.issues.empty()) {
    put_issues(out, document, result.issues);
  } else if (!result.nans.empty()) {
    out.json("nan", result.nans.json());
  }
  if (!result.warnings.empty()) out.json("warnings", issues_json(document, result.warnings));
  if (!result.issues.empty()) return out.done();
  if (!result.drift.empty()) out.json("drift", issues_json(document, result.drift));
  if (result.late.at != 0) out.json("late", location_json(result.late_place, camel));
  return out.json("value", result.value).done();
}

}  // namespace media::contract
