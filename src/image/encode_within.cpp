// Meeting a limit on a file's bytes by the least loss.
#include <algorithm>
#include <cstring>
#include <string>

#include "image/image.h"
#include "image/jpeg/encode.h"

namespace media::image {
namespace {

bool fits(const Bytes& file, int64_t max_bytes) { return static_cast<int64_t>(file.size()) <= max_bytes; }

Error cannot_fit(int64_t max_bytes) {
  return {ErrorCode::cannot_fit,
          "This picture cannot be encoded within " + std::to_string(max_bytes) + " bytes; make it smaller."};
}

// Colour rounded to 2^bits levels a channel; alpha stays.
void reduce_colours(ImageView from, int bits, Image& to) {
  int most = (1 << bits) - 1;
  uint8_t levels[256];
  for (int value = 0; value < 256; ++value) {
    int level = (value * most + 127) / 255;
    levels[value] = static_cast<uint8_t>((level * 255 + most / 2) / most);
  }
  for (size_t i = 0; i < to.pixels.size(); i += 4) {
    for (size_t c = 0; c < 3; ++c) to.pixels[i + c] = levels[from.data[i + c]];
    to.pixels[i + 3] = from.data[i + 3];
  }
}

}  // namespace

Result<Encoded> encode_png_within(ImageView image, int64_t max_bytes) {
  for (bool small : {false, true}) {
    auto file = encode_png(image, {small});
    if (!file) return file.error();
    if (fits(*file, max_bytes)) return Encoded{std::move(*file), 0, 8};
  }
  auto coarser = make_image(image.width, image.height);
  if (!coarser) return coarser.error();
  for (int bits = 7; bits >= 1; --bits) {
    reduce_colours(image, bits, *coarser);
    auto file = encode_png(*coarser, {true});
    if (!file) return file.error();
    if (fits(*file, max_bytes)) return Encoded{std::move(*file), 0, bits};
  }
  return cannot_fit(max_bytes);
}

Result<Encoded> encode_jpeg_within(ImageView image, int64_t max_bytes, const JpegOptions& options) {
  auto encoder = JpegEncoder::make(image, options, true);
  if (!encoder) return encoder.error();
  const auto most_bytes = static_cast<size_t>(std::clamp<int64_t>(max_bytes, 0, SIZE_MAX / 4));
  Encoded best;
  for (int least = 1, most = 100; least <= most;) {
    const int quality = (least + most + 1) / 2;
    auto file = encoder->encode(quality, most_bytes);
    if (!file) return file.error();
    if (file->size() > 0) {
      best.file = std::move(*file);
      best.quality = quality;
      least = quality + 1;
    } else {
      most = quality - 1;
    }
  }
  if (best.quality == 0) return cannot_fit(max_bytes);
  return best;
}

}  // namespace media::image
