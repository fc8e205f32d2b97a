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
  std::string out = "{\"type\":" + quoted(type.empty() ? "server_error" : type) +
                    ",\"loc\":" + location_json(location, false) +
                    ",\"path\":" + location_json(location, true) + ",\"message\":" + quoted(message) +
                    ",\"ctx\":";
  const Member context = find_member(document, detail, "ctx");
  if (context && document[*context].kind == Kind::object) {
    write_node(out, document, *context);
  } else {
    out += "{}";
  }
  if (const Member input = find_member(document, detail, "input")) {
    out += ",\"input\":";
    write_node(out, document, *input);
  }
  return out + "}";
}

// An error without a place in the request.
std::string plain_error(std::string_view message) {
  return "{\"message\":" + quoted(message) +
         ",\"issues\":[{\"type\":\"server_error\",\"loc\":[],\"path\":[],\"message\":" + quoted(message) +
         ",\"ctx\":{}}]}";
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
  std::string out = "{\"ok\":true,\"value\":";
  write_node(out, *document, 0);
  return out + "}";
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
  std::string issues;
  size_t count = 0;
  for (uint32_t i = *at + 1; i < detail.next; i = document[i].next) {
    if (document[i].kind != Kind::object || ++count > kMaxIssues) continue;
    issues += (issues.empty() ? "" : ",") + issue_from_detail(document, i);
  }
  if (issues.empty()) return plain_error(general);
  std::string more;
  if (count > kMaxIssues) more = ",\"count\":" + std::to_string(count) + ",\"truncated\":true";
  return "{\"message\":\"Some of the values were not accepted.\",\"issues\":[" + issues + "]" + more + "}";
}

}  // namespace media::contract
