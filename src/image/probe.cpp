// Which format, by signature; then the header, turned upright and held against the caps.
#include <string>

#include "image/headers.h"
#include "image/reader.h"

namespace media::image {
namespace {

// An ISO base media file (ISO/IEC 14496-12) whose brands say AVIF.
bool is_avif(const Reader& in) {
  Reader box = in;
  uint32_t size = box.be32();
  if (!box.next_is("ftyp")) return false;
  box.skip(4);
  Reader brands(box.take(size < 8 ? 0 : size - 8));
  for (; brands.left() >= 4; brands.skip(4)) {
    if (brands.next_is("avif") || brands.next_is("avis")) return true;
  }
  return false;
}

Error over(ErrorCode code, const std::string& what, int64_t limit) {
  return {code, what + "; the limit is " + std::to_string(limit) + "."};
}

Result<Info> header(ByteView file) {
  Reader in(file);
  if (in.next_is("\x89PNG\r\n\x1a\n")) return png_header(file);
  if (in.next_is("\xff\xd8\xff")) return jpeg_header(file);
  if (in.next_is("GIF87a") || in.next_is("GIF89a")) return gif_header(file);
  if (in.next_is("BM")) return bmp_header(file);
  Reader webp = in;
  webp.skip(8);
  if (in.next_is("RIFF") && webp.next_is("WEBP")) return webp_header(file);
  if (is_avif(in)) return avif_header(file);
  if (is_svg(file)) return svg_header(file);
  return Error{ErrorCode::unsupported_format, "This is not a PNG, JPEG, GIF, BMP, WebP, AVIF or SVG image."};
}

}  // namespace

std::string_view mime(Format format) {
  switch (format) {
    case Format::png:
      return "image/png";
    case Format::jpeg:
      return "image/jpeg";
    case Format::gif:
      return "image/gif";
    case Format::bmp:
      return "image/bmp";
    case Format::webp:
      return "image/webp";
    case Format::avif:
      return "image/avif";
    case Format::svg:
      return "image/svg+xml";
  }
  return "application/octet-stream";
}

Result<Info> probe(ByteView file, const Limits& limits) {
  if (file.empty()) return Error{ErrorCode::empty_input, "The image has no bytes."};
  if (static_cast<int64_t>(file.size()) > limits.max_bytes) {
    return over(ErrorCode::input_too_large, "The image file has " + std::to_string(file.size()) + " bytes",
                limits.max_bytes);
  }
  Result<Info> found = header(file);
  if (!found) return found;
  Info& info = *found;
  bool turned = info.orientation >= 5;
  info.width = turned ? info.stored_height : info.stored_width;
  info.height = turned ? info.stored_width : info.stored_height;
  std::string size =
      "The image is " + std::to_string(info.width) + " × " + std::to_string(info.height) + " pixels";
  if (info.width > limits.max_side || info.height > limits.max_side)
    return over(ErrorCode::image_too_large, size + " (a side)", limits.max_side);
  if (int64_t{info.width} * info.height > limits.max_pixels)
    return over(ErrorCode::image_too_large, size + " (in all)", limits.max_pixels);
  return found;
}

}  // namespace media::image
