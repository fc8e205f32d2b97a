// Bounds-checked reading of file headers. Reading past the end gives zeros and is remembered.
#pragma once

#include <cstring>
#include <string_view>

#include "base/buffer.h"

namespace media::image {

class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {}

  size_t position() const { return position_; }
  size_t left() const { return bytes_.size() - position_; }
  bool past_end() const { return past_end_; }  // something was asked for that is not there

  void seek(size_t position) { advance_to(position); }
  void skip(uint64_t count) {
    advance_to(count > left() ? SIZE_MAX : position_ + static_cast<size_t>(count));
  }

  uint8_t u8() { return static_cast<uint8_t>(big(1)); }
  uint16_t be16() { return static_cast<uint16_t>(big(2)); }
  uint32_t be32() { return big(4); }
  uint16_t le16() { return static_cast<uint16_t>(little(2)); }
  uint32_t le24() { return little(3); }
  uint32_t le32() { return little(4); }

  // The next bytes, as many of `count` as there are.
  ByteView take(uint64_t count) {
    size_t from = position_;
    skip(count);
    return bytes_.subspan(from, position_ - from);
  }

  // Moves to the next byte of this value, or to the end.
  void find(uint8_t byte) {
    const void* found = left() == 0 ? nullptr : std::memchr(bytes_.data() + position_, byte, left());
    position_ = found == nullptr ? bytes_.size()
                                 : static_cast<size_t>(static_cast<const uint8_t*>(found) - bytes_.data());
  }

  // Whether these bytes come next; they are not taken.
  bool next_is(std::string_view text) const {
    return left() >= text.size() && std::memcmp(bytes_.data() + position_, text.data(), text.size()) == 0;
  }

 private:
  void advance_to(size_t position) {
    past_end_ = past_end_ || position > bytes_.size();
    position_ = position < bytes_.size() ? position : bytes_.size();
  }
  uint32_t big(size_t count) {
    uint32_t value = 0;
    for (uint8_t byte : padded(count)) value = value << 8 | byte;
    return value;
  }
  uint32_t little(size_t count) {
    uint32_t value = 0;
    size_t shift = 0;
    for (uint8_t byte : padded(count)) value |= uint32_t{byte} << shift, shift += 8;
    return value;
  }
  ByteView padded(size_t count) {
    static constexpr uint8_t zeros[4] = {};
    size_t from = position_;
    bool there = left() >= count;
    skip(count);
    return there ? bytes_.subspan(from, count) : ByteView(zeros, count);
  }

  ByteView bytes_;
  size_t position_ = 0;
  bool past_end_ = false;
};

}  // namespace media::image
