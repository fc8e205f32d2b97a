// A JPEG's scan as it is read: bytes without what is stuffed between them, and codes that are looked up (ITU-T T.81,
// annex F.2.2).
#pragma once

#include <array>

#include "base/buffer.h"
#include "image/simd.h"

namespace media::image {

inline uint64_t load_big_endian(const uint8_t* from) {
#if defined(__wasm_simd128__)
  const v128_t bytes = wasm_v128_load64_zero(from);  // in three instructions instead of sixteen
  return static_cast<uint64_t>(
      wasm_i64x2_extract_lane(wasm_i8x16_shuffle(bytes, bytes, 7, 6, 5, 4, 3, 2, 1, 0, 7, 6, 5, 4, 3, 2, 1, 0), 0));
#else
  return __builtin_bswap64(load<uint64_t>(from));
#endif
}

// Section F.2.2.1: the number whose last `size` bits, at least one, these are.
MEDIA_INLINE int extended(uint32_t bits, uint32_t size) {
  return static_cast<int>(bits) - (bits >> (size - 1) != 0 ? 0 : (1 << size) - 1);
}

// What a prefix of kPeek bits means, in a word: one coefficient or two, and the end of a block behind them.
struct ScanCodes {
  static constexpr uint32_t kPeek = 10;
  // Skipped where nothing more is: more than any sum of others.
  static constexpr uint32_t kEnd = 100;
  // Where kLong is set, the prefix is of a code that is longer, or whose value has more bits, or of none. Then the word
  // has in kBits the code's length (0: longer), and above kSkipShift its symbol.
  static constexpr uint32_t kBits = 31, kLong = 32;
  // Places of the first value and of the second, from here on; one that is not there lies kNowhere.
  static constexpr uint32_t kFirstShift = 8, kSecondShift = 14, kPlace = 63, kNowhere = 63;
  static constexpr uint32_t kSecondBitsShift = 20, kSecondBits = 15;  // those of kBits that are not the first one's
  static constexpr uint32_t kSkipShift = 24;  // how far that goes, with kEnd + 1 at the end of a block
  static constexpr uint32_t kFirstValueShift = 32, kSecondValueShift = 48;

  std::array<uint64_t, 1 << kPeek> words;
  std::array<uint32_t, 18> ends;   // of each length, the first 16 bits that are none of its codes
  std::array<uint32_t, 17> first;  // what its codes are less than their place among the symbols
  std::array<uint8_t, 256> symbols;

  // `counts` says how many codes have each length, 1 to 16; `codes` are of first coefficients, or of the others.
  // False where these are no prefix codes.
  bool set(const uint8_t* counts, ByteView of, bool are_first);
};

// The bytes of a scan up to the next marker, in a window that lies in the nearest cache.
class ScanBytes {
 public:
  // A unit of six blocks takes at most 64 × 31 bits of each.
  static constexpr size_t kUnit = 6 * 64 * 31 / 8, kAhead = kUnit + 32;

  static constexpr size_t kWindow = 16384, kRoom = kWindow + kAhead + 16;

  ScanBytes() = default;
  // `window` has kRoom bytes, and outlives this as `scan` does.
  ScanBytes(ByteView scan, uint8_t* window) : scan_(scan), window_(window), low_(window), end_(window) {}

  const uint8_t* begin() const { return window_; }
  // Where less than kAhead bytes are left, and more must be read. Bytes beyond the end are ones.
  const uint8_t* low() const { return low_; }
  // Moves what is left at `at` to the front, reads on, and says where it is now. Null where `at` lies further beyond the
  // end than one looks ahead.
  const uint8_t* read_on(const uint8_t* at);

  // Whether `at` with `bits` bits before it that are not used yet is the end of what stands before a marker.
  bool is_end(const uint8_t* at, uint32_t bits) const;
  // The marker that follows there, which it passes; 0 at the end of all.
  int next_marker();

 private:
  ByteView scan_;
  size_t from_ = 0;  // of the scan
  uint8_t* window_ = nullptr;
  const uint8_t *low_ = nullptr, *end_ = nullptr;
  bool all_ = false;  // up to the marker
};

// The next bits, the first of them the highest. Functions are to be part of a loop that keeps it in registers.
struct ScanBits {
  uint64_t bits = 0;
  uint32_t count = 0;  // valid ones; those below are what comes next, or 0
  const uint8_t* at = nullptr;

  // At least 56 of them.
  [[gnu::always_inline]] void fill() {
    bits |= load_big_endian(at) >> count;
    at += (63 - count) >> 3;
    count |= 56;
  }
  [[gnu::always_inline]] uint32_t peek() const { return static_cast<uint32_t>(bits >> (64 - ScanCodes::kPeek)); }
  [[gnu::always_inline]] void drop(uint32_t more) {
    bits <<= more;
    count -= more;
  }
};

}  // namespace media::image
