#include "contract/contract.h"

#include <algorithm>
#include <optional>

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

// Parses and walks; `name` may end in "[]". Nothing for raw text that is none.
Result<std::optional<Walked>> walk_named(std::string_view name, ByteView json, const WalkOptions& options,
                                         RawText raw = {}) {
  using Answer = std::optional<Walked>;
  const bool is_list = name.ends_with("[]");
  const Model* model = find_model(is_list ? name.substr(0, name.size() - 2) : name);
  if (model == nullptr) return no_such_model(name);
  auto document = Document::parse(json);
  if (raw.length != 0 && !(document && document->holds_text(json.data() + raw.at, raw.length))) return Answer();
  if (!document) return document.error();
  const Field item = nested("item", *model, "");
  WalkResult result =
      is_list ? walk(*document, list("items", item, ""), options) : walk(*document, *model, options);
  return Answer(Walked{std::move(*document), std::move(result)});
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

namespace {

Result<Verdict> verdict_of(std::string_view name, ByteView json, const ValidateOptions& options, RawText raw,
                           size_t late_from) {
  WalkOptions walk{.camel = options.camel, .literals = !options.from_object, .late_from = late_from};
  std::vector<const Field*> fields;
  if (options.only) {
    auto named = named_fields(name, *options.only);
    if (!named) return named.error();
    fields = std::move(*named);
    walk.only = &fields;
  }
  const auto walked = walk_named(name, json, walk, raw);
  if (!walked) return walked.error();
  if (!*walked) return Verdict{};
  const auto& [document, result] = **walked;
  return Verdict{verdict_json(document, result, options.camel), result.issues.empty() ? result.late.text : ""};
}

}  // namespace

Result<Verdict> validate_late(std::string_view name, ByteView json, const ValidateOptions& options, RawText raw) {
  return verdict_of(name, json, options, raw, kLongText);
}

Result<std::string> validate(std::string_view name, ByteView json, const ValidateOptions& options) {
  auto verdict = verdict_of(name, json, options, {}, SIZE_MAX);
  if (!verdict) return verdict.error();
  return std::move(verdict->json);
}

Result<Encoded> encode(std::string_view name, ByteView json, RawText raw) {
  auto walked = walk_named(name, json, {.defaults = false, .literals = false, .late_from = kLongText}, raw);
  if (!walked) return walked.error();
  if (!*walked) return Encoded{};
  auto& [document, result] = **walked;
  if (!result.issues.empty()) return Encoded{verdict_json(document, result), {}};
  std::string head;
  if (!result.warnings.empty())
    head = JsonObject().flag("ok", true).json("warnings", issues_json(document, result.warnings)).done();
  return Encoded{std::move(head), {std::move(result.value), result.late, {}}};
}

}  // namespace media::contract
