// The chunks of a PNG, one after the other (PNG third edition, section 5).
#pragma once

#include <string_view>

#include "image/reader.h"

namespace media::image {

struct PngChunk {
  std::string_view type;
  ByteView data;
  ByteView checked;  // type and data, which the CRC is of
  uint32_t crc = 0;
  bool is_whole = true;  // false: the file ends in it
  bool is_critical() const { return (type[0] & 0x20) == 0; }
};

class PngChunks {
 public:
  // `file` begins with the PNG signature.
  explicit PngChunks(ByteView file) : in_(file) { in_.skip(8); }

  // False when no further chunk begins.
  bool next(PngChunk& out) {
    if (in_.left() < 8) return false;
    uint32_t length = in_.be32();
    size_t start = in_.position();
    ByteView name = in_.take(4);
    out.type = {reinterpret_cast<const char*>(name.data()), 4};
    out.data = in_.take(length);
    out.checked = ByteView(name.data(), in_.position() - start);
    out.is_whole = out.data.size() == length && in_.left() >= 4;
    out.crc = in_.be32();
    return true;
  }

 private:
  Reader in_;
};

}  // namespace media::image
