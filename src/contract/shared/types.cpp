// What follows from an asset's type: its canvas, and whether its background goes.
#include "contract/shared/types.h"

#include "base/json.h"
#include "contract/contract.h"

namespace media::contract {
namespace {

std::string size_json(const CanvasSize& size) {
  return JsonObject().number("width", size.width).number("height", size.height).done();
}

}  // namespace

const MediaType* find_media_type(std::string_view name) {
  for (const MediaType& type : kMediaTypeTable) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

JsonObject& put_canvases(JsonObject& out) {
  JsonObject sizes;
  for (const CanvasSize& size : kCanvasSizes) sizes.json(size.asset_type, size_json(size));
  return out.json("CANVAS_SIZES", sizes.done()).json("DEFAULT_CANVAS_SIZE", size_json(kDefaultCanvas));
}

std::string canvases_json() {
  JsonObject out;
  return put_canvases(out).done();
}

Result<std::string> background_removal_json(std::string_view asset_type, Asked asked) {
  const MediaType* type = find_media_type(asset_type);
  if (type == nullptr) {
    return Error{ErrorCode::invalid_argument, "There is no media asset type " + quoted(asset_type) + "."};
  }
  const bool allowed = type->loses_background();
  return JsonObject()
      .flag("default", allowed)
      .flag("allowed", allowed)
      .flag("effective", allowed && asked != Asked::no)
      .json("subject", allowed ? quoted(type->subject) : "null")
      .done();
}

}  // namespace media::contract
