// stb_image is compiled here and nowhere else, with the decoders that are used. It reports an allocation that
// fails. Memory is handed to it zeroed, for it leaves parts of a damaged image unwritten.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_MALLOC(size) std::calloc(1, size)
#define STBI_REALLOC(old, size) std::realloc(old, size)
#define STBI_FREE(old) std::free(old)
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_HDR
#define STBI_MAX_DIMENSIONS 65535

#include <cstdlib>
#include <cstring>

#include "image/decoders.h"

// Its small functions are worth a tenth of a JPEG's time when they really are inlined.
#if defined(__clang__)
#define inline __inline__ __attribute__((always_inline))
#endif
#include <stb_image.h>
#undef inline

namespace media::image {

Result<Image> stb_decode(ByteView file) {
  Image image;
  if (file.size() > INT32_MAX)
    return Error{ErrorCode::input_too_large, "The image file is larger than 2 GiB."};
  uint8_t* pixels = stbi_load_from_memory(file.data(), static_cast<int>(file.size()), &image.width,
                                          &image.height, nullptr, 4);
  if (pixels == nullptr) {
    const char* reason = stbi_failure_reason();
    if (reason != nullptr && std::strcmp(reason, "outofmem") == 0) {
      return Error{ErrorCode::out_of_memory, "There is not enough memory to decode this image."};
    }
    return Error{ErrorCode::corrupt_image, "The image is truncated or damaged."};
  }
  image.pixels =
      Bytes::adopt(pixels, static_cast<size_t>(image.width) * static_cast<size_t>(image.height) * 4);
  return image;
}

}  // namespace media::image
