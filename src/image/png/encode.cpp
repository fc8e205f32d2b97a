// PNG third edition, written by hand around libdeflate.
#include <libdeflate.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "image/png/adler32.h"
#include "image/png/crc32.h"
#include "image/png/layout.h"

namespace media::image {
namespace {

void put32(uint8_t* to, uint32_t value) {
  for (int i = 0; i < 4; ++i) to[i] = static_cast<uint8_t>(value >> (24 - 8 * i));
}

// Length, type, `length` bytes that are already at to + 8, and the CRC. Returns where the next chunk goes.
uint8_t* finish_chunk(const Crc32& crc, uint8_t* to, const char* type, size_t length) {
  put32(to, static_cast<uint32_t>(length));
  std::memcpy(to + 4, type, 4);
  put32(to + 8 + length, crc.of({to + 4, length + 4}));
  return to + length + 12;
}

// One row by filter 0…4 into `to`. Section 9.2; what lies outside the image is 0.
void filter_row(int filter, const uint8_t* row, const uint8_t* above, size_t bytes, size_t step,
                uint8_t* to) {
  for (size_t i = 0; i < bytes; ++i) {
    int left = i >= step ? row[i - step] : 0, corner = i >= step ? above[i - step] : 0;
    int predicted = filter == 0   ? 0
                    : filter == 1 ? left
                    : filter == 2 ? above[i]
                    : filter == 3 ? (left + above[i]) / 2
                                  : paeth(left, above[i], corner);
    to[i] = static_cast<uint8_t>(row[i] - predicted);
  }
}

// How large the row's differences are as signed bytes: the smaller,
// the better it will compress (section 12.7).
uint64_t effort(const uint8_t* row, size_t bytes) {
  uint64_t sum = 0;
  for (size_t i = 0; i < bytes; ++i) sum += static_cast<uint64_t>(std::abs(static_cast<int8_t>(row[i])));
  return sum;
}

// Filters rows in place, from the last to the first, with the filter that each likes best. Indices of a palette
// stay as they are.
Result<Done> filter_rows(Bytes& rows, size_t height, const PngLayout& layout) {
  if (layout.colour == 3) return Done{};
  size_t stride = rows.size() / height, bytes = stride - 1, step = layout.channels();
  auto zeros = Bytes::zeroed(bytes), tried = Bytes::make(bytes), best = Bytes::make(bytes);
  if (!zeros) return zeros.error();
  if (!tried) return tried.error();
  if (!best) return best.error();
  for (size_t y = height; y-- > 0;) {
    uint8_t* row = rows.data() + y * stride;
    const uint8_t* above = y > 0 ? row - stride + 1 : zeros->data();
    uint64_t least = UINT64_MAX;
    for (uint8_t filter = 0; filter <= 4; ++filter) {
      filter_row(filter, row + 1, above, bytes, step, tried->data());
      uint64_t sum = effort(tried->data(), bytes);
      if (sum >= least) continue;
      least = sum;
      row[0] = filter;
      std::swap(*tried, *best);
    }
    std::memcpy(row + 1, best->data(), bytes);
  }
  return Done{};
}

struct FreeCompressor {
  void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

Result<Bytes> write_png(ImageView image, const PngLayout& layout, bool small) {
  auto rows = png_rows(image, layout, !small);
  if (!rows) return rows;
  if (small) {
    if (auto done = filter_rows(*rows, static_cast<size_t>(image.height), layout); !done) return done.error();
  }
  // Levels as constants: the linker then leaves out what the others need.
  std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(small ? libdeflate_alloc_compressor(9)
                                                                          : libdeflate_alloc_compressor(1));
  if (!compressor) return Error{ErrorCode::out_of_memory, "There is not enough memory to encode this image."};

  constexpr uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  constexpr size_t chunk = 12, header = 13;
  auto colours = static_cast<size_t>(layout.colours), translucent = static_cast<size_t>(layout.translucent);
  constexpr size_t zlib_header = 2, zlib_checksum = 4;
  size_t bound = libdeflate_deflate_compress_bound(compressor.get(), rows->size());
  auto out = Bytes::make(sizeof signature + 5 * chunk + header + colours * 4 + zlib_header + bound + zlib_checksum);
  if (!out) return out;
  const Crc32 crc;
  uint8_t* to = out->data();
  std::memcpy(to, signature, sizeof signature);
  to += sizeof signature;
  put32(to + 8, static_cast<uint32_t>(image.width));
  put32(to + 12, static_cast<uint32_t>(image.height));
  const uint8_t format[5] = {static_cast<uint8_t>(layout.depth), static_cast<uint8_t>(layout.colour), 0, 0,
                             0};
  std::memcpy(to + 16, format, sizeof format);
  to = finish_chunk(crc, to, "IHDR", header);
  for (size_t i = 0; i < colours; ++i) std::memcpy(to + 8 + i * 3, layout.palette[i], 3);
  if (colours > 0) to = finish_chunk(crc, to, "PLTE", colours * 3);
  for (size_t i = 0; i < translucent; ++i) to[8 + i] = layout.palette[i][3];
  if (translucent > 0) to = finish_chunk(crc, to, "tRNS", translucent);
  // The zlib stream by hand: libdeflate's own checksum takes a tenth of the time here.
  uint8_t* const stream = to + 8;
  stream[0] = 0x78;  // deflate, a window of 32 KiB
  stream[1] = 0x01;  // makes the two a multiple of 31
  size_t length = libdeflate_deflate_compress(compressor.get(), rows->data(), rows->size(), stream + zlib_header, bound);
  if (length == 0 || length > INT32_MAX - zlib_header - zlib_checksum)
    return Error{ErrorCode::image_too_large, "The image is too large for a PNG."};
  put32(stream + zlib_header + length, adler32(rows->span()));
  to = finish_chunk(crc, to, "IDAT", zlib_header + length + zlib_checksum);
  to = finish_chunk(crc, to, "IEND", 0);
  out->shrink(static_cast<size_t>(to - out->data()));
  return out;
}

}  // namespace

Result<Bytes> encode_png(ImageView image, const PngOptions& options) {
  if (image.data == nullptr || image.width < 1 || image.height < 1)
    return Error{ErrorCode::invalid_argument, "The image to encode is empty."};
  PngLayout layout = png_layout(image);
  auto file = write_png(image, layout, options.small);
  if (!file || !options.small || layout.colour != 3) return file;
  // A smooth picture of few colours may be smaller when its rows can be filtered.
  auto other = write_png(image, png_layout(image, false), true);
  return other && other->size() < file->size() ? std::move(other) : std::move(file);
}

}  // namespace media::image
