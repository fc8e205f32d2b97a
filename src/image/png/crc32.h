// CRC-32 of PNG (ISO 3309), eight bytes a step.
#pragma once

#include "base/buffer.h"

namespace media::image {

// Its tables are made when it is: some microseconds, where constants would be 8 KB to download.
class Crc32 {
 public:
  Crc32();
  uint32_t of(ByteView bytes) const;

 private:
  uint32_t table_[8][256];
};

}  // namespace media::image
