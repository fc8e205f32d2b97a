#include "contract/contract.h"

#include "contract/engine.h"
#include "contract/json.h"
#include "contract/write.h"

namespace media::contract {

Result<std::string> validate(std::string_view name, ByteView json, const ValidateOptions& options) {
  const Model* model = find_model(name);
  if (model == nullptr) return Error{ErrorCode::unknown_model, "There is no model " + quoted(name) + "."};
  auto document = Document::parse(json);
  if (!document) return document.error();
  WalkOptions walk_options;
  walk_options.camel = options.camel;
  if (options.from_object) walk_options.non_finite = NonFinite::refuse_literal;
  return verdict_json(walk(*document, *model, walk_options));
}

}  // namespace media::contract
