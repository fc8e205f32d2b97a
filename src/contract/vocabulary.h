// The closed lists of words and the limits of the backend. Canvas sizes are in pixels.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace media::contract {

using Word = std::string_view;

// What a picture shows, as far as it decides which segmentation model finds it: photographed people, drawn
// characters, or any one thing. Our own choice, not the backend's.
inline constexpr Word kSubjects[] = {"people", "drawn", "anything"};

// A media asset type with all that depends on it: one row a type.
struct MediaType {
  Word name;
  Word subject;    // what stays when the background goes, which it does by default; none: it never does
  uint32_t limit;  // assets of this type in one library
  Word about;

  constexpr bool loses_background() const { return !subject.empty(); }
};

inline constexpr MediaType kMediaTypeTable[] = {
    {"logo", "anything", 5, "A logo or word mark."},
    {"face", "people", 5, "The creator's face."},
    {"character", "drawn", 5, "A character or mascot."},
    {"game_skin", "anything", 5, "A skin from a game."},
    {"object", "anything", 10, "Any single thing."},
    {"background", "", 5, "A full background picture."},
    {"reference", "", 10, "A picture that shows a style to follow."},
    {"overlay", "", 5, "A stream overlay."},
    {"emote", "drawn", 5, "A chat emote."},
    {"badge", "anything", 5, "A subscriber badge."},
    {"panel", "", 5, "A channel panel."},
    {"alert", "", 5, "A stream alert."},
    {"facecam_frame", "", 5, "A frame around the camera picture."},
    {"stinger", "", 5, "A transition between scenes."},
};
inline constexpr size_t kMediaTypeCount = std::size(kMediaTypeTable);
inline constexpr auto kMediaTypes = [] {
  std::array<Word, kMediaTypeCount> out{};
  for (size_t i = 0; i < out.size(); ++i) out[i] = kMediaTypeTable[i].name;
  return out;
}();

inline constexpr uint32_t kTotalAssetLimit = 25;
inline constexpr uint32_t kMaxPerPrompt = 2;
inline constexpr uint32_t kMaxBulkDelete = 50;
inline constexpr uint32_t kMaxFileBytes = 10u << 20;  // after base64 decoding
inline constexpr Word kAllowedTiers[] = {"pro", "studio"};
inline constexpr Word kUpgradeMessage = "Upgrade to Pro or Studio to use the media library.";
inline constexpr Word kFileTypes[] = {"image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml"};

inline constexpr Word kGenerationTypes[] = {
    "thumbnail",        "overlay",          "banner",           "story_graphic",   "clip_cover",
    "twitch_emote",     "twitch_emote_112", "twitch_emote_56",  "twitch_emote_28", "tiktok_emote",
    "tiktok_emote_300", "tiktok_emote_200", "tiktok_emote_100", "twitch_badge",    "twitch_panel",
    "twitch_offline",   "profile_picture",  "streamer_logo"};
inline constexpr Word kCoachTypes[] = {
    "thumbnail",     "overlay",      "banner",          "story_graphic",  "clip_cover",
    "twitch_emote",  "twitch_badge", "twitch_panel",    "twitch_offline", "youtube_thumbnail",
    "twitch_banner", "tiktok_story", "instagram_story", "instagram_reel"};

struct CanvasSize {
  Word asset_type;
  uint32_t width, height;
};

inline constexpr CanvasSize kDefaultCanvas{"default", 1280, 720};
inline constexpr CanvasSize kCanvasSizes[] = {
    {"thumbnail", 1280, 720},        {"youtube_thumbnail", 1280, 720}, {"twitch_emote", 112, 112},
    {"twitch_emote_112", 112, 112},  {"twitch_emote_56", 56, 56},      {"twitch_emote_28", 28, 28},
    {"twitch_badge", 72, 72},        {"twitch_panel", 320, 160},       {"twitch_banner", 1200, 480},
    {"banner", 1200, 480},           {"twitch_offline", 1920, 1080},   {"overlay", 1920, 1080},
    {"tiktok_emote", 300, 300},      {"tiktok_emote_300", 300, 300},   {"tiktok_emote_200", 200, 200},
    {"tiktok_emote_100", 100, 100},  {"story_graphic", 1080, 1920},    {"tiktok_story", 1080, 1920},
    {"instagram_story", 1080, 1920}, {"instagram_reel", 1080, 1920},   {"profile_picture", 512, 512},
    {"streamer_logo", 512, 512},     {"clip_cover", 1080, 1080},
};

inline constexpr Word kMoods[] = {"hype", "cozy", "rage", "chill", "custom"};
inline constexpr Word kSizeUnits[] = {"percent", "px"};
inline constexpr Word kSortKeys[] = {"created_at", "updated_at", "usage_count", "display_name"};
inline constexpr Word kSortOrders[] = {"asc", "desc"};
inline constexpr Word kTypographyLevels[] = {"display", "headline", "subheadline",
                                             "body",    "caption",  "accent"};
inline constexpr Word kLogoTypes[] = {"primary", "secondary", "icon", "watermark"};
inline constexpr Word kLogoPositions[] = {"top-left", "top-right", "bottom-left", "bottom-right", "center"};
inline constexpr Word kLogoSizes[] = {"small", "medium", "large"};
inline constexpr Word kBrandIntensities[] = {"subtle", "balanced", "strong"};

// What the lists are called in the generated types.
struct Vocabulary {
  Word name;
  std::span<const Word> words;
  Word about;
};
inline constexpr Vocabulary kVocabularies[] = {
    {"MediaAssetType", kMediaTypes, "What an asset of the media library shows."},
    {"MediaSubject", kSubjects, "What a picture shows, for choosing the model that finds it."},
    {"GenerationAssetType", kGenerationTypes, "What is generated; decides the canvas."},
    {"CoachAssetType", kCoachTypes, "What a coach session makes."},
    {"Mood", kMoods, "The mood of a picture."},
    {"PlacementSizeUnit", kSizeUnits, "The unit of a placement's width and height."},
    {"MediaSortKey", kSortKeys, "What a list of assets is ordered by."},
    {"SortOrder", kSortOrders, "Ascending or descending."},
    {"TypographyLevel", kTypographyLevels, "A text style of a brand kit."},
    {"LogoType", kLogoTypes, "A logo of a brand kit."},
    {"LogoPosition", kLogoPositions, "Where a logo goes."},
    {"LogoSize", kLogoSizes, "How large a logo is."},
    {"BrandIntensity", kBrandIntensities, "How much a brand shows."},
    {"Tier", kAllowedTiers, "A subscription with access to the media library."},
    {"ImageFileType", kFileTypes, "A file type of the media library."},
};

}  // namespace media::contract
