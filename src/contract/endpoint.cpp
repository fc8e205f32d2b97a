#include "contract/endpoint.h"

namespace media::contract {
namespace {

constexpr Endpoint kEndpoints[] = {
    {"getAccess", "GET", "/api/v1/media-library/access", "", "", "", "MediaAccessResponse", Guard::none,
     "What the user's tier allows.", "useMediaAccess"},
    {"uploadMedia", "POST", "/api/v1/media-library", "", "UploadMediaRequest", "", "UploadMediaResponse",
     Guard::upload, "Adds an asset to the library.", "useUploadMedia"},
    {"listMedia", "GET", "/api/v1/media-library", "", "", "ListMediaRequest", "ListMediaResponse",
     Guard::none, "Lists assets, page by page.", "useMediaLibrary"},
    {"getSummary", "GET", "/api/v1/media-library/summary", "", "", "", "MediaLibrarySummaryResponse",
     Guard::none, "Counts the assets of each type.", "useMediaSummary"},
    {"getAssetTypes", "GET", "/api/v1/media-library/types", "", "", "", "AssetTypesResponse", Guard::none,
     "The media asset types, described.", "useAssetTypes"},
    {"getPrimaryAsset", "GET", "/api/v1/media-library/primary/{asset_type}", "asset_type", "", "",
     "MediaAsset?", Guard::none, "The main asset of a type, or null.", "usePrimaryAsset"},
    {"getMedia", "GET", "/api/v1/media-library/{asset_id}", "asset_id", "", "", "MediaAsset", Guard::none,
     "One asset.", "useMediaAsset"},
    {"updateMedia", "PATCH", "/api/v1/media-library/{asset_id}", "asset_id", "UpdateMediaRequest", "",
     "MediaAsset", Guard::none, "Changes an asset; only what is given is sent.", "useUpdateMedia"},
    {"deleteMedia", "DELETE", "/api/v1/media-library/{asset_id}", "asset_id", "", "", "DeleteMediaResponse",
     Guard::none, "Deletes an asset.", "useDeleteMedia"},
    {"bulkDeleteMedia", "POST", "/api/v1/media-library/bulk-delete", "", "[]", "", "BulkDeleteMediaResponse",
     Guard::bulk, "Deletes 1 to 50 assets.", "useBulkDeleteMedia"},
    {"getMediaForPrompt", "POST", "/api/v1/media-library/for-prompt", "", "[]", "", "[MediaForPrompt]",
     Guard::prompt_ids, "What a prompt needs of up to 2 assets.", "useMediaForPrompt"},
    {"toggleFavorite", "POST", "/api/v1/media-library/{asset_id}/favorite", "asset_id", "", "", "MediaAsset",
     Guard::none, "Marks or unmarks a favourite.", "useToggleFavorite"},
    {"setPrimary", "POST", "/api/v1/media-library/{asset_id}/set-primary", "asset_id", "", "", "MediaAsset",
     Guard::none, "Makes an asset the main one of its type.", "useSetPrimary"},
    {"startCoach", "POST", "/api/v1/coach/start", "", "StartCoachRequest", "", "", Guard::prompt_media,
     "Starts a session with the prompt coach."},
    {"generateFromSession", "POST", "/api/v1/coach/sessions/{session_id}/generate", "session_id",
     "GenerateFromSessionRequest", "", "", Guard::prompt_media, "Makes the image of a coach session."},
    {"generate", "POST", "/api/v1/generate", "", "GenerateRequest", "", "", Guard::prompt_media,
     "Makes an image."},
};

}  // namespace

std::string_view guard_name(Guard guard) {
  constexpr std::string_view names[] = {"", "upload", "bulk", "prompt_ids", "prompt_media"};
  return names[static_cast<size_t>(guard)];
}

std::span<const Endpoint> all_endpoints() { return kEndpoints; }

const Endpoint* find_endpoint(std::string_view name) {
  for (const Endpoint& endpoint : kEndpoints) {
    if (endpoint.name == name) return &endpoint;
  }
  return nullptr;
}

}  // namespace media::contract
