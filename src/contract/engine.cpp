#include "contract/engine.h"

#include <cmath>
#include <map>

#include "contract/coerce.h"
#include "contract/text.h"
#include "contract/write.h"

namespace media::contract {
namespace {

constexpr size_t kMaxInputBytes = 64u << 10;  // of an offending value that an issue repeats

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
    static const Field anything{};
    if (document_[index].kind != Kind::object) return refuse(IssueType::model_type, anything, index);
    const size_t count = model.fields.size();                 // at most kMaxFields, see tables.cpp
    uint32_t snake[kMaxFields] = {}, camel[kMaxFields] = {};  // value nodes; the root is never one
    match(model, index, snake, camel);
    out.value += '{';
    bool first = true;
    for (size_t i = 0; i < count; ++i) {
      const Field& field = model.fields[i];
      const uint32_t found = snake[i] != 0 ? snake[i] : camel[i];
      const bool late = location.empty() && field.name == options_.late_field;
      if (found == 0 && !(late && options_.late_given)) {
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
      if (late && (options_.late_given || document_[found].plain)) {
        if (!options_.late_given) out.late_text = document_[found].text;
        out.late_at = out.value.size() + 1;
        out.value += "\"\"";
      } else {
        value(field, found);
      }
      location.pop_back();
    }
    out.value += '}';
  }

  Location location;
  WalkResult out;

 private:
  void refuse(IssueType type, const Field& field, uint32_t index) {
    Issue issue{type,
                location_json(location, false),
                location_json(location, true),
                issue_message(type, field),
                issue_context(type, field, document_[index].count),
                ""};
    if (!write_node(issue.input, document_, index, kMaxInputBytes)) issue.input.clear();
    out.issues.push_back(std::move(issue));
  }

  // Finds each field's value: snake_case first, else camelCase; of a repeated key the last, as in Python.
  void match(const Model& model, uint32_t index, uint32_t* snake, uint32_t* camel) const {
    const size_t count = model.fields.size();
    size_t expected = 0;  // keys most often come in the order of the fields
    for (uint32_t i = index + 1; i < document_[index].next;) {
      const std::string_view name = document_[i].text;
      const uint32_t at = i + 1;
      i = document_[at].next;
      for (size_t tried = 0; tried < count; ++tried, expected = expected + 1 == count ? 0 : expected + 1) {
        const std::string_view field = model.fields[expected].name;
        if (name == field) {
          snake[expected] = at;
          break;
        }
        if (is_camel_case_of(name, field)) {
          camel[expected] = at;
          break;
        }
      }
    }
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
    write_string(out.value, node);
  }

  void choice(const Field& field, uint32_t index) {
    const Node& node = document_[index];
    if (node.kind == Kind::string) {
      if (node.lone_surrogate) return refuse(IssueType::string_unicode, field, index);
      for (const std::string_view word : field.choices) {
        if (node.text == word) return write_string(out.value, word);
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
    if (!std::isfinite(value) && (options_.non_finite == NonFinite::refuse ||
                                  (options_.non_finite == NonFinite::refuse_literal && node.literal))) {
      return refuse(IssueType::finite_number, field, index);
    }
    if (field.has_max && value > field.max) return refuse(IssueType::less_than_equal, field, index);
    if (field.has_min && field.above_min && value <= field.min)
      return refuse(IssueType::greater_than, field, index);
    if (field.has_min && !field.above_min && value < field.min) {
      return refuse(IssueType::greater_than_equal, field, index);
    }
    if (std::isnan(value)) {  // which no comparison refuses, neither here nor in Pydantic
      out.value += "null";
      out.nan_paths.push_back(location_json(location, options_.camel));
    } else if (std::isinf(value)) {
      out.value += value < 0 ? "-1e999" : "1e999";
    } else if (node.kind == Kind::integer || node.kind == Kind::number) {
      out.value += node.text;
    } else {
      out.value += number_text(value);
    }
  }

  void list(const Field& field, uint32_t index) {
    const Node& node = document_[index];
    if (node.kind != Kind::array) return refuse(IssueType::list_type, field, index);
    if (node.count > field.max_length) return refuse(IssueType::too_long, field, index);
    out.value += '[';
    uint32_t position = 0;
    for (uint32_t i = index + 1; i < node.next; i = document_[i].next, ++position) {
      if (position != 0) out.value += ',';
      location.push_back({.index = position, .is_index = true});
      value(*field.item, i);
      location.pop_back();
    }
    out.value += ']';
  }

  void object(const Field& field, uint32_t index) {
    const Node& node = document_[index];
    if (node.kind != Kind::object) return refuse(IssueType::dict_type, field, index);
    if (field.item == nullptr) {
      if (options_.non_finite != NonFinite::allow && has_non_finite(document_, index)) {
        return refuse(IssueType::finite_number, field, index);
      }
      write_node(out.value, document_, index);
      return;
    }
    std::map<std::string_view, uint32_t> last;  // of a repeated key, the value that counts
    for (uint32_t i = index + 1; i < node.next; i = document_[i + 1].next) last[document_[i].text] = i + 1;
    out.value += '{';
    bool first = true;
    for (uint32_t i = index + 1; i < node.next; i = document_[i + 1].next) {
      const auto found = last.find(document_[i].text);
      if (found == last.end()) continue;
      if (!first) out.value += ',';
      first = false;
      write_string(out.value, document_[i]);
      out.value += ':';
      location.push_back({.name = document_[i].text});
      value(*field.item, found->second);
      location.pop_back();
      last.erase(found);
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

std::string verdict_json(const WalkResult& result) {
  if (!result.issues.empty()) return "{\"ok\":false,\"issues\":" + issues_json(result.issues) + "}";
  std::string nan;
  for (const std::string& path : result.nan_paths) nan += (nan.empty() ? ",\"nan\":[" : ",") + path;
  return "{\"ok\":true" + nan + (nan.empty() ? "" : "]") + ",\"value\":" + result.value + "}";
}

uint32_t find_member(const Document& document, uint32_t object, std::string_view name) {
  uint32_t snake = 0, camel = 0;
  if (document[object].kind != Kind::object) return 0;
  for (uint32_t i = object + 1; i < document[object].next; i = document[i + 1].next) {
    if (document[i].text == name) snake = i + 1;
    if (is_camel_case_of(document[i].text, name)) camel = i + 1;
  }
  return snake != 0 ? snake : camel;
}

}  // namespace media::contract
