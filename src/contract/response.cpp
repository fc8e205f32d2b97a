// The server's answers: models, and FastAPI's error bodies.
#include <optional>

#include "contract/coerce.h"
#include "contract/contract.h"
#include "contract/endpoint.h"
#include "contract/engine.h"
#include "contract/text.h"
#include "contract/write.h"

namespace media::contract {
namespace {

// "Model", "Model?" or "[Model]", as the endpoints' table writes it.
WalkResult walk_response(const Document& document, std::string_view response, const WalkOptions& options) {
  const bool is_list = response.front() == '[', or_null = response.back() == '?';
  const std::string_view name = response.substr(is_list ? 1 : 0, response.size() - (is_list   ? 2
                                                                                    : or_null ? 1
                                                                                              : 0));
  Field item = nested("item", *find_model(name), "");
  if (or_null) item = item.or_null();
  return is_list ? walk(document, list("items", item, ""), options) : walk(document, item, options);
}

std::optional<IssueType> find_issue_type(std::string_view name) {
  for (int i = 1; i <= static_cast<int>(IssueType::unknown_asset); ++i) {
    if (issue_name(static_cast<IssueType>(i)) == name) return static_cast<IssueType>(i);
  }
  return std::nullopt;
}

std::string_view text_of(const Document& document, Member object, std::string_view name) {
  const Member at = find_member(document, object, name);
  return at && document[*at].kind == Kind::string ? document[*at].text : std::string_view();
}

// Our own sentence for one of Pydantic's errors, from its ctx; empty when the type is not one of ours.
std::string message_from_context(const Document& document, uint32_t detail) {
  const auto type = find_issue_type(text_of(document, detail, "type"));
  if (!type) return "";
  const Member context = find_member(document, detail, "ctx");
  const auto number = [&](std::string_view name, double fallback) {
    const Member at = find_member(document, context, name);
    double value = fallback;
    return at && to_number(document[*at], value) == IssueType::none ? value : fallback;
  };
  if (type == IssueType::literal_error) {
    std::string words;
    for (const char c : text_of(document, context, "expected")) {
      if (c != '\'') words += c;
    }
    return words.empty() ? "" : "Choose one of: " + words + ".";
  }
  const auto length = [&](std::string_view name) {
    const double value = number(name, 0);
    return value >= 0 && value < 4e9 ? static_cast<uint32_t>(value) : 0;
  };
  Field field = text("", "").length(length("min_length"), length("max_length"));
  field.min = number("gt", number("ge", 0));
  field.max = number("le", 0);
  return issue_message(*type, field);
}

// The sentence of an error in any server's words, or nothing.
std::string_view sentence_of(const Document& document, Member object) {
  for (const std::string_view name : {"detail", "message", "msg", "error"}) {
    if (const std::string_view text = text_of(document, object, name); !text.empty()) return text;
  }
  return {};
}

// One entry of FastAPI's `detail`; its loc begins with where the value was: body, query or path.
std::string issue_from_detail(const Document& document, uint32_t detail) {
  Location location;
  const Member loc = find_member(document, detail, "loc");
  bool own_data = false;  // below `metadata`, keys are users' own
  for (uint32_t i = loc ? *loc + 1 : 0; loc && i < document[*loc].next; i = document[i].next) {
    const Node& step = document[i];
    double index = 0;
    if (step.kind == Kind::integer && to_number(step, index) == IssueType::none && index >= 0 &&
        index < 4e9) {
      location.push_back({.index = static_cast<uint32_t>(index), .is_index = true});
    } else if (step.kind == Kind::string) {
      const bool source =
          i == *loc + 1 && (step.text == "body" || step.text == "query" || step.text == "path");
      if (!source) location.push_back({.name = step.text, .is_field = !own_data});
      own_data |= step.text == "metadata";
    }
  }
  std::string message = message_from_context(document, detail);
  if (message.empty()) message = sentence_of(document, detail);
  if (message.empty()) message = "The server did not accept this.";
  const std::string_view type = text_of(document, detail, "type");
  JsonObject out;
  out.text("type", type.empty() ? "server_error" : type);
  out.json("loc", location_json(location, false)).json("path", location_json(location, true));
  out.text("message", message);
  const auto node_json = [&](uint32_t index) {
    std::string text;
    write_node(text, document, index);
    return text;
  };
  const Member context = find_member(document, detail, "ctx");
  const bool told = context && document[*context].kind == Kind::object;
  out.json("ctx", told ? node_json(*context) : "{}");
  if (const Member input = find_member(document, detail, "input")) out.json("input", node_json(*input));
  return out.done();
}

// An error without a place in the request.
std::string plain_error(std::string_view message) {
  JsonObject issue;
  issue.text("type", "server_error").json("loc", "[]").json("path", "[]").text("message", message).json("ctx", "{}");
  return JsonObject().text("message", message).json("issues", JsonList().json(issue.done()).done()).done();
}

}  // namespace

Result<std::string> parse_response(std::string_view name, ByteView json, bool tolerant) {
  const Endpoint* endpoint = find_endpoint(name);
  if (endpoint == nullptr)
    return Error{ErrorCode::unknown_endpoint, "There is no endpoint " + quoted(name) + "."};
  const auto document = Document::parse(json);
  if (!document) return document.error();
  if (!endpoint->response.empty())
    return verdict_json(*document,
                        walk_response(*document, endpoint->response, {.camel = true, .tolerant = tolerant}));
  std::string value;
  write_node(value, *document, 0);
  return JsonObject().flag("ok", true).json("value", value).done();
}

std::string parse_error_response(int status, ByteView json) {
  const std::string general = "The server answered with status " + std::to_string(status) + ".";
  const auto parsed = Document::parse(json);
  if (!parsed) return plain_error(general);
  const Document& document = *parsed;
  const Member at = find_member(document, 0, "detail");
  if (!at || document[*at].kind != Kind::array) {
    std::string_view message = sentence_of(document, at);
    if (message.empty()) message = sentence_of(document, 0);
    return plain_error(message.empty() ? std::string_view(general) : message);
  }
  const Node& detail = document[*at];
  JsonList issues;
  size_t count = 0;
  for (uint32_t i = *at + 1; i < detail.next; i = document[i].next) {
    if (document[i].kind != Kind::object || ++count > kMaxIssues) continue;
    issues.json(issue_from_detail(document, i));
  }
  if (issues.empty()) return plain_error(general);
  JsonObject out;
  out.text("message", "Some of the values were not accepted.").json("issues", issues.done());
  if (count > kMaxIssues) out.number("count", count).flag("truncated", true);
  return out.done();
}

}  // namespace media::contract
