// A fuzzer's bytes taken apart into numbers, pictures and choices; zeros when they run out.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <vector>

namespace media::fuzz {

inline void check(bool holds) {
  if (!holds) std::abort();
}

class Input {
 public:
  Input(const uint8_t* data, size_t size) : data_(data), left_(size) {}

  bool is_over() const { return left_ == 0; }

  uint8_t byte() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }
  int whole(int least, int most) {
    uint32_t value = uint32_t{byte()} << 8;
    value |= byte();
    return least + static_cast<int>(value % static_cast<uint32_t>(most - least + 1));
  }
  // Any double: round ones, huge ones, NaN and infinities among them.
  double number() {
    static constexpr double odd[] = {0, -0.0, 1, -1, 0.5, 1e-300, 1e9, -1e9, 1e300, INFINITY, -INFINITY, NAN, 2147483648.0, -2147483649.0, 4294967296.0, 180};
    uint8_t kind = byte();
    if (kind < 16) return odd[kind];
    if (kind < 200) return whole(-4000, 4000) / 4.0;
    uint8_t bytes[8];
    for (uint8_t& one : bytes) one = byte();
    double out;
    std::memcpy(&out, bytes, sizeof out);
    return out;
  }
  // A number that the headers allow: within 1e9 and, for a size, above 0.
  double usable() {
    double value = number();
    return std::abs(value) <= 1e9 ? value : 7;
  }
  double size() {
    double value = std::abs(usable());
    return value >= 1e-6 ? value : 3;
  }
  std::vector<uint8_t> bytes(size_t count) {
    std::vector<uint8_t> out(count);
    uint8_t last = 0;
    for (uint8_t& one : out) one = left_ > 0 ? (last = byte()) : last = static_cast<uint8_t>(last * 5 + 31);
    return out;
  }

 private:
  const uint8_t* data_;
  size_t left_;
};

}  // namespace media::fuzz
