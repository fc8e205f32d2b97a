#pragma once

#include <string_view>

#include "contract/vocabulary.h"

namespace media::contract {

bool tier_has_access(std::string_view tier);
const MediaType* find_media_type(std::string_view name);

}  // namespace media::contract
