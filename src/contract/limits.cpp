// What a tier may do, and the constants, as JSON.
#include "contract/limits.h"

#include <algorithm>

#include "contract/coerce.h"
#include "contract/contract.h"
#include "contract/request.h"
#include "contract/table.h"
#include "contract/vocabulary.h"
#include "contract/write.h"

namespace media::contract {
namespace {

std::string words_json(Choices words) {
  std::string out = "[";
  for (const Word word : words) out += (out.size() > 1 ? "," : "") + quoted(word);
  return out + "]";
}

std::string size_json(const CanvasSize& size) {
  return "{\"width\":" + std::to_string(size.width) + ",\"height\":" + std::to_string(size.height) + "}";
}

// {"logo":5,…}, all 0 without access.
std::string asset_limits_json(bool access) {
  std::string out = "{";
  for (const MediaType& type : kMediaTypeTable) {
    out += (out.size() > 1 ? "," : "") + quoted(type.name) + ":" + std::to_string(access ? type.limit : 0);
  }
  return out + "}";
}

}  // namespace

bool tier_has_access(std::string_view tier) {
  return std::find(std::begin(kAllowedTiers), std::end(kAllowedTiers), tier) != std::end(kAllowedTiers);
}

const MediaType* find_media_type(std::string_view name) {
  for (const MediaType& type : kMediaTypeTable) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

std::string access_json(std::string_view tier) {
  const bool access = tier_has_access(tier);
  return "{\"hasAccess\":" + std::string(access ? "true" : "false") + ",\"tier\":" + quoted(tier) +
         ",\"totalLimit\":" + std::to_string(access ? kTotalAssetLimit : 0) +
         ",\"maxPerPrompt\":" + std::to_string(access ? kMaxPerPrompt : 0) +
         ",\"upgradeMessage\":" + (access ? "null" : quoted(kUpgradeMessage)) +
         ",\"assetLimits\":" + asset_limits_json(access) + "}";
}

Result<std::string> room_json(std::string_view tier, ByteView context_json) {
  const auto document = Document::parse(context_json);
  if (!document) return document.error();
  const Context context(*document);
  const bool access = tier_has_access(tier);
  const double total = std::max(context.total_count(), 0.0);
  const double total_left = std::max((access ? kTotalAssetLimit : 0) - total, 0.0);
  // A type has no more room than the whole library.
  const auto room = [&](uint32_t limit, double used) {
    const double allowed = access ? limit : 0, known = std::max(used, 0.0);
    return "{\"limit\":" + number_text(allowed) + ",\"used\":" + number_text(known) +
           ",\"left\":" + number_text(std::clamp(allowed - known, 0.0, total_left)) + "}";
  };
  std::string types;
  for (const MediaType& type : kMediaTypeTable) {
    types +=
        (types.empty() ? "" : ",") + quoted(type.name) + ":" + room(type.limit, context.count_of(type.name));
  }
  return "{\"total\":" + room(kTotalAssetLimit, total) + ",\"types\":{" + types + "}}";
}

Result<std::string> background_removal_json(std::string_view asset_type, Asked asked) {
  const MediaType* type = find_media_type(asset_type);
  if (type == nullptr) {
    return Error{ErrorCode::invalid_argument, "There is no media asset type " + quoted(asset_type) + "."};
  }
  const bool effective = type->loses_background() && asked != Asked::no;
  const auto word = [](bool value) { return value ? "true" : "false"; };
  return std::string("{\"default\":") + word(type->loses_background()) +
         ",\"allowed\":" + word(type->loses_background()) + ",\"effective\":" + word(effective) +
         ",\"subject\":" + (type->loses_background() ? quoted(type->subject) : "null") + "}";
}

std::string constants_json() {
  std::string removed = "[", kept = "[", about = "{", sizes = "{";
  for (const MediaType& type : kMediaTypeTable) {
    std::string& out = type.loses_background() ? removed : kept;
    out += (out.size() > 1 ? "," : "") + quoted(type.name);
    about += (about.size() > 1 ? "," : "") + quoted(type.name) + ":" + quoted(type.about);
  }
  for (const CanvasSize& size : kCanvasSizes) {
    sizes += (sizes.size() > 1 ? "," : "") + quoted(size.asset_type) + ":" + size_json(size);
  }
  return "{\"MEDIA_ASSET_TYPES\":" + words_json(kMediaTypes) + ",\"MEDIA_ASSET_TYPE_DESCRIPTIONS\":" + about +
         "},\"BG_REMOVAL_DEFAULT_TYPES\":" + removed + "],\"BG_REMOVAL_EXCLUDED_TYPES\":" + kept +
         "],\"BACKGROUND_REMOVED_BY_DEFAULT\":" + removed + "],\"BACKGROUND_NEVER_REMOVED\":" + kept +
         "],\"TOTAL_ASSET_LIMIT\":" + std::to_string(kTotalAssetLimit) +
         ",\"ASSET_LIMITS\":" + asset_limits_json(true) +
         ",\"MAX_PROMPT_INJECTION_ASSETS\":" + std::to_string(kMaxPerPrompt) +
         ",\"MAX_BULK_DELETE\":" + std::to_string(kMaxBulkDelete) +
         ",\"MAX_FILE_BYTES\":" + std::to_string(kMaxFileBytes) +
         ",\"ALLOWED_TIERS\":" + words_json(kAllowedTiers) + ",\"FILE_TYPES\":" + words_json(kFileTypes) +
         ",\"GENERATION_ASSET_TYPES\":" + words_json(kGenerationTypes) +
         ",\"COACH_ASSET_TYPES\":" + words_json(kCoachTypes) + ",\"CANVAS_SIZES\":" + sizes +
         "},\"DEFAULT_CANVAS_SIZE\":" + size_json(kDefaultCanvas) + "}";
}

std::string models_json() {
  std::string out = "[";
  for (const Model* model : all_models()) out += (out.size() > 1 ? "," : "") + quoted(model->name);
  return out + "]";
}

}  // namespace media::contract
