// What a tier may do, and the constants, as JSON.
#include "contract/limits.h"

#include <algorithm>

#include "contract/coerce.h"
#include "contract/contract.h"
#include "contract/request.h"
#include "contract/shared/types.h"
#include "contract/table.h"
#include "contract/vocabulary.h"
#include "contract/write.h"

namespace media::contract {
namespace {

// {"logo":5,…}, all 0 without access.
std::string asset_limits_json(bool access) {
  JsonObject out;
  for (const MediaType& type : kMediaTypeTable) out.number(type.name, access ? type.limit : 0);
  return out.done();
}

}  // namespace

bool tier_has_access(std::string_view tier) {
  return std::find(std::begin(kAllowedTiers), std::end(kAllowedTiers), tier) != std::end(kAllowedTiers);
}

std::string access_json(std::string_view tier) {
  const bool access = tier_has_access(tier);
  return JsonObject()
      .flag("hasAccess", access)
      .text("tier", tier)
      .number("totalLimit", access ? kTotalAssetLimit : 0)
      .number("maxPerPrompt", access ? kMaxPerPrompt : 0)
      .json("upgradeMessage", access ? "null" : quoted(kUpgradeMessage))
      .json("assetLimits", asset_limits_json(access))
      .done();
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
    return JsonObject()
        .json("limit", number_text(allowed))
        .json("used", number_text(known))
        .json("left", number_text(std::clamp(allowed - known, 0.0, total_left)))
        .done();
  };
  JsonObject types;
  for (const MediaType& type : kMediaTypeTable)
    types.json(type.name, room(type.limit, context.count_of(type.name)));
  return JsonObject().json("total", room(kTotalAssetLimit, total)).json("types", types.done()).done();
}

std::string constants_json() {
  JsonList removed, kept;
  JsonObject about, out;
  for (const MediaType& type : kMediaTypeTable) {
    (type.loses_background() ? removed : kept).text(type.name);
    about.text(type.name, type.about);
  }
  const std::string removed_types = removed.done(), kept_types = kept.done();
  out.json("MEDIA_ASSET_TYPES", json_words(kMediaTypes))
      .json("MEDIA_ASSET_TYPE_DESCRIPTIONS", about.done())
      .json("BG_REMOVAL_DEFAULT_TYPES", removed_types)
      .json("BG_REMOVAL_EXCLUDED_TYPES", kept_types)
      .json("BACKGROUND_REMOVED_BY_DEFAULT", removed_types)
      .json("BACKGROUND_NEVER_REMOVED", kept_types)
      .number("TOTAL_ASSET_LIMIT", kTotalAssetLimit)
      .json("ASSET_LIMITS", asset_limits_json(true))
      .number("MAX_PROMPT_INJECTION_ASSETS", kMaxPerPrompt)
      .number("MAX_BULK_DELETE", kMaxBulkDelete)
      .number("MAX_FILE_BYTES", kMaxFileBytes)
      .json("ALLOWED_TIERS", json_words(kAllowedTiers))
      .json("FILE_TYPES", json_words(kFileTypes))
      .json("GENERATION_ASSET_TYPES", json_words(kGenerationTypes))
      .json("COACH_ASSET_TYPES", json_words(kCoachTypes));
  return put_canvases(out).done();
}

std::string models_json() {
  JsonList out;
  for (const Model* model : all_models()) out.text(model->name);
  return out.done();
}

}  // namespace media::contract
