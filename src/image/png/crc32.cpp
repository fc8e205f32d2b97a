#include "image/png/crc32.h"

namespace media::image {

Crc32::Crc32() {
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1) != 0 ? 0xedb88320u : 0);
    table_[0][i] = value;
  }
  for (int step = 1; step < 8; ++step) {
    for (uint32_t i = 0; i < 256; ++i)
      table_[step][i] = table_[step - 1][i] >> 8 ^ table_[0][table_[step - 1][i] & 255];
  }
}

uint32_t Crc32::of(ByteView bytes) const {
  uint32_t crc = ~0u;
  size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    uint32_t low = crc ^ (uint32_t{bytes[i]} | uint32_t{bytes[i + 1]} << 8 | uint32_t{bytes[i + 2]} << 16 |
                          uint32_t{bytes[i + 3]} << 24);
    crc = table_[7][low & 255] ^ table_[6][low >> 8 & 255] ^ table_[5][low >> 16 & 255] ^
          table_[4][low >> 24] ^ table_[3][bytes[i + 4]] ^ table_[2][bytes[i + 5]] ^ table_[1][bytes[i + 6]] ^
          table_[0][bytes[i + 7]];
  }
  for (; i < bytes.size(); ++i) crc = crc >> 8 ^ table_[0][(crc ^ bytes[i]) & 255];
  return ~crc;
}

}  // namespace media::image
