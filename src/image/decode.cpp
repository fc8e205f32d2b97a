#include <cstring>

#include "image/headers.h"
#include "image/orient.h"
#include "image/stb_decoders.h"

namespace media::image {
namespace {

// stb_image stops at a missing end. With an end-of-image marker put there it fills what is missing with grey.
Result<Image> decode_jpeg(ByteView file, bool allow_truncated) {
  JpegExtent extent = jpeg_extent(file);
  if (extent.is_whole) return stb_decode(file);
  if (!allow_truncated) return corrupt("The JPEG is truncated: its end is missing.");
  auto ended = Bytes::make(extent.length + 2);
  if (!ended) return ended.error();
  std::memcpy(ended->data(), file.data(), extent.length);
  (*ended)[extent.length] = 0xff;
  (*ended)[extent.length + 1] = 0xd9;
  return stb_decode(ended->span());
}

Result<Image> decode_stored(ByteView file, Format format, bool allow_truncated) {
  if (format == Format::jpeg) return decode_jpeg(file, allow_truncated);
  if (format == Format::gif && !allow_truncated && !gif_first_frame_is_whole(file)) {
    return corrupt("The GIF is truncated: its first frame is not whole.");
  }
  return stb_decode(file);
}

}  // namespace

Result<Decoded> decode(ByteView file, const DecodeOptions& options) {
  auto info = probe(file, options.limits);
  if (!info) return info.error();
  auto stored = decode_stored(file, info->format, options.allow_truncated);
  if (!stored) return stored.error();
  if (stored->width != info->stored_width || stored->height != info->stored_height) return corrupt("The image contradicts its own header.");
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
