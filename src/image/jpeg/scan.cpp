#include "image/jpeg/scan.h"

#include <algorithm>

namespace media::image {
namespace {

constexpr uint8_t kOnes = 0xff;

// One coefficient, or the end of a block.
uint64_t word(uint32_t prefix, uint32_t length, uint32_t symbol, bool is_first) {
  using C = ScanCodes;
  const uint32_t size = symbol & 15, run = symbol >> 4, whole = length + size;
  const bool is_other = is_first ? run != 0 : symbol == 0xf0;
  if (is_other || whole > C::kPeek) return symbol << C::kSkipShift | C::kLong | length;
  const uint32_t bits = prefix >> (C::kPeek - whole) & ((1u << size) - 1);
  const uint32_t nothing = C::kNowhere << C::kSecondShift | whole;
  if (size == 0) return C::kNowhere << C::kFirstShift | (C::kEnd + 1) << C::kSkipShift | nothing;
  return uint64_t{static_cast<uint16_t>(extended(bits, size))} << C::kFirstValueShift | (run + 1) << C::kSkipShift | run << C::kFirstShift | nothing;
}

// What stands in `first`, and behind it `second`, of which only the bits that are left are known.
uint64_t both(uint64_t first, uint64_t second) {
  using C = ScanCodes;
  const auto a = static_cast<uint32_t>(first), b = static_cast<uint32_t>(second);
  const uint32_t skipped = a >> C::kSkipShift, place = skipped + (b >> C::kFirstShift & C::kPlace), more = b & C::kBits;
  const uint32_t bits = (a & C::kBits) + more;
  if (((a | b) & C::kLong) != 0 || skipped > C::kEnd || bits > C::kPeek) return first;
  const uint32_t out = (skipped + (b >> C::kSkipShift)) << C::kSkipShift | more << C::kSecondBitsShift |
                       std::min(place, C::kNowhere) << C::kSecondShift | (a & C::kPlace << C::kFirstShift) | bits;
  return (second >> C::kFirstValueShift & 0xffff) << C::kSecondValueShift | (first >> C::kFirstValueShift & 0xffff) << C::kFirstValueShift | out;
}

}  // namespace

bool ScanCodes::set(const uint8_t* counts, ByteView of, bool are_first) {
  std::array<uint64_t, 1 << kPeek> single;
  single.fill(kLong);
  std::copy(of.begin(), of.end(), symbols.begin());
  uint32_t code = 0;
  size_t at = 0;
  for (uint32_t length = 1; length <= 16; ++length, code <<= 1) {
    first[length] = code - static_cast<uint32_t>(at);
    for (size_t i = 0; i < counts[length - 1]; ++i, ++code, ++at) {
      if (code >= 1u << length) return false;
      if (length > kPeek) continue;
      const uint32_t shift = kPeek - length;
      for (uint32_t prefix = code << shift; prefix < (code + 1) << shift; ++prefix)
        single[prefix] = word(prefix, length, symbols[at], are_first);
    }
    ends[length] = code << (16 - length);
  }
  ends[17] = UINT32_MAX;
  for (size_t prefix = 0; prefix < single.size(); ++prefix) {
    const size_t rest = prefix << (single[prefix] & kBits) & (single.size() - 1);
    words[prefix] = are_first ? single[prefix] : both(single[prefix], single[rest]);
  }
  return true;
}

const uint8_t* ScanBytes::read_on(const uint8_t* at) {
  if (all_) return at <= end_ + 8 ? at : nullptr;
  uint8_t* to = window_;
  const auto left = static_cast<size_t>(end_ - at);
  std::copy(at, end_, to);
  uint8_t* const full = to + kWindow;
  to += left;
  while (to < full && !all_) {
    if (scan_.size() - from_ >= 16) {
      const U8x16 bytes = load<U8x16>(scan_.data() + from_);
      if (!any((U8x16)(bytes == kOnes))) {
        std::memcpy(to, &bytes, sizeof bytes);
        to += 16, from_ += 16;
        continue;
      }
    }
    // Up to the next byte of ones, and what follows it.
    for (bool is_stuffed = false; !is_stuffed && !all_;) {
      if (from_ == scan_.size()) {
        all_ = true;
      } else if (scan_[from_] != kOnes) {
        *to++ = scan_[from_++];
      } else {
        size_t next = from_ + 1;
        while (next < scan_.size() && scan_[next] == kOnes) ++next;
        is_stuffed = next < scan_.size() && scan_[next] == 0;
        all_ = !is_stuffed;
        if (is_stuffed) *to++ = kOnes, from_ = next + 1;
      }
    }
  }
  end_ = to;
  if (all_) std::fill(to, window_ + kRoom, kOnes);
  low_ = all_ ? end_ : end_ - kAhead;
  return window_;
}

bool ScanBytes::is_end(const uint8_t* at, uint32_t bits) const {
  const ptrdiff_t left = (end_ - at) * 8 + static_cast<ptrdiff_t>(bits);
  return all_ && left >= 0 && left < 8;
}

int ScanBytes::next_marker() {
  while (from_ < scan_.size() && scan_[from_] == kOnes) ++from_;
  if (from_ == scan_.size()) return 0;
  low_ = end_ = window_;
  all_ = false;
  return scan_[from_++];
}

}  // namespace media::image
