#include "contract/contract.h"

#include "contract/engine.h"
#include "contract/json.h"
#include "contract/write.h"

namespace media::contract {

Result<std::string> validate(std::string_view name, ByteView json, const ValidateOptions& options) {
  const Model* model = find_model(name);
  if (model == nullptr) {
    std::string quoted;
    write_string(quoted, name);
    return Error{ErrorCode::unknown_model, "There is no model " + quoted + "."};
  }
  auto document = Document::parse(json);
  if (!document) return document.error();
  WalkOptions walk_options;
  walk_options.camel = options.camel;
  if (options.from_object) walk_options.non_finite = NonFinite::refuse_literal;
  const WalkResult result = walk(*document, *model, walk_options);
  if (!result.issues.empty()) return "{\"ok\":false,\"issues\":" + issues_json(result.issues) + "}";
  std::string nan;
  for (const std::string& path : result.nan_paths) nan += (nan.empty() ? ",\"nan\":[" : ",") + path;
  return "{\"ok\":true" + nan + (nan.empty() ? "" : "]") + ",\"value\":" + result.value + "}";
}

}  // namespace media::contract
