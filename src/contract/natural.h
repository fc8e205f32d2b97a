// Natural numbers of any size, as far as reading and writing doubles exactly needs them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace media::contract {

// A natural number, the lowest 32 bits first.
class Natural {
 public:
  Natural() = default;
  explicit Natural(uint64_t value) {
    for (; value != 0; value >>= 32) words_.push_back(static_cast<uint32_t>(value));
  }
  void multiply_add(uint32_t factor, uint32_t carry) {
    uint64_t rest = carry;
    for (uint32_t& word : words_) {
      rest += static_cast<uint64_t>(word) * factor;
      word = static_cast<uint32_t>(rest);
      rest >>= 32;
    }
    if (rest != 0) words_.push_back(static_cast<uint32_t>(rest));
  }
  void multiply_power(uint32_t base, int64_t power) {
    const int at_once = base == 2 ? 16 : 9;
    const uint32_t factor = base == 2 ? 1u << 16 : 1'000'000'000;
    for (; power >= at_once; power -= at_once) multiply_add(factor, 0);
    for (; power > 0; --power) multiply_add(base, 0);
  }
  bool less(const Natural& other) const {
    if (words_.size() != other.words_.size()) return words_.size() < other.words_.size();
    for (size_t i = words_.size(); i-- > 0;) {
      if (words_[i] != other.words_[i]) return words_[i] < other.words_[i];
    }
    return false;
  }
  bool operator==(const Natural& other) const { return words_ == other.words_; }
  void add(const Natural& other) {
    uint64_t carry = 0;
    for (size_t i = 0; i < words_.size() || i < other.words_.size() || carry != 0; ++i) {
      if (i == words_.size()) words_.push_back(0);
      carry += words_[i] + uint64_t{i < other.words_.size() ? other.words_[i] : 0};
      words_[i] = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
  }
  // `other` must not be greater.
  void subtract(const Natural& other) {
    int64_t borrow = 0;
    for (size_t i = 0; i < words_.size(); ++i) {
      borrow += int64_t{words_[i]} - int64_t{i < other.words_.size() ? other.words_[i] : 0};
      words_[i] = static_cast<uint32_t>(borrow);
      borrow >>= 32;
    }
    while (!words_.empty() && words_.back() == 0) words_.pop_back();
  }

 private:
  std::vector<uint32_t> words_;
};

}  // namespace media::contract
