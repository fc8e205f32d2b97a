// A baseline JPEG with codes made for it. Trying several qualities pays for the transform once.
#pragma once

#include <optional>

#include "image/image.h"
#include "image/jpeg/entropy.h"
#include "image/jpeg/forward.h"

namespace media::image {

class JpegEncoder {
 public:
  // `keep`: more than one quality will be tried. The errors of encode_jpeg.
  static Result<JpegEncoder> make(ImageView image, const JpegOptions& options, bool keep);

  // The file of a quality; an empty one where it would have more than `most` bytes.
  Result<Bytes> encode(int quality, size_t most = SIZE_MAX);

 private:
  // Prepares the blocks for a quality: above 90 colour keeps its resolution.
  Result<Done> prepare(int quality);

  ImageView image_;
  std::array<uint8_t, 3> background_{};
  bool keeps_ = false;
  std::optional<JpegForward> forward_;
  Buffer<int16_t> row_;   // of blocks
  Buffer<int16_t> kept_;  // all of them, where that is not too much
};

}  // namespace media::image
