#pragma once

#include <string_view>

namespace media::contract {

bool tier_has_access(std::string_view tier);

}  // namespace media::contract
