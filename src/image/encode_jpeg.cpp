// JPEG through stb_image_write, which is compiled here and nowhere else. Its JPEG writer allocates nothing.
#include <cstdlib>
#include <cstring>

#include "image/image.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#define STBIW_ASSERT(condition) ((void)0)
#include <stb_image_write.h>

namespace media::image {
namespace {

// A file that grows as it is written.
struct Sink {
  uint8_t* data = nullptr;
  size_t size = 0, capacity = 0;
  bool failed = false;

  ~Sink() { std::free(data); }

  void write(const void* bytes, size_t count) {
    if (failed) return;
    if (size + count > capacity) {
      size_t wanted = (size + count) * 2;
      auto* larger = static_cast<uint8_t*>(std::realloc(data, wanted));
      if (larger == nullptr) {
        failed = true;
        return;
      }
      data = larger;
      capacity = wanted;
    }
    std::memcpy(data + size, bytes, count);
    size += count;
  }
};

bool is_opaque(ImageView image) {
  size_t pixels = static_cast<size_t>(image.width) * static_cast<size_t>(image.height);
  for (size_t i = 0; i < pixels; ++i) {
    if (image.data[i * 4 + 3] != 255) return false;
  }
  return true;
}

Result<Image> flattened(ImageView image, const uint8_t background[3]) {
  auto out = make_image(image.width, image.height);
  if (!out) return out;
  const uint8_t colour[4] = {background[0], background[1], background[2], 255};
  for (size_t i = 0; i < out->pixels.size(); i += 4) std::memcpy(out->pixels.data() + i, colour, 4);
  source_over(*out, image, 0, 0);
  return out;
}

}  // namespace

Result<Bytes> encode_jpeg(ImageView image, const JpegOptions& options) {
  if (image.data == nullptr || image.width < 1 || image.height < 1)
    return Error{ErrorCode::invalid_argument, "The image to encode is empty."};
  if (options.quality < 1 || options.quality > 100)
    return Error{ErrorCode::invalid_argument, "The quality is a number from 1 to 100."};
  if (image.width > 65535 || image.height > 65535)
    return Error{ErrorCode::image_too_large, "A JPEG's sides have at most 65535 pixels."};
  Image opaque;
  if (!is_opaque(image)) {
    auto made = flattened(image, options.background);
    if (!made) return made.error();
    opaque = std::move(*made);
    image = opaque;
  }
  Sink sink;
  auto write = [](void* context, void* data, int size) {
    static_cast<Sink*>(context)->write(data, static_cast<size_t>(size));
  };
  int done = stbi_write_jpg_to_func(write, &sink, image.width, image.height, 4, image.data, options.quality);
  if (sink.failed || done == 0)
    return Error{ErrorCode::out_of_memory, "There is not enough memory to encode this image."};
  Bytes out = Bytes::adopt(sink.data, sink.size);
  sink.data = nullptr;
  return out;
}

}  // namespace media::image
