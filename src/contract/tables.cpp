// Every model of the backend's contract: the only list of fields in the project, in any language.
#include "contract/table.h"
#include "contract/vocabulary.h"

namespace media::contract {
namespace {

constexpr Field kTag = text("tag", "A word to find the asset by.");
constexpr Field kId = text("id", "The id of a media asset.");

constexpr Field media_type(std::string_view about) { return choice("asset_type", kMediaTypes, about); }

constexpr Field kUploadMediaFields[] = {
    media_type("What the image shows; decides whether its background is removed."),
    text("display_name", "The name shown in the library.").length(1, 100),
    text("description", "A longer text about the asset.").length(0, 500).optional(),
    text("image_base64", "The image file in base64 (RFC 4648, with padding), at most 10 MiB decoded."),
    list("tags", kTag, "Words to find the asset by.").at_most(20).optional(),
    boolean("is_favorite", "Whether it is marked as a favourite.").otherwise("false"),
    boolean("set_as_primary", "Whether it becomes the main asset of its type.").otherwise("false"),
    boolean("remove_background", "Null: as the type's default. Ignored for types that never lose it.")
        .optional(),
    object("metadata", "Data of your own; stored as it is.").optional(),
};

constexpr Field kUpdateMediaFields[] = {
    text("display_name", "The name shown in the library.").length(1, 100).optional(),
    text("description", "A longer text about the asset.").length(0, 500).optional(),
    list("tags", kTag, "Words to find the asset by.").at_most(20).optional(),
    boolean("is_favorite", "Whether it is marked as a favourite.").optional(),
    boolean("is_primary", "Whether it is the main asset of its type.").optional(),
    object("metadata", "Data of your own; stored as it is.").optional(),
};

constexpr Field kListMediaFields[] = {
    media_type("Only assets of this type.").optional(),
    list("tags", kTag, "Only assets with these tags; joined by commas in the query.").optional(),
    boolean("favorites_only", "Only favourites.").otherwise("false"),
    text("search", "Only assets that this text finds.").length(0, 100).optional(),
    integer("limit", "Assets on one page.").range(1, 100).otherwise("50"),
    integer("offset", "Assets to skip.").from(0).otherwise("0"),
    choice("sort_by", kSortKeys, "What to order by.").otherwise("\"created_at\""),
    choice("sort_order", kSortOrders, "Ascending or descending.").otherwise("\"desc\""),
};

constexpr Field kPlacementFields[] = {
    text("asset_id", "The id of the media asset."),
    text("display_name", "The asset's name."),
    text("asset_type", "The asset's media type."),
    text("url", "Where its image is: the one without background if there is one."),
    number("x", "Centre of the asset from the left, percent of the canvas' width.").range(0, 100),
    number("y", "Centre of the asset from the top, percent of the canvas' height.").range(0, 100),
    number("width", "Width in `size_unit`: percent of the canvas' width, or pixels.").above(0),
    number("height", "Height in `size_unit`: percent of the canvas' height, or pixels.").above(0),
    choice("size_unit", kSizeUnits, "The unit of width and height.").otherwise("\"percent\""),
    integer("z_index", "Layer; higher ones are in front.").from(1).otherwise("1"),
    number("rotation", "Degrees, clockwise.").range(0, 360).otherwise("0"),
    number("opacity", "Percent.").range(0, 100).otherwise("100"),
};
constexpr Model kPlacement{"MediaAssetPlacement", "Where a media asset lies on the canvas.",
                           kPlacementFields};
constexpr Field kPlacementItem = nested("placement", kPlacement, "One placed asset.");

constexpr Field kMediaAssetIds =
    list("media_asset_ids", kId, "Media assets to use in the image.").at_most(kMaxPerPrompt).optional();
constexpr Field kMediaAssetPlacements =
    list("media_asset_placements", kPlacementItem, "Where they lie on the canvas.")
        .at_most(kMaxPerPrompt)
        .optional();

constexpr Field kBrandColorFields[] = {
    text("hex", "The colour as #RRGGBB.").matching("^#[0-9A-Fa-f]{6}$"),
    text("name", "What the colour is called.").length(1, 50),
};
constexpr Model kBrandColor{"BrandColor", "A colour of a brand.", kBrandColorFields, "ColorInfo"};
constexpr Field kBrandColorItem = nested("color", kBrandColor, "One colour.");

constexpr Field kBrandFontsFields[] = {
    text("headline", "Font of headlines.").length(1, 100),
    text("body", "Font of running text.").length(1, 100),
};
constexpr Model kBrandFonts{"BrandFonts", "The fonts of a brand.", kBrandFontsFields, "FontInfo"};

constexpr Field kBrandContextFields[] = {
    text("brand_kit_id", "The brand kit that this is from.").optional(),
    list("colors", kBrandColorItem, "The brand's colours.").at_most(10).otherwise("[]"),
    text("tone", "How the brand speaks.").length(1, 50).otherwise("\"professional\""),
    nested("fonts", kBrandFonts, "The brand's fonts.").optional(),
    text("logo_url", "Where the logo's image is.").optional(),
};
constexpr Model kBrandContext{"BrandContext", "What the prompt coach knows about a brand.",
                              kBrandContextFields};

constexpr Field kStartCoachFields[] = {
    nested("brand_context", kBrandContext, "The brand to design for.").or_null().otherwise("{}"),
    choice("asset_type", kCoachTypes, "What will be made."),
    choice("mood", kMoods, "The mood of the picture; `custom` goes with `custom_mood`."),
    text("custom_mood", "A mood in your own words.").length(0, 100).optional(),
    text("game_id", "The game's id.").optional(),
    text("game_name", "The game's name.").length(0, 100).optional(),
    text("description", "What the picture should show.").length(5, 500),
    kMediaAssetIds,
    kMediaAssetPlacements,
};

constexpr Field kGenerateFromSessionFields[] = {
    boolean("include_logo", "Whether the brand's logo is put in.").otherwise("false"),
    text("logo_type", "Which logo.").or_null().otherwise("\"primary\""),
    text("logo_position", "Where the logo goes.").or_null().otherwise("\"bottom-right\""),
    kMediaAssetIds,
    kMediaAssetPlacements,
};

constexpr Field kColorSelectionFields[] = {
    integer("primary_index", "Which primary colour of the brand kit.").range(0, 4).otherwise("0"),
    integer("secondary_index", "Which secondary colour.").range(0, 4).optional(),
    integer("accent_index", "Which accent colour.").range(0, 2).optional(),
    integer("use_gradient", "Which gradient.").range(0, 2).optional(),
};
constexpr Model kColorSelection{"ColorSelection", "Which colours of the brand kit to use.",
                                kColorSelectionFields};

constexpr Field kTypographySelectionFields[] = {
    choice("level", kTypographyLevels, "Which text style.").otherwise("\"headline\""),
};
constexpr Model kTypographySelection{"TypographySelection", "Which typography of the brand kit to use.",
                                     kTypographySelectionFields};

constexpr Field kVoiceSelectionFields[] = {
    boolean("use_tagline", "Whether the tagline is used.").otherwise("false"),
    integer("use_catchphrase", "Which catchphrase.").optional(),
};
constexpr Model kVoiceSelection{"VoiceSelection", "What the brand kit's voice adds.", kVoiceSelectionFields};

constexpr Field kBrandCustomizationFields[] = {
    nested("colors", kColorSelection, "Which colours.").optional(),
    nested("typography", kTypographySelection, "Which typography.").optional(),
    nested("voice", kVoiceSelection, "Which words.").optional(),
    boolean("include_logo", "Whether the brand's logo is put in.").otherwise("false"),
    choice("logo_type", kLogoTypes, "Which logo.").otherwise("\"primary\""),
    choice("logo_position", kLogoPositions, "Where the logo goes.").otherwise("\"bottom-right\""),
    choice("logo_size", kLogoSizes, "How large the logo is.").otherwise("\"medium\""),
    choice("brand_intensity", kBrandIntensities, "How much the brand shows.").otherwise("\"balanced\""),
};
constexpr Model kBrandCustomization{"BrandCustomization", "How a brand kit is applied to one image.",
                                    kBrandCustomizationFields};

constexpr Field kGenerateFields[] = {
    choice("asset_type", kGenerationTypes, "What to make; decides the canvas."),
    text("brand_kit_id", "The brand kit to use.").optional(),
    text("custom_prompt", "What the picture should show.").length(0, 3000).optional(),
    nested("brand_customization", kBrandCustomization, "How the brand kit is applied.").optional(),
    kMediaAssetIds,
    kMediaAssetPlacements,
};

constexpr Field kMediaAssetFields[] = {
    text("id", "UUID of the asset."),
    text("user_id", "UUID of its owner."),
    media_type("What the image shows."),
    text("display_name", "The name shown in the library."),
    text("description", "A longer text about the asset.").optional(),
    text("url", "Where the image is, as uploaded."),
    text("storage_path", "Its path in the storage."),
    text("thumbnail_url", "Where a small version is.").optional(),
    text("processed_url", "Where the image without its background is.").optional(),
    text("processed_storage_path", "Its path in the storage.").optional(),
    integer("file_size", "Bytes.").optional(),
    text("mime_type", "The file's media type, e.g. image/png.").optional(),
    integer("width", "Pixels.").optional(),
    integer("height", "Pixels.").optional(),
    list("tags", kTag, "Words to find the asset by.").otherwise("[]"),
    boolean("is_favorite", "Whether it is marked as a favourite.").otherwise("false"),
    boolean("is_primary", "Whether it is the main asset of its type.").otherwise("false"),
    boolean("has_background_removed", "Whether `processed_url` shows it without background.")
        .otherwise("false"),
    object("metadata", "Data of your own; stored as it is.").otherwise("{}"),
    integer("usage_count", "How often it was used in a generation.").otherwise("0"),
    text("last_used_at", "When it was last used, ISO 8601.").optional(),
    text("created_at", "When it was uploaded, ISO 8601."),
    text("updated_at", "When it was last changed, ISO 8601."),
};
constexpr Model kMediaAsset{"MediaAsset", "An asset of the media library.", kMediaAssetFields};
constexpr Field kMediaAssetItem = nested("asset", kMediaAsset, "One asset.");

constexpr Field kMediaAccessFields[] = {
    boolean("has_access", "Whether the tier may use the media library."),
    text("tier", "The user's subscription."),
    integer("total_limit", "Assets allowed, all types together."),
    integer("max_per_prompt", "Assets allowed in one prompt."),
    text("upgrade_message", "What to tell a user without access.").optional(),
};

constexpr Field kUploadMediaResponseFields[] = {
    kMediaAssetItem,
    text("message", "What was done.").otherwise("\"Asset uploaded successfully\""),
};

constexpr Field kListMediaResponseFields[] = {
    list("assets", kMediaAssetItem, "This page's assets."),
    integer("total", "Assets that match, on all pages."),
    integer("limit", "Assets on one page."),
    integer("offset", "Assets skipped."),
    boolean("has_more", "Whether there is a further page."),
};

constexpr Field kMediaSummaryFields[] = {
    media_type("The type that is counted."),
    integer("total_count", "Assets of the type."),
    integer("favorite_count", "Favourites among them."),
    text("latest_upload", "When the latest was uploaded, ISO 8601.").optional(),
};
constexpr Model kMediaSummary{"MediaSummary", "How many assets of one type there are.", kMediaSummaryFields};
constexpr Field kMediaSummaryItem = nested("summary", kMediaSummary, "One type's counts.");

constexpr Field kMediaLibrarySummaryFields[] = {
    list("summaries", kMediaSummaryItem, "One entry a type."),
    integer("total_assets", "Assets of all types."),
    integer("storage_used_bytes", "Bytes used by all of them."),
};

constexpr Field kDeleteMediaFields[] = {
    boolean("success", "Whether it was deleted."),
    text("message", "What was done."),
};

constexpr Field kBulkDeleteFields[] = {
    integer("deleted_count", "How many were deleted."),
    list("failed_ids", kId, "Those that could not be.").otherwise("[]"),
    text("message", "What was done."),
};

constexpr Field kMediaForPromptFields[] = {
    text("id", "UUID of the asset."),
    media_type("What the image shows."),
    text("display_name", "The asset's name."),
    text("url", "Where its image is."),
    object("metadata", "Data of your own; stored as it is.").otherwise("{}"),
};
constexpr Model kMediaForPrompt{"MediaForPrompt", "What a prompt needs of an asset.", kMediaForPromptFields};

constexpr Field kTypeItem = choice("type", kMediaTypes, "A media asset type.");
constexpr Field kTypeText = text("description", "What the type is for.");
constexpr Field kAssetTypesFields[] = {
    list("types", kTypeItem, "The media asset types."),
    map("descriptions", kTypeText, "One text for each type."),
};

constexpr Model kUploadMedia{"UploadMediaRequest", "A new asset for the media library.", kUploadMediaFields};
constexpr Model kUpdateMedia{"UpdateMediaRequest", "Changes to an asset; what is left out stays.",
                             kUpdateMediaFields};
constexpr Model kListMedia{"ListMediaRequest", "Which assets to list; sent as a query string.",
                           kListMediaFields};
constexpr Model kStartCoach{"StartCoachRequest", "Starts a session with the prompt coach.",
                            kStartCoachFields};
constexpr Model kGenerateFromSession{"GenerateFromSessionRequest", "Makes the image of a coach session.",
                                     kGenerateFromSessionFields};
constexpr Model kGenerate{"GenerateRequest", "Makes an image.", kGenerateFields};
constexpr Model kMediaAccess{"MediaAccessResponse", "What the user's tier allows.", kMediaAccessFields};
constexpr Model kUploadMediaResponse{"UploadMediaResponse", "The uploaded asset.",
                                     kUploadMediaResponseFields};
constexpr Model kListMediaResponse{"ListMediaResponse", "A page of the library.", kListMediaResponseFields};
constexpr Model kMediaLibrarySummary{"MediaLibrarySummaryResponse", "Counts for the whole library.",
                                     kMediaLibrarySummaryFields};
constexpr Model kDeleteMedia{"DeleteMediaResponse", "The outcome of a deletion.", kDeleteMediaFields};
constexpr Model kBulkDelete{"BulkDeleteMediaResponse", "The outcome of a bulk deletion.", kBulkDeleteFields};
constexpr Model kAssetTypes{"AssetTypesResponse", "The media asset types with a text for each.",
                            kAssetTypesFields};

constexpr const Model* kAll[] = {
    &kUploadMedia,        &kUpdateMedia,         &kListMedia,           &kPlacement,           &kStartCoach,
    &kBrandContext,       &kBrandColor,          &kBrandFonts,          &kGenerateFromSession, &kGenerate,
    &kBrandCustomization, &kColorSelection,      &kTypographySelection, &kVoiceSelection,      &kMediaAsset,
    &kMediaAccess,        &kUploadMediaResponse, &kListMediaResponse,   &kMediaLibrarySummary, &kMediaSummary,
    &kDeleteMedia,        &kBulkDelete,          &kMediaForPrompt,      &kAssetTypes};

static_assert([] {
  for (const Model* model : kAll) {
    if (model->fields.size() > kMaxFields) return false;
  }
  return true;
}());

}  // namespace

const Field kAssetIds = list("ids", kId, "Ids of media assets.");

std::span<const Model* const> all_models() { return kAll; }

const Model* find_model(std::string_view name) {
  for (const Model* model : kAll) {
    if (model->name == name) return model;
  }
  return nullptr;
}

}  // namespace media::contract
