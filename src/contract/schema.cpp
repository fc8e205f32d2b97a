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

using Models = std::vector<const Model*>;

std::string field_schema(const Field& field, Models& used);

// What is said of a field besides its type: the text and the default.
void annotate(JsonObject& out, const Field& field) {
  out.text("description", field.about);
  if (!field.required()) out.json("default", field.fallback);
}

void reference(JsonObject& out, const Field& field, Models& used) {
  if (std::find(used.begin(), used.end(), field.model) == used.end()) used.push_back(field.model);
  const std::string target = "#/$defs/" + std::string(field.model->name);
  if (field.nullable) {
    const std::string null = JsonObject().text("type", "null").done();
    out.json("anyOf", JsonList().json(JsonObject().text("$ref", target).done()).json(null).done());
  } else {
    out.text("$ref", target);
  }
}

std::string field_schema(const Field& field, Models& used) {
  JsonObject out;
  const auto type = [&](std::string_view name) {
    out.json("type", field.nullable ? JsonList().text(name).text("null").done() : quoted(name));
  };
  switch (field.type) {
    case Type::text:
      type("string");
      if (field.min_length != 0) out.number("minLength", field.min_length);
      if (field.max_length != UINT32_MAX) out.number("maxLength", field.max_length);
      if (!field.pattern.empty()) out.text("pattern", field.pattern);
      break;
    case Type::choice: {
      std::string words = json_words(field.choices);
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
      if (field.has_min) out.json(field.above_min ? "exclusiveMinimum" : "minimum", number_text(field.min));
      if (field.has_max) out.json("maximum", number_text(field.max));
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

void describe_model(JsonObject& out, const Model& model, Models& used) {
  JsonObject properties;
  JsonList required;
  for (const Field& field : model.fields) {
    properties.json(field.name, field_schema(field, used));
    if (field.required()) required.text(field.name);
  }
  out.text("title", model.name).text("description", model.about).text("type", "object");
  out.json("properties", properties.done()).json("required", required.done());
}

// One field as a row of the tables.
std::string field_row(const Field& field) {
  JsonObject out;
  constexpr std::string_view types[] = {"text",   "integer", "number", "boolean",
                                        "choice", "list",    "model",  "object"};
  out.text("name", field.name).text("camel", camel_case(field.name)).text("about", field.about);
  out.text("type", types[static_cast<size_t>(field.type)]);
  out.flag("nullable", field.nullable);
  if (!field.required()) out.json("default", field.fallback);
  if (field.has_min) out.json(field.above_min ? "above" : "min", number_text(field.min));
  if (field.has_max) out.json("max", number_text(field.max));
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
  JsonObject out;
  out.text("$schema", "https://json-schema.org/draft/2020-12/schema");
  Models used;
  describe_model(out, *model, used);
  JsonObject definitions;
  for (size_t i = 0; i < used.size(); ++i) {  // grows while it is walked: definitions refer to further ones
    JsonObject definition;
    describe_model(definition, *used[i], used);
    definitions.json(used[i]->name, definition.done());
  }
  if (!used.empty()) out.json("$defs", definitions.done());
  return out.done();
}

std::string endpoints_json() {
  return json_list(all_endpoints(), [](const Endpoint& endpoint) {
    return JsonObject()
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
  });
}

std::string tables_json() {
  JsonObject out;
  out.json("vocabularies", json_list(kVocabularies, [](const Vocabulary& vocabulary) {
             return JsonObject()
                 .text("name", vocabulary.name)
                 .text("about", vocabulary.about)
                 .json("words", json_words(vocabulary.words))
                 .done();
           }));
  out.json("models", json_list(all_models(), [](const Model* model) {
             return JsonObject()
                 .text("name", model->name)
                 .text("about", model->about)
                 .json("fields", json_list(model->fields, field_row))
                 .done();
           }));
  out.json("issues", json_list(issue_kinds(), [](const IssueKind& kind) {
             return JsonObject()
                 .text("name", kind.name)
                 .text("about", kind.about)
                 .json("context", kind.context)
                 .done();
           }));
  return out.json("endpoints", endpoints_json()).done();
}

}  // namespace media::contract
