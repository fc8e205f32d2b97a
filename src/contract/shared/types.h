// Of the tables of types, what other modules than the contract's have too.
#pragma once

#include <string_view>

#include "base/json.h"
#include "contract/vocabulary.h"

namespace media::contract {

// Null for a name that is none.
const MediaType* find_media_type(std::string_view name);

// Adds "CANVAS_SIZES" and "DEFAULT_CANVAS_SIZE".
JsonObject& put_canvases(JsonObject& out);

}  // namespace media::contract
