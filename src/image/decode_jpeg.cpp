// JPEG through stb_image, whose silences are filled in here: what it
// cannot read, and what a cut-off file holds.
#include <algorithm>
#include <cstring>

#include "image/decoders.h"
#include "image/headers.h"
#include "image/jpeg_layout.h"

namespace media::image {
namespace {

const char* why_unsupported(const JpegLayout& jpeg) {
  if (jpeg.frame_marker > 0xc2)
    return "A JPEG of this kind (lossless, hierarchical or arithmetic coding) cannot be read; convert it "
           "first.";
  if (jpeg.precision != 8) return "A JPEG of more than 8 bits a channel cannot be read; convert it first.";
  if (jpeg.components != 1 && jpeg.components != 3 && jpeg.components != 4)
    return "A JPEG of so many channels cannot be read; convert it first.";
  return nullptr;
}

// With a marker that says CMYK. Files that lack it are taken for what Adobe's programs write,
// inverted, as browsers and Pillow take them.
Result<Bytes> with_adobe_marker(ByteView file) {
  constexpr uint8_t marker[16] = {0xff, 0xee, 0,   14, 'A', 'd',
                                  'o',  'b',  'e', 0,  100};  // version 100, the rest 0
  constexpr size_t start = 2;
  auto out = Bytes::make(file.size() + sizeof marker);
  if (!out) return out;
  std::memcpy(out->data(), file.data(), start);
  std::memcpy(out->data() + start, marker, sizeof marker);
  std::memcpy(out->data() + start + sizeof marker, file.data() + start, file.size() - start);
  return out;
}

// The first `length` bytes and an end-of-image marker.
Result<Bytes> ended(ByteView file, size_t length) {
  auto out = Bytes::make(length + 2);
  if (!out) return out;
  std::memcpy(out->data(), file.data(), length);
  (*out)[length] = 0xff;
  (*out)[length + 1] = 0xd9;
  return out;
}

// The file said to be only `rows` high.
Result<Image> decode_rows(Bytes& file, const JpegLayout& jpeg, int rows) {
  file[jpeg.height_at] = static_cast<uint8_t>(rows >> 8);
  file[jpeg.height_at + 1] = static_cast<uint8_t>(rows);
  return stb_decode(file.span());
}

// The rows that are there, then grey. A progressive file gives all rows from the scans that are whole.
Result<Image> decode_what_there_is(ByteView file, const JpegLayout& jpeg) {
  if (jpeg.scans == 0) return corrupt("The JPEG is truncated before its pixels.");
  if (jpeg.scans > 1) {
    auto coarser = ended(file, jpeg.last_scan_at);
    if (!coarser) return coarser.error();
    if (auto image = stb_decode(coarser->span())) return image;
  }
  auto bytes = ended(file, jpeg.usable);
  if (!bytes) return bytes.error();
  constexpr int block = 8;  // the least height that a row of blocks has
  int there = 0, missing = jpeg.height / block + 1;
  Image best;
  while (missing - there > 1) {
    int middle = (there + missing) / 2;
    auto image = decode_rows(*bytes, jpeg, middle * block);
    if (image) {
      best = std::move(*image);
      there = middle;
    } else if (image.error().code == ErrorCode::out_of_memory) {
      return image;
    } else {
      missing = middle;
    }
  }
  if (there == 0) return corrupt("The JPEG is truncated at its first pixels.");
  auto out = make_image(jpeg.width, jpeg.height);
  if (!out) return out;
  constexpr uint8_t grey[4] = {128, 128, 128, 255};
  size_t known = std::min(best.pixels.size(), out->pixels.size());
  std::memcpy(out->pixels.data(), best.pixels.data(), known);
  for (size_t i = known; i < out->pixels.size(); i += 4) std::memcpy(out->pixels.data() + i, grey, 4);
  return out;
}

}  // namespace

Result<Image> decode_jpeg(ByteView file, bool allow_truncated) {
  JpegLayout jpeg = read_jpeg(file, true);
  if (const char* why = why_unsupported(jpeg)) return Error{ErrorCode::unsupported_format, why};
  if (jpeg.components == 4 && !jpeg.has_adobe) {
    auto marked = with_adobe_marker(file);
    return marked ? decode_jpeg(marked->span(), allow_truncated) : marked.error();
  }
  if (jpeg.scans == 0) return corrupt("The JPEG holds no pixels.");
  if (!jpeg.is_whole && !allow_truncated) return corrupt("The JPEG is truncated: its end is missing.");
  if (jpeg.is_whole) {
    auto image = stb_decode(file);
    if (image || !allow_truncated || image.error().code == ErrorCode::out_of_memory) return image;
  }
  return decode_what_there_is(file, jpeg);
}

}  // namespace media::image
