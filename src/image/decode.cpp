#include "image/decoders.h"
#include "image/headers.h"
#include "image/orient.h"

namespace media::image {
namespace {

Error browser_only(const char* name) {
  return {ErrorCode::unsupported_format,
          std::string(name) + " is decoded by browsers only; convert the image to PNG or JPEG first."};
}

Result<Image> decode_stored(ByteView file, Format format, const DecodeOptions& options) {
  const bool allow_truncated = options.allow_truncated;
  switch (format) {
    case Format::png:
      return decode_png(file, allow_truncated);
    case Format::jpeg:
      return decode_jpeg(file, allow_truncated, options.limits.max_work);
    case Format::gif:
      return decode_gif(file, allow_truncated, options.limits.max_pixels);
    case Format::bmp:
      return decode_bmp(file, allow_truncated);
    case Format::webp:
      return browser_only("WebP");
    case Format::avif:
      return browser_only("AVIF");
    case Format::svg:
      return browser_only("SVG");
  }
  return browser_only("This format");
}

}  // namespace

Result<Decoded> decode(ByteView file, const DecodeOptions& options) {
  auto info = probe(file, options.limits);
  if (!info) return info.error();
  auto stored = decode_stored(file, info->format, options);
  if (!stored) return stored.error();
  if (stored->width != info->stored_width || stored->height != info->stored_height)
    return corrupt("The image contradicts its own header.");
  if (!options.orient) {
    info->width = info->stored_width;
    info->height = info->stored_height;
    return Decoded{std::move(*stored), *info};
  }
  auto image = upright(std::move(*stored), info->orientation);
  if (!image) return image.error();
  return Decoded{std::move(*image), *info};
}

}  // namespace media::image
