// A JPEG's scan: quantised blocks as symbols that wait for the codes which suit them best, then as bits.
#pragma once

#include <array>

#include "base/buffer.h"
#include "image/jpeg/huffman.h"
#include "image/jpeg/zigzag.h"

namespace media::image {

// Quality 1…100, scaled as the Independent JPEG Group does it: of luma and of colour (ITU-T T.81, annex K.1), in the
// order of the file.
struct JpegQuantisers {
  std::array<std::array<uint8_t, kBlock>, 2> steps;
  static JpegQuantisers of(int quality);
};

class JpegScan {
 public:
  explicit JpegScan(const JpegQuantisers& quantisers);

  // Room for `blocks` more. False without memory.
  [[nodiscard]] bool reserve(size_t blocks);

  // Blocks of a component, 0 (luma) to 2, in the order of the file; `coefficients` column by column, times 16.
  void add(size_t component, const int16_t* coefficients);

  // After the last block. `tables` are luma's first and other coefficients, then colour's.
  void finish();
  const std::array<HuffmanTable, 4>& tables() const { return tables_; }

  // Of the scan's bytes; a byte of ones is followed by one of zeros, so that there may be up to twice as many.
  size_t least_bytes() const { return least_bytes_; }
  // Room for twice least_bytes(), and 8 more. Where it ends.
  uint8_t* write(uint8_t* to) const;

 private:
  // A number (0 to 3) of a table and a symbol, then the bits that follow the symbol's code.
  static constexpr size_t kTokenBytes = 3, kSymbolBits = 10;

  void put(size_t table, uint32_t symbol, uint32_t bits);

  alignas(16) std::array<std::array<int16_t, kBlock>, 2> reciprocals_;  // 2¹⁵⁺ˢ / 16 / step, column by column
  std::array<int, 2> shifts_{};  // s, so that the largest is nearly 2¹⁵: the more digits, the nearer
  std::array<int, 2> first_steps_;
  std::array<std::array<uint64_t, 16>, 16> places_;  // of four neighbours that are not 0, in the file's order
  std::array<int, 3> last_{};                        // each component's last first coefficient
  std::array<std::array<uint32_t, 256>, 4> counts_{};
  std::array<HuffmanTable, 4> tables_;
  std::array<uint32_t, 1024> codes_{};  // of a symbol, shifted for the bits that follow; above, how many bits that makes
  size_t least_bytes_ = 0;
  Bytes tokens_;
  size_t used_ = 0;
};

}  // namespace media::image
