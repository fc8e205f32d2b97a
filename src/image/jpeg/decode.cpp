// JPEG from a clean copy: what stands between the parts that it knows stb_image takes for the end.
#include "image/decoders.h"
#include "image/headers.h"
#include "image/jpeg/baseline.h"
#include "image/jpeg/layout.h"

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

}  // namespace

Result<Image> decode_jpeg(ByteView file, bool allow_truncated, int64_t max_work) {
  JpegLayout jpeg = read_jpeg(file);
  if (const char* why = why_unsupported(jpeg)) return Error{ErrorCode::unsupported_format, why};
  auto clean = clean_jpeg(file, jpeg, allow_truncated, max_work);
  if (!clean) return clean.error();
  if (auto image = decode_baseline(clean->span())) return std::move(*image);
  return stb_decode(clean->span(), allow_truncated);
}

}  // namespace media::image
