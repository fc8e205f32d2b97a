#include "image/jpeg/baseline.h"

#include <algorithm>
#include <cstring>

#include "image/jpeg/frame.h"
#include "image/jpeg/inverse.h"
#include "image/jpeg/layout.h"
#include "image/jpeg/markers.h"

namespace media::image {
namespace {

constexpr size_t kMargin = 32;  // beside a row of samples

// Of coefficients in the order of the file the place in a block, row by row; beyond the last: one that nobody reads.
constexpr size_t kRest = kBlock, kRoom = kBlock + 8;
constexpr std::array<uint8_t, 2 * kBlock + ScanCodes::kEnd> kPlaces = [] {
  std::array<uint8_t, 2 * kBlock + ScanCodes::kEnd> out{};
  for (size_t i = 0; i < out.size(); ++i)
    out[i] = i < kBlock ? static_cast<uint8_t>((kZigzag[i] & 7) << 3 | kZigzag[i] >> 3) : static_cast<uint8_t>(kRest);
  return out;
}();

// What stands behind a prefix, where ScanCodes tells no more than that it is long, and the bits after it.
struct Long {
  ScanBits in;
  uint32_t symbol = 0;
  int value = 0;
  bool is_code = true;
};

// By value: what has an address is kept in memory, not in registers.
[[gnu::noinline]] Long read_long(const ScanCodes& codes, uint32_t word, uint64_t bits_left, uint32_t count, const uint8_t* at) {
  Long out{{bits_left, count, at}};
  ScanBits& in = out.in;
  in.fill();
  uint32_t length = word & ScanCodes::kBits;
  out.symbol = word >> ScanCodes::kSkipShift & 255;
  if (length == 0) {
    const auto bits = static_cast<uint32_t>(in.bits >> 48);
    length = ScanCodes::kPeek + 1;
    while (bits >= codes.ends[length]) ++length;
    if (length > 16) {
      out.is_code = false;
      return out;
    }
    out.symbol = codes.symbols[((bits >> (16 - length)) - codes.first[length]) & 255];
  }
  in.drop(length);
  const uint32_t size = out.symbol & 15;
  if (size == 0) return out;
  out.value = extended(static_cast<uint32_t>(in.bits >> (64 - size)), size);
  in.drop(size);
  return out;
}

struct Scanned {
  bool is_sound;
  uint32_t last;  // where the last coefficient that is not 0 stands, or further
};

// Reads a block whose coefficients are 0. `mean` is the first coefficient of the one before.
MEDIA_INLINE Scanned read_block(const ScanCodes& first, const ScanCodes& others, ScanBits& in, int& mean, int16_t* block) {
  using C = ScanCodes;
  in.fill();
  uint64_t word = first.words[in.peek()];
  auto low = static_cast<uint32_t>(word);
  if ((low & C::kLong) != 0) {
    const Long found = read_long(first, low, in.bits, in.count, in.at);
    in = found.in;
    if (!found.is_code || found.symbol > 15) return {false, 0};
    mean += found.value;
    in.fill();
  } else {
    in.drop(low & C::kBits);
    mean += static_cast<int16_t>(word >> C::kFirstValueShift);
  }
  block[0] = static_cast<int16_t>(mean);
  uint32_t at = 1;
  uint64_t before = 0;
  while (true) {
    // As many short ones as the bits surely hold.
    for (int i = 0; i < 4; ++i) {
      before = in.bits;
      word = others.words[in.peek()];
      low = static_cast<uint32_t>(word);
      if ((low & C::kLong) != 0) break;
      in.drop(low & C::kBits);
      block[kPlaces[at + (low >> C::kFirstShift & C::kPlace)]] = static_cast<int16_t>(word >> C::kFirstValueShift);
      block[kPlaces[at + (low >> C::kSecondShift & C::kPlace)]] = static_cast<int16_t>(word >> C::kSecondValueShift);
      at += low >> C::kSkipShift;
      if (at >= kBlock) goto done;
    }
    if ((low & C::kLong) != 0) {
      const Long found = read_long(others, low, in.bits, in.count, in.at);
      in = found.in;
      if (!found.is_code) return {false, 0};
      low = 0;
      const uint32_t run = found.symbol >> 4;
      if (found.value != 0) {
        at += run;
        block[kPlaces[at]] = static_cast<int16_t>(found.value);
        ++at;
      } else {
        at += run == 15 ? 16 : C::kEnd + 1;
      }
      if (at >= kBlock) break;
    }
    in.fill();
  }
done:
  if (at > kBlock && at - (low >> C::kSkipShift) + (low >> C::kFirstShift & C::kPlace) == kBlock - 1) {
    // What was taken for another coefficient is the next block's.
    const uint32_t more = low >> C::kSecondBitsShift & C::kSecondBits;
    in.bits = before << ((low & C::kBits) - more);
    in.count += more;
    at = kBlock;
  }
  if (at > C::kEnd) at -= C::kEnd + 1;
  else if (at != kBlock) return {false, 0};
  return {at <= kBlock, at - 1};
}

// Volatile: as wasm it would be a call of memset otherwise, which takes as long as the transform.
MEDIA_INLINE void clear(int16_t* block) {
  for (size_t i = 0; i < kBlock; i += 8) *reinterpret_cast<volatile I16x8*>(block + i) = I16x8{};
}

// Rows of samples, as many as two rows of units have, the later ones in the place of the earlier.
struct Plane {
  uint8_t* at = nullptr;
  size_t stride = 0, rows = 0, columns = 0;  // that the picture has

  uint8_t* row(size_t y, size_t mask) const { return at + (y & mask) * stride; }
};

class Baseline {
 public:
  static std::optional<Image> decode(const JpegFrame& frame) {
    Baseline out(frame);
    if (!out.make_room()) return {};
    // Not inlined, not even by tools that know no attribute: a short function has its variables in registers, and an
    // engine replaces it by a faster one while the first picture is decoded.
    bool (*volatile read)(Baseline&, size_t) = read_row;
    for (size_t row = 0; row < frame.rows(); ++row) {
      if (!read(out, row)) return {};
      out.finish_row(row);
    }
    return std::move(out.image_);
  }

 private:
  explicit Baseline(const JpegFrame& frame) : frame_(frame) {}

  // Rows of a component's samples that a row of units has.
  size_t height(size_t i) const { return 8 * frame_.components[i].down; }

  bool make_room() {
    size_t total = 0;
    for (size_t i = 0; i < frame_.count; ++i) {
      const auto& component = frame_.components[i];
      const auto part = [](size_t all, size_t mine, size_t most) { return (all * mine + most - 1) / most; };
      Plane& plane = planes_[i];
      plane.columns = part(frame_.width, component.across, frame_.across());
      plane.rows = part(frame_.height, component.down, frame_.down());
      plane.stride = 8 * component.across * frame_.columns() + 2 * kMargin;
      total += 2 * height(i) * plane.stride;
    }
    const size_t grey = frame_.count == 1 ? planes_[0].stride : 0;
    auto samples = Bytes::make(total + grey + ScanBytes::kRoom);
    auto image = make_image(static_cast<int>(frame_.width), static_cast<int>(frame_.height));
    if (!samples || !image) return false;
    samples_ = std::move(*samples), image_ = std::move(*image);
    bytes_ = ScanBytes(frame_.scan, samples_.data());
    uint8_t* at = samples_.data() + ScanBytes::kRoom + kMargin;
    for (size_t i = 0; i < frame_.count; ++i) {
      planes_[i].at = at;
      at += 2 * height(i) * planes_[i].stride;
    }
    if (grey > 0) {
      no_colour_ = at;
      std::memset(at - kMargin, 128, grey);
    }
    at_ = bytes_.begin();
    left_ = frame_.interval;
    return true;
  }

  // Decodes a row of units into the planes. False where the scan is not sound.
  static bool read_row(Baseline& all, size_t row) { return all.read_row(row); }

  bool read_row(size_t row) {
    ScanBits in = bits_;
    in.at = at_;
    for (size_t column = 0; column < frame_.columns(); ++column) {
      if (in.at >= bytes_.low()) {
        in.at = bytes_.read_on(in.at);
        if (in.at == nullptr) return false;
      }
      for (size_t i = 0; i < frame_.count; ++i) {
        const auto& component = frame_.components[i];
        const int16_t* const steps = frame_.steps[component.steps].data();
        const Plane& plane = planes_[i];
        uint8_t* out = plane.row(row * height(i), 2 * height(i) - 1) + 8 * component.across * column;
        for (size_t y = 0; y < component.down; ++y, out += 8 * plane.stride) {
          for (size_t x = 0; x < component.across; ++x) {
            const Scanned found = read_block(frame_.codes[component.first_codes], frame_.codes[component.codes], in, means_[i], block_);
            const int level = means_[i] * static_cast<uint16_t>(steps[0]);
            if (!found.is_sound || means_[i] != static_cast<int16_t>(means_[i]) || level != static_cast<int16_t>(level)) return false;
            if (found.last == 0) {
              inverse_transform(static_cast<int16_t>(level), out + 8 * x, plane.stride);
            } else {
              inverse_transform(block_, steps, out + 8 * x, plane.stride);
              clear(block_);
            }
          }
        }
      }
      const bool is_last = row + 1 == frame_.rows() && column + 1 == frame_.columns();
      if (is_last || (frame_.interval > 0 && --left_ == 0)) {
        if (!ends_well(in.at, in.count, is_last)) return false;
        in = {0, 0, bytes_.begin()};
      }
    }
    bits_ = in;
    at_ = in.at;
    return true;
  }

  // After an interval, or at the end: whether the scan has what belongs there.
  bool ends_well(const uint8_t* at, uint32_t bits, bool is_last) {
    if (at >= bytes_.low()) at = bytes_.read_on(at);
    if (at == nullptr || !bytes_.is_end(at, bits)) return false;
    const int marker = bytes_.next_marker();
    if (is_last) return marker == kEndOfImage;
    if (!is_restart(marker)) return false;
    left_ = frame_.interval;
    std::fill(means_, means_ + 3, 0);
    return true;
  }

  // Pixels of what lies between the rows of colour that are there. The last row of all has none below it.
  [[gnu::noinline]] void finish_row(size_t row) {
    const bool halved_down = frame_.count == 3 && frame_.down() == 2;
    ColourRows colour;
    colour.halved_across = frame_.count == 3 && frame_.across() == 2;
    for (size_t i = 1; i < frame_.count; ++i) {
      for (size_t y = 0; y < height(i); ++y) {
        uint8_t* const samples = planes_[i].row(row * height(i) + y, 2 * height(i) - 1);
        samples[-1] = samples[0];
        std::memset(samples + planes_[i].columns, samples[planes_[i].columns - 1], 16);
      }
    }
    const bool is_last = row + 1 == frame_.rows();
    const size_t end = is_last ? frame_.height : (row + 1) * height(0) - (halved_down ? 1 : 0);
    for (; done_ < end; ++done_) {
      for (size_t c = 0; c < 2; ++c) {
        if (frame_.count == 1) {
          colour.near[c] = colour.far[c] = no_colour_;
          continue;
        }
        const Plane& plane = planes_[c + 1];
        const size_t mask = 2 * height(c + 1) - 1, near = halved_down ? done_ / 2 : done_;
        size_t far = near;
        if (halved_down) far = done_ % 2 == 0 ? near - (near > 0 ? 1 : 0) : std::min(near + 1, plane.rows - 1);
        colour.near[c] = plane.row(near, mask);
        colour.far[c] = plane.row(far, mask);
      }
      pixels_of(planes_[0].row(done_, 2 * height(0) - 1), colour, image_.width, image_.pixels.data() + done_ * frame_.width * 4);
    }
  }

  const JpegFrame& frame_;
  Image image_;
  ScanBytes bytes_;
  ScanBits bits_;
  const uint8_t* at_ = nullptr;
  size_t left_ = 0;  // units to the next restart marker
  int means_[3] = {};
  alignas(16) int16_t block_[kRoom] = {};
  Bytes samples_;
  Plane planes_[3];
  uint8_t* no_colour_ = nullptr;  // a row of it
  size_t done_ = 0;               // rows of pixels
};

}  // namespace

std::optional<Image> decode_baseline(ByteView jpeg) {
  JpegFrame frame;
  return read_frame(jpeg, frame) ? Baseline::decode(frame) : std::nullopt;
}

}  // namespace media::image
