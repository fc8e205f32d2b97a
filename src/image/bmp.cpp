// BMP: OS/2's and Windows' headers (12 and 40 to 124 bytes), palettes, bit masks, run lengths. What may be
// transparent is what browsers show so: where a mask names an alpha channel, and what run lengths leave out.
#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>

#include "image/decoders.h"
#include "image/headers.h"
#include "image/reader.h"

namespace media::image {
namespace {

constexpr uint32_t kRle8 = 1, kRle4 = 2, kBitFields = 3, kAlphaBitFields = 6;
constexpr size_t kInfoAt = 14, kMasksAt = kInfoAt + 40;  // whether they follow the header or belong to it

struct Bmp {
  uint32_t pixels_at = 0;
  uint32_t header_size = 0;
  int width = 0, height = 0;
  bool top_down = false;
  int bits = 0;  // a pixel
  uint32_t compression = 0;
  uint32_t colours = 0;  // in the palette; 0: as many as its bits can name
  uint32_t masks[4] = {};  // of red, green, blue and alpha in a pixel of 16 to 32 bits

  bool has_runs() const { return compression == kRle8 || compression == kRle4; }
};

Bmp read_bmp(ByteView file) {
  Reader in(file);
  Bmp out;
  in.skip(10);
  out.pixels_at = in.le32();
  out.header_size = in.le32();
  if (out.header_size == 12) {
    out.width = in.le16();
    out.height = in.le16();
    in.skip(2);
    out.bits = in.le16();
  } else if (out.header_size >= 40 && out.header_size <= 124) {
    out.width = static_cast<int32_t>(in.le32());
    auto height = static_cast<int32_t>(in.le32());
    out.top_down = height < 0;
    out.height = height == INT32_MIN ? 0 : std::abs(height);
    in.skip(2);
    out.bits = in.le16();
    out.compression = in.le32();
    in.skip(12);
    out.colours = in.le32();
  }
  if (in.past_end()) out.width = 0;
  constexpr uint32_t of_16[3] = {0x7c00, 0x3e0, 0x1f}, of_more[3] = {0xff0000, 0xff00, 0xff};
  std::copy_n(out.bits == 16 ? of_16 : of_more, 3, out.masks);
  if (out.compression == kBitFields || out.compression == kAlphaBitFields) {
    in.seek(kMasksAt);
    for (uint32_t& mask : out.masks) mask = in.le32();
    if (out.compression == kBitFields && out.header_size < 56) out.masks[3] = 0;
  }
  return out;
}

bool is_possible(const Bmp& bmp) {
  switch (bmp.compression) {
    case 0:
      return bmp.bits == 1 || bmp.bits == 2 || bmp.bits == 4 || bmp.bits == 8 || bmp.bits == 16 ||
             bmp.bits == 24 || bmp.bits == 32;
    case kRle8:
      return bmp.bits == 8;
    case kRle4:
      return bmp.bits == 4;
    case kBitFields:
    case kAlphaBitFields:
      return bmp.bits == 16 || bmp.bits == 32;
    default:
      return false;  // an embedded JPEG or PNG
  }
}

// One channel of a pixel.
class Channel {
 public:
  // Without a mask it is `absent` everywhere.
  Channel(uint32_t mask, uint8_t absent) {
    levels_[0] = absent;
    int top = static_cast<int>(std::bit_width(mask)), used = std::min(8, top - std::countr_zero(mask));
    if (mask == 0) return;
    shift_ = top - used;
    most_ = (1u << used) - 1;
    for (uint32_t i = 0; i <= most_; ++i) levels_[i] = static_cast<uint8_t>((i * 255 + most_ / 2) / most_);
  }
  uint8_t of(uint32_t pixel) const { return levels_[pixel >> shift_ & most_]; }

 private:
  int shift_ = 0;
  uint32_t most_ = 0;
  uint8_t levels_[256] = {};
};

// Follows the header, wherever the pixels are said to begin: some writers point into it. What it does not hold is
// black.
struct Palette {
  uint8_t colours[256][4];

  Palette(ByteView file, const Bmp& bmp) {
    size_t entry = bmp.header_size == 12 ? 3 : 4;
    uint32_t nameable = 1u << std::min(bmp.bits, 8), left = bmp.colours == 0 ? nameable : bmp.colours;
    Reader in(file);
    in.seek(kInfoAt + bmp.header_size);
    for (auto& colour : colours) {
      ByteView bgr = left == 0 ? ByteView() : in.take(entry);
      if (left > 0) --left;
      bool is_there = bgr.size() >= 3;
      for (size_t c = 0; c < 3; ++c) colour[c] = is_there ? bgr[2 - c] : 0;
      colour[3] = 255;
    }
  }
};

uint8_t* row_of(Image& out, const Bmp& bmp, int y) {
  return out.pixels.data() +
         static_cast<size_t>(bmp.top_down ? y : bmp.height - 1 - y) * static_cast<size_t>(bmp.width) * 4;
}

void draw_indices(const Bmp& bmp, const Palette& palette, const uint8_t* row, uint8_t* to) {
  for (int x = 0; x < bmp.width; ++x, to += 4) {
    size_t bit = static_cast<size_t>(x) * static_cast<size_t>(bmp.bits);
    int index = row[bit / 8] >> (8 - bmp.bits - static_cast<int>(bit % 8)) & ((1 << bmp.bits) - 1);
    std::memcpy(to, palette.colours[index], 4);
  }
}

// Rows without compression; what is missing of them is zeros.
Result<Done> draw_rows(const Bmp& bmp, ByteView file, Image& out) {
  size_t stride = (static_cast<size_t>(bmp.width) * static_cast<size_t>(bmp.bits) + 31) / 32 * 4;
  auto row = Bytes::zeroed(stride);
  if (!row) return row.error();
  Reader in(file);
  in.seek(bmp.pixels_at);
  const Palette palette(file, bmp);
  const Channel channels[4] = {{bmp.masks[0], 0}, {bmp.masks[1], 0}, {bmp.masks[2], 0}, {bmp.masks[3], 255}};
  auto bytes = static_cast<size_t>(bmp.bits / 8);
  for (int y = 0; y < bmp.height; ++y) {
    ByteView there = in.take(stride);
    std::copy(there.begin(), there.end(), row->data());
    std::fill(row->data() + there.size(), row->data() + stride, uint8_t{0});
    uint8_t* to = row_of(out, bmp, y);
    if (bmp.bits <= 8) {
      draw_indices(bmp, palette, row->data(), to);
      continue;
    }
    for (const uint8_t *from = row->data(), *end = from + static_cast<size_t>(bmp.width) * bytes; from < end;
         from += bytes, to += 4) {
      uint32_t pixel = from[0] | from[1] << 8;
      if (bytes > 2) pixel |= uint32_t{from[2]} << 16;
      if (bytes > 3) pixel |= uint32_t{from[3]} << 24;
      for (int c = 0; c < 4; ++c) to[c] = channels[c].of(pixel);
    }
  }
  return Done{};
}

// Pairs of a count and an index, and escapes: end of line, end of picture, a move, indices as they are. False
// when the file ends before the picture does.
bool draw_runs(const Bmp& bmp, ByteView file, Image& out) {
  const Palette palette(file, bmp);
  std::memset(out.pixels.data(), 0, out.pixels.size());
  Reader in(file);
  in.seek(bmp.pixels_at);
  const bool halves = bmp.bits == 4;
  for (int x = 0, y = 0; y < bmp.height;) {
    if (in.left() < 2) return false;
    int count = in.u8(), value = in.u8();
    auto put = [&](int pixels, auto byte_at) {
      for (int i = 0; i < pixels && x < bmp.width; ++i, ++x) {
        int byte = byte_at(halves ? i / 2 : i), index = !halves ? byte : i % 2 == 0 ? byte >> 4 : byte & 15;
        std::memcpy(row_of(out, bmp, y) + static_cast<size_t>(x) * 4, palette.colours[index], 4);
      }
    };
    if (count > 0) {
      put(count, [&](int) { return value; });
    } else if (value == 0) {
      x = 0;
      ++y;
    } else if (value == 1) {
      return true;
    } else if (value == 2) {
      x = std::min(bmp.width, x + in.u8());
      y += in.u8();
    } else {
      size_t bytes = static_cast<size_t>(halves ? (value + 1) / 2 : value);
      ByteView indices = in.take(bytes + bytes % 2);
      if (indices.size() < bytes) return false;
      put(value, [&](int i) { return indices[static_cast<size_t>(i)]; });
    }
  }
  return true;
}

}  // namespace

Result<Info> bmp_header(ByteView file) {
  Bmp bmp = read_bmp(file);
  if (bmp.width <= 0 || bmp.height <= 0) return corrupt("The BMP is damaged in its header.");
  Info info;
  info.format = Format::bmp;
  info.stored_width = bmp.width;
  info.stored_height = bmp.height;
  info.bit_depth = bmp.bits == 16 ? 5 : 8;  // a palette's entries have 8 bits a channel
  info.has_alpha = bmp.has_runs() || bmp.masks[3] != 0;
  return info;
}

Result<Image> decode_bmp(ByteView file, bool allow_truncated) {
  Bmp bmp = read_bmp(file);
  if (!is_possible(bmp))
    return Error{ErrorCode::unsupported_format,
                 "A BMP of this kind cannot be read; convert it to PNG first."};
  uint64_t row_bits = static_cast<uint64_t>(bmp.width) * static_cast<uint64_t>(bmp.bits);
  uint64_t rows = (row_bits + 31) / 32 * 4 * static_cast<uint64_t>(bmp.height - 1) +
                  (row_bits + 7) / 8;  // the last one unpadded
  bool is_whole = bmp.has_runs() || file.size() >= bmp.pixels_at + rows;
  if (!is_whole && !allow_truncated) return corrupt("The BMP is truncated: its end is missing.");
  auto out = make_image(bmp.width, bmp.height);
  if (!out) return out;
  if (bmp.has_runs()) {
    if (!draw_runs(bmp, file, *out) && !allow_truncated)
      return corrupt("The BMP is truncated: its end is missing.");
  } else if (auto drawn = draw_rows(bmp, file, *out); !drawn) {
    return drawn.error();
  }
  return out;
}

}  // namespace media::image
