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

// XML whose first element is svg: a byte order mark, white space, declarations and comments may come before it.
bool is_svg(ByteView file) {
  std::string_view text(reinterpret_cast<const char*>(file.data()), file.size() < 4096 ? file.size() : 4096);
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (true) {
    size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos || text[start] != '<') return false;
    text.remove_prefix(start);
    if (text.starts_with("<svg") && text.size() > 4 && std::string_view(" \t\r\n/>").find(text[4]) != std::string_view::npos) return true;
    if (!text.starts_with("<?") && !text.starts_with("<!")) return false;
    std::string_view end = text.starts_with("<!--") ? "-->" : ">";
    size_t close = text.find(end);
    if (close == std::string_view::npos) return false;
    text.remove_prefix(close + end.size());
  }
}

Error over(ErrorCode code, const std::string& what, int64_t limit) {
  return {code, what + "; the limit is " + std::to_string(limit) + "."};
}

Error browser_only(const char* name) {
  return {ErrorCode::unsupported_format, std::string(name) + " is decoded by browsers only; convert the image to PNG or JPEG first."};
}

Result<Info> header(ByteView file) {
  Reader in(file);
  if (in.next_is("\x89PNG\r\n\x1a\n")) return png_header(file);
  if (in.next_is("\xff\xd8\xff")) return jpeg_header(file);
  if (in.next_is("GIF87a") || in.next_is("GIF89a")) return gif_header(file);
  if (in.next_is("BM")) return bmp_header(file);
  Reader webp = in;
  webp.skip(8);
  if (in.next_is("RIFF") && webp.next_is("WEBP")) return browser_only("WebP");
  if (is_avif(in)) return browser_only("AVIF");
  if (is_svg(file)) return browser_only("SVG");
  return Error{ErrorCode::unsupported_format, "This is not a PNG, JPEG, GIF, BMP, WebP, AVIF or SVG image."};
}

}  // namespace

std::string_view mime(Format format) {
  switch (format) {
    case Format::png: return "image/png";
    case Format::jpeg: return "image/jpeg";
    case Format::gif: return "image/gif";
    case Format::bmp: return "image/bmp";
    case Format::webp: return "image/webp";
    case Format::avif: return "image/avif";
    case Format::svg: return "image/svg+xml";
  }
  return "application/octet-stream";
}

Result<Info> probe(ByteView file, const Limits& limits) {
  if (file.empty()) return Error{ErrorCode::empty_input, "The image has no bytes."};
  if (static_cast<int64_t>(file.size()) > limits.max_bytes) {
    return over(ErrorCode::input_too_large, "The image file has " + std::to_string(file.size()) + " bytes", limits.max_bytes);
  }
  Result<Info> found = header(file);
  if (!found) return found;
  Info& info = *found;
  bool turned = info.orientation >= 5;
  info.width = turned ? info.stored_height : info.stored_width;
  info.height = turned ? info.stored_width : info.stored_height;
  std::string size = "The image is " + std::to_string(info.width) + " × " + std::to_string(info.height) + " pixels";
  if (info.width > limits.max_side || info.height > limits.max_side) return over(ErrorCode::image_too_large, size + " (a side)", limits.max_side);
  if (int64_t{info.width} * info.height > limits.max_pixels) return over(ErrorCode::image_too_large, size + " (in all)", limits.max_pixels);
  return found;
}

}  // namespace media::image
