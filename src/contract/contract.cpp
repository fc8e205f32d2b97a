#include "contract/contract.h"

#include <algorithm>

#include "contract/engine.h"
#include "contract/json.h"
#include "contract/text.h"
#include "contract/write.h"

namespace media::contract {

namespace {

Error no_such_model(std::string_view name) {
  return {ErrorCode::unknown_model, "There is no model " + quoted(name) + "."};
}

struct Walked {
  Document document;
  WalkResult result;
};

// Parses and walks; `name` may end in "[]".
Result<Walked> walk_named(std::string_view name, ByteView json, const WalkOptions& options) {
  const bool is_list = name.ends_with("[]");
  const Model* model = find_model(is_list ? name.substr(0, name.size() - 2) : name);
  if (model == nullptr) return no_such_model(name);
  auto document = Document::parse(json);
  if (!document) return document.error();
  const Field item = nested("item", *model, "");
  WalkResult result =
      is_list ? walk(*document, list("items", item, ""), options) : walk(*document, *model, options);
  return Walked{std::move(*document), std::move(result)};
}

// The fields of a model with these names, each ended by a line feed.
Result<std::vector<const Field*>> named_fields(std::string_view name, std::string_view lines) {
  const Model* model = find_model(name);
  if (model == nullptr && !name.ends_with("[]")) return no_such_model(name);
  std::vector<const Field*> out;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const Field* found = nullptr;
    for (const Field& field : model != nullptr ? model->fields : std::span<const Field>()) {
      if (line == field.name || is_camel_case_of(line, field.name)) found = &field;
    }
    if (found == nullptr) {
      return Error{ErrorCode::invalid_argument, quoted(name) + " has no field " + quoted(line) + "."};
    }
    out.push_back(found);
  }
  return out;
}

}  // namespace

Result<std::string> validate(std::string_view name, ByteView json, const ValidateOptions& options) {
  WalkOptions walk{.camel = options.camel, .literals = !options.from_object};
  std::vector<const Field*> fields;
  if (options.only) {
    auto named = named_fields(name, *options.only);
    if (!named) return named.error();
    fields = std::move(*named);
    walk.only = &fields;
  }
  const auto walked = walk_named(name, json, walk);
  if (!walked) return walked.error();
  return verdict_json(walked->document, walked->result);
}

Result<Encoded> encode(std::string_view name, ByteView json) {
  const auto walked = walk_named(name, json, {.defaults = false, .literals = false});
  if (!walked) return walked.error();
  const WalkResult& result = walked->result;
  if (!result.issues.empty()) return Encoded{verdict_json(walked->document, result), {}};
  auto body = Bytes::make(result.value.size());
  if (!body) return body.error();
  std::memcpy(body->data(), result.value.data(), result.value.size());
  std::string head;
  if (!result.warnings.empty())
    head = "{\"ok\":true,\"warnings\":" + issues_json(walked->document, result.warnings) + "}";
  return Encoded{std::move(head), std::move(*body)};
}

}  // namespace media::contract
