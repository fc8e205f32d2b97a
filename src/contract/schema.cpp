// JSON Schema and the tables' own description.
#include <algorithm>

#include "contract/coerce.h"
#include "contract/contract.h"
#include "contract/endpoint.h"
#include "contract/issue.h"
#include "contract/request.h"
#include "contract/table.h"
#include "contract/text.h"
#include "contract/vocabulary.h"
#include "contract/write.h"

namespace media::contract {
namespace {

// Appends members of a JSON object.
class Object {
 public:
  Object& text(std::string_view name, std::string_view value) {
    key(name);
    write_string(out_, value);
    return *this;
  }
  Object& json(std::string_view name, std::string_view value) {
    key(name);
    out_ += value;
    return *this;
  }
  Object& number(std::string_view name, double value) { return json(name, number_text(value)); }
  std::string done() const { return "{" + out_ + "}"; }

 private:
  void key(std::string_view name) {
    if (!out_.empty()) out_ += ',';
    write_string(out_, name);
    out_ += ':';
  }

  std::string out_;
};

template <class Items, class Text>
std::string array_json(const Items& items, Text text) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) out += ',';
    out += text(item);
  }
  return out + "]";
}

using Models = std::vector<const Model*>;

std::string field_schema(const Field& field, Models& used);

// What is said of a field besides its type: the text and the default.
void annotate(Object& out, const Field& field) {
  out.text("description", field.about);
  if (!field.required()) out.json("default", field.fallback);
}

void reference(Object& out, const Field& field, Models& used) {
  if (std::find(used.begin(), used.end(), field.model) == used.end()) used.push_back(field.model);
  const std::string target = "#/$defs/" + std::string(field.model->name);
  if (field.nullable) {
    out.json("anyOf", "[" + Object().text("$ref", target).done() + ",{\"type\":\"null\"}]");
  } else {
    out.text("$ref", target);
  }
}

std::string field_schema(const Field& field, Models& used) {
  Object out;
  const auto type = [&](std::string_view name) {
    out.json("type", field.nullable ? "[" + quoted(name) + ",\"null\"]" : quoted(name));
  };
  switch (field.type) {
    case Type::text:
      type("string");
      if (field.min_length != 0) out.number("minLength", field.min_length);
      if (field.max_length != UINT32_MAX) out.number("maxLength", field.max_length);
      if (!field.pattern.empty()) out.text("pattern", field.pattern);
      break;
    case Type::choice: {
      std::string words = array_json(field.choices, quoted);
      if (field.nullable) words.insert(words.size() - 1, ",null");
      out.json("enum", words);
      break;
    }
    case Type::boolean:
      type("boolean");
      break;
    case Type::integer:
    case Type::number:
      type(field.type == Type::integer ? "integer" : "number");
      if (field.has_min) out.number(field.above_min ? "exclusiveMinimum" : "minimum", field.min);
      if (field.has_max) out.number("maximum", field.max);
      break;
    case Type::list:
      type("array");
      out.json("items", field_schema(*field.item, used));
      if (field.max_length != UINT32_MAX) out.number("maxItems", field.max_length);
      break;
    case Type::object:
      type("object");
      if (field.item != nullptr) out.json("additionalProperties", field_schema(*field.item, used));
      break;
    case Type::model:
      reference(out, field, used);
      break;
  }
  annotate(out, field);
  return out.done();
}

void describe_model(Object& out, const Model& model, Models& used) {
  Object properties;
  std::string required;
  for (const Field& field : model.fields) {
    properties.json(field.name, field_schema(field, used));
    if (field.required()) required += (required.empty() ? "" : ",") + quoted(field.name);
  }
  out.text("title", model.name).text("description", model.about).text("type", "object");
  out.json("properties", properties.done()).json("required", "[" + required + "]");
}

// One field as a row of the tables.
std::string field_row(const Field& field) {
  Object out;
  constexpr std::string_view types[] = {"text",   "integer", "number", "boolean",
                                        "choice", "list",    "model",  "object"};
  out.text("name", field.name).text("camel", camel_case(field.name)).text("about", field.about);
  out.text("type", types[static_cast<size_t>(field.type)]);
  out.json("nullable", field.nullable ? "true" : "false");
  if (!field.required()) out.json("default", field.fallback);
  if (field.has_min) out.number(field.above_min ? "above" : "min", field.min);
  if (field.has_max) out.number("max", field.max);
  if (field.min_length != 0) out.number("minLength", field.min_length);
  if (field.max_length != UINT32_MAX) out.number("maxLength", field.max_length);
  if (!field.pattern.empty()) out.text("pattern", field.pattern);
  for (const Vocabulary& vocabulary : kVocabularies) {
    if (vocabulary.words.data() == field.choices.data()) out.text("vocabulary", vocabulary.name);
  }
  if (field.model != nullptr) out.text("model", field.model->name);
  if (field.item != nullptr) out.json("item", field_row(*field.item));
  return out.done();
}

}  // namespace

Result<std::string> json_schema(std::string_view name) {
  const Model* model = find_model(name);
  if (model == nullptr) return Error{ErrorCode::unknown_model, "There is no model " + quoted(name) + "."};
  Object out;
  out.text("$schema", "https://json-schema.org/draft/2020-12/schema");
  Models used;
  describe_model(out, *model, used);
  Object definitions;
  for (size_t i = 0; i < used.size(); ++i) {  // grows while it is walked: definitions refer to further ones
    Object definition;
    describe_model(definition, *used[i], used);
    definitions.json(used[i]->name, definition.done());
  }
  if (!used.empty()) out.json("$defs", definitions.done());
  return out.done();
}

std::string tables_json() {
  Object out;
  out.json("vocabularies", array_json(kVocabularies, [](const Vocabulary& vocabulary) {
             return Object()
                 .text("name", vocabulary.name)
                 .text("about", vocabulary.about)
                 .json("words", array_json(vocabulary.words, quoted))
                 .done();
           }));
  out.json("models", array_json(all_models(), [](const Model* model) {
             return Object()
                 .text("name", model->name)
                 .text("about", model->about)
                 .json("fields", array_json(model->fields, field_row))
                 .done();
           }));
  out.json("issues", array_json(issue_kinds(), [](const IssueKind& kind) {
             return Object()
                 .text("name", kind.name)
                 .text("about", kind.about)
                 .json("context", kind.context)
                 .done();
           }));
  out.json("endpoints", array_json(all_endpoints(), [](const Endpoint& endpoint) {
             return Object()
                 .text("name", endpoint.name)
                 .text("about", endpoint.about)
                 .text("hook", endpoint.hook)
                 .text("method", endpoint.method)
                 .text("path", endpoint.path)
                 .text("parameter", endpoint.parameter)
                 .text("body", endpoint.body)
                 .text("query", endpoint.query)
                 .text("response", endpoint.response)
                 .text("guard", guard_name(endpoint.guard))
                 .json("headers", headers_json(endpoint))
                 .done();
           }));
  return out.done();
}

}  // namespace media::contract
