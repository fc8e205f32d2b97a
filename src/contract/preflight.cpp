// The server's refusals after the schema check, in its order.
#include <algorithm>
#include <cmath>

#include "contract/base64.h"
#include "contract/coerce.h"
#include "contract/limits.h"
#include "contract/request.h"
#include "contract/shared/types.h"
#include "contract/text.h"
#include "contract/write.h"

namespace media::contract {
namespace {

// A count; -1 for what is none, NaN and infinity among them.
double count_at(const Document& document, Member node) {
  double value = -1;
  const bool number = node && to_number(document[*node], value) == IssueType::none;
  return number && value >= 0 && std::isfinite(value) ? value : -1;
}

// A text of a checked body; empty when it is not there.
std::string_view text_at(const Document& document, Member node) {
  return node ? document[*node].text : std::string_view();
}

std::string count_context(std::string_view key, double value, uint32_t limit) {
  return JsonObject().json(key, number_text(value)).number("limit", limit).done();
}

Location field(std::string_view name) { return {{.name = name, .is_field = true}}; }

Refusal refusal(int status, Issue issue) { return {status, Issues(std::move(issue))}; }

Refusal check_tier(const Context& context) {
  if (!context.has_tier() || tier_has_access(context.tier_name())) return {};
  return refusal(403, make_issue(IssueType::access_denied, {},
                                 "The media library needs a Pro or Studio subscription.",
                                 JsonObject().text("tier", context.tier_name()).done()));
}

Refusal check_all_known(const Document& params, uint32_t list, Location location, const Context& context) {
  uint32_t position = 0;
  for (uint32_t i = list + 1; i < params[list].next; i = params[i].next, ++position) {
    Location at = location;
    at.push_back({.index = position, .is_index = true});
    Member id = i;
    if (params[i].kind == Kind::object) {
      id = find_member(params, i, "asset_id");
      at.push_back({.name = "asset_id", .is_field = true});
    }
    if (Refusal unknown = check_known(text_at(params, id), at, context); unknown.status != 0) return unknown;
  }
  return {};
}

}  // namespace

Member Context::tier() const {
  const Member at = find_member(document_, 0, "tier");
  return at && document_[*at].kind == Kind::string ? at : std::nullopt;
}

double Context::count_of(std::string_view asset_type) const {
  return count_at(document_, find_member(document_, counts(), asset_type));
}

double Context::total_count() const {
  if (const double total = count_at(document_, find_member(document_, 0, "total")); total >= 0) return total;
  const Member all = counts();
  if (!all) return -1;
  double sum = 0;
  for (const MediaType& type : kMediaTypeTable) sum += std::max(count_of(type.name), 0.0);
  if (document_[*all].kind != Kind::object) return sum;
  // Types that are newer than the table take their room as well.
  for (const auto& [name, at] : last_members(document_, *all)) {
    const bool known = std::any_of(std::begin(kMediaTypeTable), std::end(kMediaTypeTable), [name = name](const MediaType& type) {
      return name == type.name || is_camel_case_of(name, type.name);
    });
    if (!known) sum += std::max(count_at(document_, at), 0.0);
  }
  return sum;
}

bool Context::knows(std::string_view asset_id) const {
  const Member list = find_member(document_, 0, "known_ids");
  if (!list || document_[*list].kind != Kind::array) return true;
  for (uint32_t i = *list + 1; i < document_[*list].next; i = document_[i].next) {
    if (document_[i].kind == Kind::string && document_[i].text == asset_id) return true;
  }
  return false;
}

Issue make_issue(IssueType type, const Location& location, std::string message, std::string context) {
  return {.type = type, .location = location, .message = std::move(message), .context = std::move(context)};
}

Refusal check_known(std::string_view asset_id, const Location& location, const Context& context) {
  if (context.knows(asset_id)) return {};
  return refusal(
      404, make_issue(IssueType::unknown_asset, location, "There is no such asset in the library.", "{}"));
}

namespace {

// Ours: the server would store it. Text that is not empty but decodes to nothing is left to the server.
Issue empty_file() {
  return make_issue(IssueType::empty_file, field(kImageField), "The file is empty.", "{}");
}

}  // namespace

Refusal check_upload(const Document& params, const Context& context, ByteView image) {
  if (Refusal denied = check_tier(context); denied.status != 0) return denied;
  if (const double total = context.total_count(); total >= kTotalAssetLimit) {
    return refusal(
        400, make_issue(IssueType::total_limit_reached, {},
                        "The library is full: it holds " + std::to_string(kTotalAssetLimit) + " assets.",
                        count_context("total", total, kTotalAssetLimit)));
  }
  const MediaType* type = find_media_type(text_at(params, find_member(params, 0, "asset_type")));
  if (const double count = context.count_of(type->name); count >= type->limit) {
    return refusal(
        400, make_issue(IssueType::type_limit_reached, field("asset_type"),
                        "The library holds " + std::to_string(type->limit) + " assets of this type already.",
                        count_context("count", count, type->limit)));
  }
  size_t size = image.size();
  if (image.data() == nullptr) {
    const std::string_view text = text_at(params, find_member(params, 0, kImageField));
    const auto decoded = base64_decoded_size(text);
    if (!decoded) {
      return refusal(
          400, make_issue(IssueType::invalid_base64, field(kImageField),
                          "This is not base64; a data: URL needs its part up to the comma removed.", "{}"));
    }
    size = *decoded;
    if (text.empty()) return refusal(400, empty_file());
  } else if (image.empty()) {
    return refusal(400, empty_file());
  }
  if (size > kMaxFileBytes) {
    return refusal(
        400, make_issue(IssueType::file_too_large, field(kImageField), "The file is larger than 10 MB.",
                        count_context("size", static_cast<double>(size), kMaxFileBytes)));
  }
  return {};
}

Refusal check_bulk(const Document& params, uint32_t ids) {
  const uint32_t count = params[ids].count;
  if (count == 0) {
    return refusal(400,
                   make_issue(IssueType::no_ids, {}, "Choose at least one asset.",
                              JsonObject().number("min_length", 1).done()));
  }
  if (count <= kMaxBulkDelete) return {};
  return refusal(400,
                 make_issue(IssueType::too_many_ids, {},
                            "At most " + std::to_string(kMaxBulkDelete) + " assets can be deleted at once.",
                            count_context("count", count, kMaxBulkDelete)));
}

Refusal check_prompt_ids(const Document& params, uint32_t ids, const Context& context) {
  if (const uint32_t count = params[ids].count; count > kMaxPerPrompt) {
    return refusal(400,
                   make_issue(IssueType::too_many_ids, {},
                              "At most " + std::to_string(kMaxPerPrompt) + " assets fit into one prompt.",
                              count_context("count", count, kMaxPerPrompt)));
  }
  if (Refusal denied = check_tier(context); denied.status != 0) return denied;
  return check_all_known(params, ids, {}, context);
}

Refusal check_prompt_media(const Document& params, const Context& context) {
  constexpr std::string_view names[] = {"media_asset_ids", "media_asset_placements"};
  const auto list = [&](std::string_view name) {
    const Member at = find_member(params, 0, name);
    return at && params[*at].kind == Kind::array && params[*at].count != 0 ? at : std::nullopt;
  };
  if (!list(names[0]) && !list(names[1])) return {};
  if (Refusal denied = check_tier(context); denied.status != 0) return denied;
  for (const std::string_view name : names) {
    if (!list(name)) continue;
    if (Refusal unknown = check_all_known(params, *list(name), field(name), context); unknown.status != 0)
      return unknown;
  }
  return {};
}

}  // namespace media::contract
