// PNG third edition, written by hand around libdeflate.
#include <libdeflate.h>

#include <cstring>
#include <memory>

#include "image/image.h"

namespace media::image {
namespace {

void put32(uint8_t* to, uint32_t value) {
  for (int i = 0; i < 4; ++i) to[i] = static_cast<uint8_t>(value >> (24 - 8 * i));
}

// Length, type, `length` bytes that are already at to + 8, and the CRC. Returns where the next chunk goes.
uint8_t* finish_chunk(uint8_t* to, const char* type, size_t length) {
  put32(to, static_cast<uint32_t>(length));
  std::memcpy(to + 4, type, 4);
  put32(to + 8 + length, libdeflate_crc32(0, to + 4, length + 4));
  return to + length + 12;
}

bool is_opaque(ImageView image) {
  size_t pixels = static_cast<size_t>(image.width) * static_cast<size_t>(image.height);
  for (size_t i = 0; i < pixels; ++i) {
    if (image.data[i * 4 + 3] != 255) return false;
  }
  return true;
}

// Each row: the filter type Up (2), then each byte less the one above it.
Result<Bytes> filter_up(ImageView image, size_t channels) {
  auto width = static_cast<size_t>(image.width), height = static_cast<size_t>(image.height);
  auto out = Bytes::make(height * (width * channels + 1));
  if (!out) return out;
  uint8_t* to = out->data();
  for (size_t y = 0; y < height; ++y) {
    const uint8_t* row = image.data + y * width * 4;
    size_t above = y == 0 ? 0 : width * 4;
    *to++ = y == 0 ? 0 : 2;
    for (size_t x = 0; x < width; ++x, row += 4, to += channels) {
      for (size_t c = 0; c < channels; ++c) to[c] = static_cast<uint8_t>(row[c] - (above != 0 ? *(row + c - above) : 0));
    }
  }
  return out;
}

struct FreeCompressor {
  void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

}  // namespace

Result<Bytes> encode_png(ImageView image, const PngOptions& options) {
  if (image.data == nullptr || image.width < 1 || image.height < 1) return Error{ErrorCode::invalid_argument, "The image to encode is empty."};
  bool opaque = is_opaque(image);
  auto filtered = filter_up(image, opaque ? 3 : 4);
  if (!filtered) return filtered;
  std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(libdeflate_alloc_compressor(options.small ? 9 : 1));
  if (!compressor) return Error{ErrorCode::out_of_memory, "There is not enough memory to encode this image."};

  constexpr uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  constexpr size_t chunk = 12, before = sizeof signature + chunk + 13;
  size_t bound = libdeflate_zlib_compress_bound(compressor.get(), filtered->size());
  auto out = Bytes::make(before + chunk + bound + chunk);
  if (!out) return out;
  uint8_t* to = out->data();
  std::memcpy(to, signature, sizeof signature);
  to += sizeof signature;
  put32(to + 8, static_cast<uint32_t>(image.width));
  put32(to + 12, static_cast<uint32_t>(image.height));
  const uint8_t format[5] = {8, static_cast<uint8_t>(opaque ? 2 : 6), 0, 0, 0};
  std::memcpy(to + 16, format, sizeof format);
  to = finish_chunk(to, "IHDR", 13);
  size_t length = libdeflate_zlib_compress(compressor.get(), filtered->data(), filtered->size(), to + 8, bound);
  if (length == 0 || length > INT32_MAX) return Error{ErrorCode::image_too_large, "The image is too large for a PNG."};
  to = finish_chunk(to, "IDAT", length);
  to = finish_chunk(to, "IEND", 0);
  out->shrink(static_cast<size_t>(to - out->data()));
  return out;
}

}  // namespace media::image
