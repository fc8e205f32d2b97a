// Markers and order of the file: ITU-T T.81, annex B; JFIF 1.02.
#include "image/jpeg/encode.h"

#include <algorithm>
#include <cstring>
#include <initializer_list>

#include "image/jpeg/markers.h"

namespace media::image {
namespace {

constexpr int kHalvedUpTo = 90;                  // quality
constexpr size_t kMostKept = size_t{1} << 27;    // coefficients, of two bytes: 89 megapixels with halved colour
constexpr size_t kMostHeader = 20 + 2 * 69 + 19 + 4 * (21 + 256) + 14 + 2 + 2;

Error no_memory() { return {ErrorCode::out_of_memory, "There is not enough memory to encode this image."}; }

class Header {
 public:
  explicit Header(uint8_t* to) : to_(to) {}
  uint8_t* end() const { return to_; }

  // Once in the code, with its constants as bytes.
  [[gnu::noinline]] void bytes(std::initializer_list<uint8_t> values) { copy(values.begin(), values.size()); }
  void copy(const uint8_t* from, size_t count) {
    std::memcpy(to_, from, count);
    to_ += count;
  }
  // A marker and the length of what follows, which counts itself.
  void segment(uint8_t marker, size_t length) { bytes({0xff, marker, static_cast<uint8_t>(length >> 8), static_cast<uint8_t>(length)}); }

 private:
  uint8_t* to_;
};

uint8_t* write_header(uint8_t* to, const JpegGrid& grid, const JpegQuantisers& quantisers, const JpegScan& scan) {
  Header out(to);
  out.bytes({0xff, 0xd8});
  out.segment(kJfif, 16);
  out.bytes({'J', 'F', 'I', 'F', 0, 1, 2, 0, 0, 1, 0, 1, 0, 0});
  for (size_t table = 0; table < 2; ++table) {
    out.segment(kQuantisers, 3 + kBlock);
    out.bytes({static_cast<uint8_t>(table)});
    out.copy(quantisers.steps[table].data(), kBlock);
  }
  out.segment(kBaselineFrame, 17);
  const auto byte = [](int value) { return static_cast<uint8_t>(value); };
  out.bytes({8, byte(grid.height >> 8), byte(grid.height), byte(grid.width >> 8), byte(grid.width), 3});
  const uint8_t luma = grid.halved ? 0x22 : 0x11;
  out.bytes({1, luma, 0, 2, 0x11, 1, 3, 0x11, 1});
  for (size_t table = 0; table < 4; ++table) {
    const HuffmanTable& codes = scan.tables()[table];
    out.segment(kHuffman, 19 + codes.count);
    out.bytes({static_cast<uint8_t>(table % 2 << 4 | table / 2)});  // other coefficients, and colour
    out.copy(codes.lengths.data() + 1, 16);
    out.copy(codes.symbols.data(), codes.count);
  }
  out.segment(kStartOfScan, 12);
  out.bytes({3, 1, 0x00, 2, 0x11, 3, 0x11, 0, kBlock - 1, 0});
  return out.end();
}

}  // namespace

Result<JpegEncoder> JpegEncoder::make(ImageView image, const JpegOptions& options, bool keep) {
  if (image.data == nullptr || image.width < 1 || image.height < 1)
    return Error{ErrorCode::invalid_argument, "The image to encode is empty."};
  if (options.quality < 1 || options.quality > 100)
    return Error{ErrorCode::invalid_argument, "The quality is a number from 1 to 100."};
  if (image.width > 65535 || image.height > 65535)
    return Error{ErrorCode::image_too_large, "A JPEG's sides have at most 65535 pixels."};
  JpegEncoder out;
  out.image_ = image;
  std::copy_n(options.background, 3, out.background_.begin());
  out.keeps_ = keep;
  return out;
}

Result<Done> JpegEncoder::prepare(int quality) {
  const bool halved = quality <= kHalvedUpTo;
  if (forward_ && forward_->grid().halved == halved) return Done{};
  auto forward = JpegForward::make(image_, background_, halved);
  if (!forward) return no_memory();
  const JpegGrid& grid = forward->grid();
  kept_ = {};
  const size_t all = grid.row_coefficients() * grid.rows();
  if (keeps_ && all <= kMostKept) {
    // Without the memory for it, each try transforms anew.
    if (auto kept = Buffer<int16_t>::make(all)) kept_ = std::move(*kept);
    for (size_t row = 0; kept_.size() > 0 && row < grid.rows(); ++row)
      forward->transform_row(row, kept_.data() + row * grid.row_coefficients());
  }
  if (kept_.size() == 0) {
    auto row = Buffer<int16_t>::make(grid.row_coefficients());
    if (!row) return no_memory();
    row_ = std::move(*row);
  }
  forward_.emplace(std::move(*forward));
  return Done{};
}

Result<Bytes> JpegEncoder::encode(int quality, size_t most) {
  if (auto ready = prepare(quality); !ready) return ready.error();
  const JpegGrid& grid = forward_->grid();
  const JpegQuantisers quantisers = JpegQuantisers::of(quality);
  JpegScan scan(quantisers);
  const size_t lumas = grid.blocks() - 2;
  for (size_t row = 0; row < grid.rows(); ++row) {
    if (!scan.reserve(grid.columns() * grid.blocks())) return no_memory();
    const int16_t* block = row_.data();
    if (kept_.size() > 0) {
      block = kept_.data() + row * grid.row_coefficients();
    } else {
      forward_->transform_row(row, row_.data());
    }
    for (size_t unit = 0; unit < grid.columns(); ++unit) {
      for (size_t i = 0; i < grid.blocks(); ++i, block += kBlock) scan.add(i < lumas ? 0 : i - lumas + 1, block);
    }
  }
  scan.finish();
  if (scan.least_bytes() > most) return Bytes();
  auto out = Bytes::make(kMostHeader + 2 * scan.least_bytes() + 8);
  if (!out) return no_memory();
  uint8_t* to = scan.write(write_header(out->data(), grid, quantisers, scan));
  *to++ = 0xff;
  *to++ = 0xd9;
  out->shrink(static_cast<size_t>(to - out->data()));
  return out->size() <= most ? std::move(out) : Bytes();
}

Result<Bytes> encode_jpeg(ImageView image, const JpegOptions& options) {
  auto encoder = JpegEncoder::make(image, options, false);
  return encoder ? encoder->encode(options.quality) : encoder.error();
}

}  // namespace media::image
