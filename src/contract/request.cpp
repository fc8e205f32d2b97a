#include "contract/request.h"

#include "contract/base64.h"
#include "contract/contract.h"
#include "contract/file_type.h"
#include "contract/text.h"
#include "contract/vocabulary.h"
#include "contract/write.h"

namespace media::contract {
namespace {

constexpr std::string_view kImageField = "image_base64";

Request refused(int status, const std::vector<Issue>& issues) {
  return {"{\"ok\":false,\"status\":" + std::to_string(status) + ",\"issues\":" + issues_json(issues) + "}",
          {}};
}

class Builder {
 public:
  Builder(const Endpoint& endpoint, const Document& params, const Context& context, ByteView image)
      : endpoint_(endpoint), params_(params), context_(context), image_(image) {}

  Result<Request> build() {
    std::string path;
    if (Refusal bad = make_path(path); bad.status != 0) return refused(bad.status, bad.issues);
    std::string query;
    if (Refusal bad = make_query(query); bad.status != 0) return refused(bad.status, bad.issues);
    WalkResult body;
    if (Refusal bad = make_body(body); bad.status != 0) return refused(bad.status, bad.issues);
    if (endpoint_.parameter == "asset_id") {
      if (Refusal bad = check_known(segment_, parameter(), context_); bad.status != 0)
        return refused(bad.status, bad.issues);
    }
    auto bytes = body_bytes(body);
    if (!bytes) return bytes.error();

    Request out;
    out.body = std::move(*bytes);
    out.head = "{\"ok\":true,\"method\":\"" + std::string(endpoint_.method) + "\",\"path\":\"" + path +
               "\",\"query\":\"" + query + "\",\"headers\":{\"accept\":\"application/json\"";
    if (!endpoint_.body.empty()) out.head += ",\"content-type\":\"application/json\"";
    out.head += "}";
    if (endpoint_.guard == Guard::upload) out.head += file_type_json();
    out.head += "}";
    return out;
  }

 private:
  // What the file is, told from its first bytes, and a warning when the library knows no such type.
  std::string file_type_json() const {
    uint8_t start[768];
    ByteView bytes = image_;
    if (image_.data() == nullptr) {
      const std::string_view base64 = params_[find_member(params_, 0, kImageField)].text;
      bytes = ByteView(start, base64_decode_start(base64, start));
    }
    const std::string_view type = file_type_of(bytes);
    if (!type.empty()) return ",\"fileType\":" + quoted(type);
    const Issue warning = make_issue(IssueType::unknown_file_type, {{.name = kImageField, .is_field = true}},
                                     "This does not look like a PNG, JPEG, WebP, GIF or SVG image.", "{}");
    return ",\"fileType\":null,\"warnings\":" + issues_json({warning});
  }

  Location parameter() const { return {{.name = endpoint_.parameter, .is_field = true}}; }

  // The path with its parameter filled in.
  Refusal make_path(std::string& out) {
    if (endpoint_.parameter.empty()) {
      out = endpoint_.path;
      return {};
    }
    const Location location = parameter();
    static const Field type = choice("asset_type", kMediaTypes, "");
    static const Field segment = contract::text("id", "").length(1, 1000);
    const Field* field = endpoint_.parameter == "asset_type" ? &type : &segment;
    uint32_t at = 0;
    if (params_[0].kind != Kind::string) {
      at = find_member(params_, 0, endpoint_.parameter);
      if (at == 0) at = find_member(params_, 0, "id");
      if (at == 0)
        return {422,
                {make_issue(IssueType::missing, location, issue_message(IssueType::missing, type), "{}")}};
    }
    WalkResult checked = walk(params_, *field, {}, at);
    for (Issue& issue : checked.issues) {
      issue.loc = location_json(location, false);
      issue.path = location_json(location, true);
    }
    if (!checked.issues.empty()) return {422, std::move(checked.issues)};
    const std::string_view text = params_[at].text;
    segment_ = text;
    const size_t open = endpoint_.path.find('{'), close = endpoint_.path.find('}');
    out = std::string(endpoint_.path.substr(0, open)) + percent_encoded(text) +
          std::string(endpoint_.path.substr(close + 1));
    // "." and ".." would be resolved away even when encoded, and a name such as "summary" is another
    // endpoint's.
    bool misleading = text == "." || text == "..";
    for (const Endpoint& other : all_endpoints()) {
      misleading |= &other != &endpoint_ && other.method == endpoint_.method && other.path == out;
    }
    if (misleading)
      return {
          404,
          {make_issue(IssueType::unknown_asset, location, "There is no such asset in the library.", "{}")}};
    return {};
  }

  // What differs from the defaults; a list's items are joined by commas.
  Refusal make_query(std::string& out) {
    if (endpoint_.query.empty()) return {};
    const Model& model = *find_model(endpoint_.query);
    const WalkResult checked = walk(params_, model, {.defaults = false, .non_finite = NonFinite::refuse});
    if (!checked.issues.empty()) return {422, checked.issues};
    const auto value = Document::parse(
        ByteView(reinterpret_cast<const uint8_t*>(checked.value.data()), checked.value.size()));
    const Document& query = *value;
    for (uint32_t i = 1; i < query[0].next; i = query[i + 1].next) {
      const Node& given = query[i + 1];
      for (const Field& field : model.fields) {
        if (field.name != query[i].text) continue;
        std::string json;
        write_node(json, query, i + 1);
        if (json != field.fallback && json != "null" && json != "[]") {
          out += (out.empty() ? "" : "&") + std::string(field.name) + "=" + query_value(query, i + 1, given);
        }
      }
    }
    return {};
  }

  static std::string query_value(const Document& query, uint32_t index, const Node& node) {
    if (node.kind == Kind::boolean) return node.truth ? "true" : "false";
    if (node.kind != Kind::array) return percent_encoded(node.text);
    std::string out;
    for (uint32_t i = index + 1; i < node.next; i = query[i].next) {
      if (i != index + 1) out += ',';
      out += percent_encoded(query[i].text);
    }
    return out;
  }

  // Only what the caller gave: a PATCH changes what it names, and the server fills in the same defaults.
  Refusal make_body(WalkResult& out) {
    if (endpoint_.body.empty()) return {};
    WalkOptions options{.defaults = false, .non_finite = NonFinite::refuse};
    if (endpoint_.body == "[]") return make_ids(out, options);
    if (endpoint_.guard == Guard::upload) options.late_field = kImageField;
    options.late_given = image_.data() != nullptr;
    out = walk(params_, *find_model(endpoint_.body), options);
    if (!out.issues.empty()) return {422, std::move(out.issues)};
    if (endpoint_.guard == Guard::upload) return check_upload(params_, context_, image_);
    if (endpoint_.guard == Guard::prompt_media) return check_prompt_media(params_, context_);
    return {};
  }

  Refusal make_ids(WalkResult& out, const WalkOptions& options) {
    uint32_t ids = 0;
    for (const std::string_view name : {"ids", "asset_ids", "media_asset_ids"}) {
      if (ids == 0) ids = find_member(params_, 0, name);
    }
    out = walk(params_, kAssetIds, options, ids);
    if (!out.issues.empty()) return {422, std::move(out.issues)};
    return endpoint_.guard == Guard::bulk ? check_bulk(params_, ids)
                                          : check_prompt_ids(params_, ids, context_);
  }

  Result<Bytes> body_bytes(const WalkResult& body) const {
    const std::string_view text = body.value;
    const bool encodes = image_.data() != nullptr && body.late_at != 0;
    const size_t late = encodes ? base64_length(image_.size()) : body.late_text.size();
    auto bytes = Bytes::make(text.size() + late);
    if (!bytes || text.empty()) return bytes;
    uint8_t* out = bytes->data();
    std::memcpy(out, text.data(), body.late_at);
    if (encodes) {
      base64_encode(image_, out + body.late_at);
    } else if (late != 0) {
      std::memcpy(out + body.late_at, body.late_text.data(), late);
    }
    std::memcpy(out + body.late_at + late, text.data() + body.late_at, text.size() - body.late_at);
    return bytes;
  }

  const Endpoint& endpoint_;
  const Document& params_;
  const Context& context_;
  ByteView image_;
  std::string_view segment_;  // the path parameter's text
};

}  // namespace

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

Result<Request> build_request(std::string_view name, ByteView params, ByteView context, ByteView image) {
  const Endpoint* endpoint = find_endpoint(name);
  if (endpoint == nullptr)
    return Error{ErrorCode::unknown_endpoint, "There is no endpoint " + quoted(name) + "."};
  const auto parsed_params = Document::parse(params);
  if (!parsed_params) return parsed_params.error();
  const auto parsed_context = Document::parse(context);
  if (!parsed_context) return parsed_context.error();
  return Builder(*endpoint, *parsed_params, Context(*parsed_context), image).build();
}

}  // namespace media::contract
