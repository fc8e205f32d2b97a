#include "contract/contract.h"

#include "contract/engine.h"
#include "contract/json.h"
#include "contract/write.h"

namespace media::contract {

namespace {

Error no_such_model(std::string_view name) {
  return {ErrorCode::unknown_model, "There is no model " + quoted(name) + "."};
}

// Parses and walks; `name` may end in "[]".
Result<WalkResult> walk_named(std::string_view name, ByteView json, const WalkOptions& options) {
  const bool is_list = name.ends_with("[]");
  const Model* model = find_model(is_list ? name.substr(0, name.size() - 2) : name);
  if (model == nullptr) return no_such_model(name);
  auto document = Document::parse(json);
  if (!document) return document.error();
  if (!is_list) return walk(*document, *model, options);
  const Field item = nested("item", *model, "");
  return walk(*document, list("items", item, ""), options);
}

}  // namespace

Result<std::string> validate(std::string_view name, ByteView json, const ValidateOptions& options) {
  const auto non_finite = options.from_object ? NonFinite::refuse_literal : NonFinite::allow;
  const auto result = walk_named(name, json, {.camel = options.camel, .non_finite = non_finite});
  if (!result) return result.error();
  return verdict_json(*result);
}

Result<Encoded> encode(std::string_view name, ByteView json) {
  const auto result = walk_named(name, json, {.defaults = false, .non_finite = NonFinite::refuse});
  if (!result) return result.error();
  if (!result->issues.empty()) return Encoded{verdict_json(*result), {}};
  auto body = Bytes::make(result->value.size());
  if (!body) return body.error();
  std::memcpy(body->data(), result->value.data(), result->value.size());
  return Encoded{"", std::move(*body)};
}

}  // namespace media::contract
