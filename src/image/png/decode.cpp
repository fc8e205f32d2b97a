// PNG third edition around libdeflate: chunks, inflating, and the passes of Adam7.
#include <libdeflate.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "image/png/adler32.h"
#include "image/png/crc32.h"
#include "image/decoders.h"
#include "image/headers.h"
#include "image/png/chunks.h"
#include "image/png/rows.h"

namespace media::image {
namespace {

struct PngFile {
  int width = 0, height = 0;
  bool interlaced = false;
  PngFormat format;
  size_t first_data = 0, last_data = 0;  // of the chunks, by number, those with pixel data
  size_t data_bytes = 0;
  ByteView last_bytes;  // of the last of them
  size_t colours = 0;  // in the palette
  bool has_transparency = false;
  bool is_whole = false;
};

bool is_possible(int colour, int depth) {
  switch (colour) {
    case 0:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case 3:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case 2:
    case 4:
    case 6:
      return depth == 8 || depth == 16;
    default:
      return false;
  }
}

bool sum_is_right([[maybe_unused]] const Crc32& crc, [[maybe_unused]] const PngChunk& chunk) {
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
  return true;
#else
  return crc.of(chunk.checked) == chunk.crc;
#endif
}

bool read_header(ByteView data, PngFile& out) {
  Reader in(data);
  out.width = static_cast<int>(in.be32());
  out.height = static_cast<int>(in.be32());
  out.format.depth = in.u8();
  out.format.colour = in.u8();
  int compression = in.u8(), filter = in.u8(), interlace = in.u8();
  out.interlaced = interlace == 1;
  return is_possible(out.format.colour, out.format.depth) && compression == 0 && filter == 0 &&
         interlace <= 1;
}

// Indices beyond the palette stay black.
void read_palette(ByteView data, PngFile& out) {
  out.colours = std::min<size_t>(data.size() / 3, 256);
  for (size_t i = 0; i < out.colours; ++i) std::memcpy(out.format.palette[i], data.data() + i * 3, 3);
}

// Of a key only the bits of a sample count (section 11.3.1.1).
void read_transparency(ByteView data, PngFile& out) {
  PngFormat& format = out.format;
  if (format.colour == 3) {
    for (size_t i = 0; i < data.size() && i < out.colours; ++i) format.palette[i][3] = data[i];
  } else if (data.size() >= (format.colour == 2 ? 6u : 2u)) {
    Reader in(data);
    format.has_key = true;
    for (int c = 0; c < (format.colour == 2 ? 3 : 1); ++c) format.key[c] = in.be16() & ((1 << format.depth) - 1);
  }
}

// Everything but the pixel data.
Result<PngFile> read_chunks(ByteView file, bool allow_truncated) {
  const Crc32 crc;
  PngFile out;
  for (auto& entry : out.format.palette) std::memcpy(entry, "\0\0\0\xff", 4);
  PngChunks chunks(file);
  PngChunk chunk;
  for (size_t number = 1; !out.is_whole && chunks.next(chunk); ++number) {
    if (chunk.type == "CgBI") {
      out.format.apple = true;
      continue;
    }
    if (chunk.is_critical() && chunk.is_whole && !allow_truncated && !sum_is_right(crc, chunk)) {
      return corrupt("The PNG is damaged: a checksum is wrong.");
    }
    if (chunk.type == "IHDR") {
      if (out.width != 0 || !read_header(chunk.data, out))
        return corrupt("The PNG is damaged in its header.");
    } else if (out.width == 0) {
      return corrupt("The PNG does not begin with its header.");
    } else if (chunk.type == "PLTE") {
      // One, before the pixels, and before what names its colours.
      if (out.format.colour == 3 && (out.colours > 0 || out.first_data > 0))
        return corrupt("The PNG's palette is not where it must be.");
      read_palette(chunk.data, out);
    } else if (chunk.type == "tRNS") {
      bool in_place = out.first_data == 0 && (out.format.colour != 3 || out.colours > 0);
      if (in_place && !out.has_transparency) read_transparency(chunk.data, out);
      out.has_transparency = out.has_transparency || in_place;
    } else if (chunk.type == "IDAT") {
      if (out.first_data == 0) out.first_data = number;
      out.last_data = number;
      out.last_bytes = chunk.data;
      out.data_bytes += chunk.data.size();
    } else if (chunk.type == "IEND") {
      out.is_whole = true;
    } else if (chunk.is_critical()) {
      return corrupt("The PNG holds a critical chunk that is unknown.");
    }
  }
  if (out.format.colour == 3 && out.colours == 0) return corrupt("The PNG lacks its palette.");
  if (out.data_bytes == 0) return corrupt("The PNG holds no pixels.");
  return out;
}

// The pixel data of all chunks, end to end: those of the file where one chunk has them, else in `owner`.
Result<ByteView> gather_data(ByteView file, const PngFile& png, Bytes& owner) {
  if (png.first_data == png.last_data) return png.last_bytes;
  auto out = Bytes::make(png.data_bytes);
  if (!out) return out.error();
  PngChunks chunks(file);
  PngChunk chunk;
  size_t filled = 0;
  for (size_t number = 1; number <= png.last_data && chunks.next(chunk); ++number) {
    if (chunk.type != "IDAT" || number < png.first_data || chunk.data.empty()) continue;
    std::memcpy(out->data() + filled, chunk.data.data(), chunk.data.size());
    filled += chunk.data.size();
  }
  owner = std::move(*out);
  return ByteView(owner.span());
}

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};

constexpr size_t kMostFromLittle = size_t{5} << 26, kMostGrowth = 500;
constexpr uint8_t kMissing = 0xff;  // stands where a row's filter would be, and no filter has this number

// Whether two bytes begin a zlib stream of deflate, without a dictionary (RFC 1950, 2.2).
bool begins_zlib(ByteView data) {
  return (data[0] & 15) == 8 && data[0] >> 4 <= 7 && (data[0] << 8 | data[1]) % 31 == 0 && (data[1] & 32) == 0;
}

// Whether the checksum behind a zlib stream is that of what it held.
bool sum_is_right([[maybe_unused]] ByteView behind, [[maybe_unused]] ByteView inflated) {
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
  return true;
#else
  return behind.size() >= 4 && Reader(behind).be32() == adler32(inflated);
#endif
}

// The filtered rows of `bytes` bytes; what the data do not reach stays `kMissing`.
Result<Bytes> inflate(ByteView data, bool has_zlib_frame, size_t bytes, bool allow_truncated) {
  constexpr size_t slack = 4096;  // some encoders write more than the rows
  auto out = Bytes::make(bytes + slack);
  if (!out) return out;
  if (allow_truncated) std::memset(out->data(), kMissing, out->size());
  std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(libdeflate_alloc_decompressor());
  if (!decompressor) return Error{ErrorCode::out_of_memory, "There is not enough memory to decode this PNG."};
  size_t used = 0, made = 0;
  const bool checked = !allow_truncated;
  if (has_zlib_frame) {
    if (checked && (data.size() < 2 || !begins_zlib(data))) return corrupt("The PNG is damaged.");
    data = data.subspan(std::min<size_t>(data.size(), 2));
  }
  const auto result = libdeflate_deflate_decompress_ex(decompressor.get(), data.data(), data.size(), out->data(), out->size(), &used, &made);
  if (!checked) return out;
  if (result != LIBDEFLATE_SUCCESS || made < bytes || (has_zlib_frame && !sum_is_right(data.subspan(used), {out->data(), made})))
    return corrupt("The PNG is truncated or damaged.");
  return out;
}

struct Pass {
  int x, y, dx, dy;
  int width(int whole) const { return (whole - x + dx - 1) / dx; }
  int height(int whole) const { return (whole - y + dy - 1) / dy; }
};
constexpr Pass kAdam7[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                           {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
constexpr Pass kProgressive[] = {{0, 0, 1, 1}};

std::span<const Pass> passes(const PngFile& png) {
  return png.interlaced ? std::span<const Pass>(kAdam7) : std::span<const Pass>(kProgressive);
}

// 0 when that does not fit in size_t.
size_t inflated_bytes(const PngFile& png) {
  uint64_t sum = 0;
  for (const Pass& pass : passes(png)) {
    int width = pass.width(png.width), height = pass.height(png.height);
    if (width > 0 && height > 0) sum += static_cast<uint64_t>(height) * (png.format.row_bytes(width) + 1);
  }
  return sum < SIZE_MAX / 2 ? static_cast<size_t>(sum) : 0;
}

// False when a row names no filter.
bool draw_pass(const PngFile& png, const Pass& pass, uint8_t*& from, uint8_t* line, Image& out,
               bool allow_missing) {
  int width = pass.width(png.width), height = pass.height(png.height);
  if (width <= 0 || height <= 0) return true;
  size_t bytes = png.format.row_bytes(width);
  size_t pixel_bytes = (png.format.channels() * static_cast<size_t>(png.format.depth) + 7) / 8;
  // Rows that are pixels already go straight into the picture.
  const bool are_pixels = png.format.is_rgba() && pass.dx == 1 && !allow_missing;
  const uint8_t* above = nullptr;
  for (int y = 0; y < height; ++y, from += bytes + 1) {
    uint8_t* to =
        out.pixels.data() + (static_cast<size_t>(pass.y + y * pass.dy) * static_cast<size_t>(out.width) +
                             static_cast<size_t>(pass.x)) *
                                4;
    uint8_t* const row = are_pixels ? to : from + 1;
    const uint8_t* const before = std::exchange(above, row);
    if (from[0] > 4) {
      if (allow_missing) continue;
      return false;
    }
    png_unfilter(from[0], from + 1, row, before, bytes, pixel_bytes);
    if (are_pixels) continue;
    if (pass.dx == 1) {
      png_expand(png.format, row, width, to);
    } else {
      png_expand(png.format, row, width, line);
      for (int x = 0; x < width; ++x)
        std::memcpy(to + static_cast<ptrdiff_t>(x) * pass.dx * 4, line + static_cast<ptrdiff_t>(x) * 4, 4);
    }
  }
  return true;
}

}  // namespace

Result<Image> decode_png(ByteView file, bool allow_truncated) {
  auto png = read_chunks(file, allow_truncated);
  if (!png) return png.error();
  if (!png->is_whole && !allow_truncated) return corrupt("The PNG is truncated: its end is missing.");
  Bytes gathered;
  auto data = gather_data(file, *png, gathered);
  if (!data) return data.error();
  size_t bytes = inflated_bytes(*png);
  if (bytes == 0) return Error{ErrorCode::image_too_large, "The PNG needs more memory than there can be."};
  // Flat 16-bit pictures pack a thousandfold: seconds of work in a file of half a megabyte.
  if (bytes > kMostFromLittle && bytes / kMostGrowth >= file.size())
    return Error{ErrorCode::image_too_large, "The PNG unpacks to more than 500 times its size, beyond 320 MiB."};
  auto rows = inflate(*data, !png->format.apple, bytes, allow_truncated);
  if (!rows) return rows.error();
  auto out = make_image(png->width, png->height);
  if (!out) return out;
  auto line = Bytes::make(static_cast<size_t>(png->width) * 4);
  if (!line) return line.error();
  if (allow_truncated) std::memset(out->pixels.data(), 0, out->pixels.size());
  uint8_t* from = rows->data();
  for (const Pass& pass : passes(*png)) {
    if (!draw_pass(*png, pass, from, line->data(), *out, allow_truncated))
      return corrupt("The PNG is damaged in its pixels.");
  }
  return out;
}

}  // namespace media::image
