// The library's file types, told from the bytes.
#pragma once

#include <string_view>

#include "base/buffer.h"

namespace media::contract {

// One of kFileTypes, or empty. Looks at the first KiB at most.
std::string_view file_type_of(ByteView bytes);

}  // namespace media::contract
