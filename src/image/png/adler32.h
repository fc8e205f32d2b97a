// Adler-32, the checksum of zlib streams (RFC 1950, 9), sixteen bytes a step.
#pragma once

#include "base/buffer.h"

namespace media::image {

uint32_t adler32(ByteView bytes);

}  // namespace media::image
