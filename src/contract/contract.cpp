#include "contract/contract.h"

#include "contract/engine.h"
#include "contract/json.h"
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

}  // namespace

Result<std::string> validate(std::string_view name, ByteView json, const ValidateOptions& options) {
  const auto walked = walk_named(name, json, {.camel = options.camel, .literals = !options.from_object});
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
