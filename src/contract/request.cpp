#include "contract/request.h"

#include "contract/base64.h"
#include "contract/contract.h"
#include "contract/file_type.h"
#include "contract/text.h"
#include "contract/vocabulary.h"
#include "contract/write.h"

namespace media::contract {
namespace {

Request refused(const Document& document, const Refusal& refusal, const Issues& warnings) {
  JsonObject head;
  head.flag("ok", false).number("status", refusal.status);
  put_issues(head, document, refusal.issues);
  if (!warnings.empty()) head.json("warnings", issues_json(document, warnings));
  return {head.done(), {}};
}

class Builder {
 public:
  Builder(const Endpoint& endpoint, const Document& params, const Context& context, ByteView image)
      : endpoint_(endpoint), params_(params), context_(context), image_(image) {}

  Result<Request> build() {
    std::string path, query;
    WalkResult body;
    Refusal bad = make_path(path);
    if (bad.status == 0 && !endpoint_.query.empty()) bad = make_query(query);
    if (bad.status == 0) bad = make_body(body);
    if (bad.status == 0 && endpoint_.parameter == "asset_id") bad = check_known(segment_, parameter(), context_);
    if (bad.status != 0) return refused(params_, bad, warnings_);
    Request out;
    out.body = {std::move(body.value), body.late, {}};
    if (image_.data() != nullptr && out.body.late.at != 0) {
      auto base64 = Bytes::make(base64_length(image_.size()));
      if (!base64) return base64.error();
      base64_encode(image_, base64->data());
      out.body.late.text = {reinterpret_cast<const char*>(base64->data()), base64->size()};
      out.body.encoded = std::move(*base64);
    }
    JsonObject head;
    head.flag("ok", true).text("method", endpoint_.method).text("path", path).text("query", query);
    head.text("url", path + (query.empty() ? "" : "?") + query).json("headers", headers_json(endpoint_));
    if (endpoint_.guard == Guard::upload) head.json("fileType", file_type_json());
    if (!warnings_.empty()) head.json("warnings", issues_json(params_, warnings_));
    out.head = head.done();
    return out;
  }

 private:
  // What the file is, told from its first bytes, and a warning when the library knows no such type.
  std::string file_type_json() {
    uint8_t start[768];
    ByteView bytes = image_;
    if (image_.data() == nullptr) {
      const Member base64 = find_member(params_, 0, kImageField);
      bytes = ByteView(start, base64 ? base64_decode_start(params_[*base64].text, start) : 0);
    }
    const std::string_view type = file_type_of(bytes);
    if (!type.empty()) return quoted(type);
    warnings_.add(make_issue(IssueType::unknown_file_type, {{.name = kImageField, .is_field = true}},
                             "This does not look like a PNG, JPEG, WebP, GIF or SVG image.", "{}"));
    return "null";
  }

  Location parameter() const { return {{.name = endpoint_.parameter, .is_field = true}}; }

  // The path parameter's node: the parameters themselves when they are a text.
  Member find_parameter() {
    if (params_[0].kind == Kind::string) return 0;
    for (const std::string_view name : {endpoint_.parameter, std::string_view("id")}) {
      const Keyed keyed = find_keys(params_, 0, name);
      if (!keyed.found()) continue;
      warn_if_ambiguous(params_, keyed, {{.name = name, .is_field = true}}, warnings_);
      return keyed.found();
    }
    return std::nullopt;
  }

  // The path with its parameter filled in.
  Refusal make_path(std::string& out) {
    out = endpoint_.path;
    if (endpoint_.parameter.empty()) return {};
    const Location location = parameter();
    static const Field type = choice("asset_type", kMediaTypes, "");
    static const Field segment = contract::text("id", "").length(1, 1000);
    const Member at = find_parameter();
    if (!at) return {422, Issues({.type = IssueType::missing, .location = location, .input = 0})};
    WalkResult checked = walk(params_, endpoint_.parameter == "asset_type" ? type : segment, {}, *at);
    for (Issue& issue : checked.issues.kept()) issue.location = location;
    if (!checked.issues.empty()) return {422, std::move(checked.issues)};
    segment_ = params_[*at].text;
    const size_t open = out.find('{'), close = out.find('}');
    out.replace(open, close + 1 - open, percent_encoded(segment_));
    if (endpoint_.parameter == "asset_type" || !misleads(segment_)) return {};
    const bool session = endpoint_.parameter == "session_id";
    return {404, make_issue(IssueType::unknown_asset, location,
                            session ? "There is no such session." : "There is no such asset in the library.",
                            "{}")};
  }

  // What differs from the defaults; a list's items are joined by commas.
  Refusal make_query(std::string& out) {
    const Model& model = *find_model(endpoint_.query);
    const std::string given = query_texts(model);
    const auto texts = Document::parse(view(given));
    WalkResult checked = walk(*texts, model, {.defaults = false, .literals = false});
    if (!checked.issues.empty()) return {422, on_params(std::move(checked.issues))};
    const auto value = Document::parse(view(checked.value));
    const Document& query = *value;
    for (const Field& field : model.fields) {
      const Member at = find_member(query, 0, field.name);
      if (!at) continue;
      std::string json;
      write_node(json, query, *at);
      if (json == field.fallback || json == "null" || json == "[]") continue;
      out += (out.empty() ? "" : "&") + std::string(field.name) + "=" + query_value(query, *at, field);
    }
    return {};
  }

  static ByteView view(const std::string& text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
  }

  // The query's parameters as the server gets them: numbers and booleans are text, and a list that is one text is
  // its items joined already.
  std::string query_texts(const Model& model) {
    if (params_[0].kind != Kind::object && params_[0].kind != Kind::null) return as_it_is(0);
    JsonObject out;
    for (const Field& field : model.fields) {
      const Keyed keyed = find_keys(params_, 0, field.name);
      const Member at = keyed.found();
      if (!at) continue;
      warn_if_ambiguous(params_, keyed, {{.name = field.name, .is_field = true}}, warnings_);
      if (field.type != Type::list) {
        out.json(field.name, as_text(*at));
      } else if (params_[*at].kind == Kind::string) {
        out.json(field.name, JsonList().json(as_text(*at)).done());
      } else if (params_[*at].kind == Kind::array) {
        JsonList items;
        for (uint32_t i = *at + 1; i < params_[*at].next; i = params_[i].next) items.json(as_text(i));
        out.json(field.name, items.done());
      } else {
        out.json(field.name, as_it_is(*at));
      }
    }
    return out.done();
  }

  std::string as_it_is(uint32_t index) const {
    std::string out;
    write_node(out, params_, index);
    return out;
  }

  // In a query, numbers and truth are texts.
  std::string as_text(uint32_t index) const {
    const Node& node = params_[index];
    if (node.kind == Kind::boolean) return quoted(node.truth ? "true" : "false");
    return node.kind == Kind::integer || node.kind == Kind::number ? quoted(node.text) : as_it_is(index);
  }

  std::string query_value(const Document& query, uint32_t index, const Field& field) {
    const Node& node = query[index];
    if (node.kind == Kind::boolean) return node.truth ? "true" : "false";
    if (node.kind != Kind::array) return percent_encoded(node.text);
    const Keyed keyed = find_keys(params_, 0, field.name);
    const bool joined = params_[*keyed.found()].kind == Kind::string;
    std::string out;
    uint32_t position = 0;
    for (uint32_t i = index + 1; i < node.next; i = query[i].next, ++position) {
      const Node& item = query[i];
      if (position != 0) out += ',';
      out += percent_encoded(item.text);
      const bool comma = item.text.find(',') != item.text.npos && !joined;
      if (!comma && !item.text.empty() && !item.lone_surrogate) continue;
      warnings_.add(make_issue(IssueType::unsearchable_tag,
                               {{.name = field.name, .is_field = true}, {.index = position, .is_index = true}},
                               comma ? "The server splits this at its commas into several tags."
                                     : "The server cannot look for this tag.",
                               "{}"));
    }
    return out;
  }

  // The query's issues with the parameters' own nodes as inputs.
  Issues on_params(Issues issues) const {
    for (Issue& issue : issues.kept()) {
      issue.input = 0;
      if (!issue.location.empty()) issue.input = find_member(params_, 0, issue.location.front().name);
      if (issue.location.size() > 1 && issue.input && params_[*issue.input].kind == Kind::array) {
        uint32_t at = *issue.input + 1;
        for (uint32_t skip = issue.location[1].index; skip > 0; --skip) at = params_[at].next;
        issue.input = at;
      }
    }
    return issues;
  }

  // Only what the caller gave: a PATCH changes what it names, and the server fills in the same defaults.
  Refusal make_body(WalkResult& out) {
    if (endpoint_.body.empty()) return {};
    WalkOptions options{.defaults = false, .literals = false, .from_attributes = true};
    if (endpoint_.body == "[]") return make_ids(out, options);
    if (image_.data() != nullptr) {
      options.late_field = kImageField;
    } else {
      options.late_from = kLongText;
    }
    out = walk(params_, *find_model(endpoint_.body), options);
    for (Issue& warning : out.warnings.kept()) warnings_.add(std::move(warning));
    if (!out.issues.empty()) return {422, std::move(out.issues)};
    if (endpoint_.guard == Guard::upload) return check_upload(params_, context_, image_);
    if (endpoint_.guard == Guard::prompt_media) return check_prompt_media(params_, context_);
    return {};
  }

  Refusal make_ids(WalkResult& out, const WalkOptions& options) {
    uint32_t ids = 0;  // the parameters themselves
    for (const std::string_view name : {"media_asset_ids", "asset_ids", "ids"}) {
      ids = find_member(params_, 0, name).value_or(ids);
    }
    out = walk(params_, kAssetIds, options, ids);
    if (!out.issues.empty()) return {422, std::move(out.issues)};
    return endpoint_.guard == Guard::bulk ? check_bulk(params_, ids)
                                          : check_prompt_ids(params_, ids, context_);
  }

  const Endpoint& endpoint_;
  const Document& params_;
  const Context& context_;
  ByteView image_;
  std::string_view segment_;  // the path parameter's text
  Issues warnings_;
};

// With each %XX replaced by its byte, over and over.
std::string percent_decoded(std::string text) {
  const auto hex = [](char c) {
    c = static_cast<char>(c >= 'A' && c <= 'F' ? c | 0x20 : c);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  for (;;) {
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
      const int high = i + 2 < text.size() ? hex(text[i + 1]) : -1, low = high >= 0 ? hex(text[i + 2]) : -1;
      if (text[i] == '%' && low >= 0) {
        out += static_cast<char>(high * 16 + low);
        i += 2;
      } else {
        out += text[i];
      }
    }
    if (out.size() == text.size()) return out;
    text = std::move(out);
  }
}

// Whether a word stands in a path after the collection's name: summary, primary, bulk-delete, favorite.
bool is_route_word(std::string_view word) {
  constexpr std::string_view prefix = "/api/v1/";
  for (const Endpoint& endpoint : all_endpoints()) {
    std::string_view rest = endpoint.path.substr(prefix.size());
    for (size_t slash = rest.find('/'); slash != rest.npos; slash = rest.find('/')) {
      rest.remove_prefix(slash + 1);
      if (rest.substr(0, rest.find('/')) == word) return true;
    }
  }
  return false;
}

}  // namespace

std::string headers_json(const Endpoint& endpoint) {
  JsonObject headers;
  headers.text("accept", "application/json");
  if (!endpoint.body.empty()) headers.text("content-type", "application/json");
  return headers.done();
}

bool misleads(std::string_view id) {
  const std::string text = percent_decoded(std::string(id));
  bool dots = true, odd = false;
  for (std::string_view rest = text; !rest.empty();) {
    odd |= utf8_length(reinterpret_cast<const uint8_t*>(rest.data()), rest.size()) == 0;
    const uint32_t c = take_code_point(rest);
    dots &= c == '.';
    odd |= c == '/' || c == '\\' || c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0xD800 && c < 0xE000);
  }
  return dots || odd || is_route_word(text);
}

std::string percent_encoded(std::string_view text) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    const bool letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
    if (letter || (byte >= '0' && byte <= '9') || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += hex[byte >> 4];
      out += hex[byte & 15];
    }
  }
  return out;
}

Result<Request> build_request(std::string_view name, ByteView params, ByteView context, ByteView image,
                              RawText raw) {
  const Endpoint* endpoint = find_endpoint(name);
  if (endpoint == nullptr)
    return Error{ErrorCode::unknown_endpoint, "There is no endpoint " + quoted(name) + "."};
  const auto parsed_params = Document::parse(params);
  if (raw.length != 0 && !(parsed_params && parsed_params->holds_text(params.data() + raw.at, raw.length)))
    return Request{};
  if (!parsed_params) return parsed_params.error();
  const auto parsed_context = Document::parse(context);
  if (!parsed_context) return parsed_context.error();
  return Builder(*endpoint, *parsed_params, Context(*parsed_context), image).build();
}

}  // namespace media::contract
