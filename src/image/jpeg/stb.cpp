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

Result<Image> stb_decode(ByteView jpeg, bool allow_missing) {
  Image image;
  if (jpeg.size() > INT32_MAX)
    return Error{ErrorCode::input_too_large, "The image file is larger than 2 GiB."};
  auto state = Buffer<stbi__jpeg>::zeroed(1);
  if (!state) return state.error();
  stbi__context in;
  stbi__start_mem(&in, jpeg.data(), static_cast<int>(jpeg.size()));
  stbi__jpeg& decoder = *state->data();
  decoder.s = &in;
  decoder.lenient = allow_missing;
  stbi__setup_jpeg(&decoder);
  int components = 0;
  uint8_t* pixels = load_jpeg_image(&decoder, &image.width, &image.height, &components, 4);
  if (pixels == nullptr) {
    const char* reason = stbi_failure_reason();
    if (reason != nullptr && std::strcmp(reason, "outofmem") == 0) {
      return Error{ErrorCode::out_of_memory, "There is not enough memory to decode this image."};
    }
    return Error{ErrorCode::corrupt_image, "The image is truncated or damaged."};
  }
  image.pixels =
      Bytes::adopt(pixels, static_cast<size_t>(image.width) * static_cast<size_t>(image.height) * 4);
  bool is_starved = decoder.starved || decoder.fed * 8 > decoder.code_bits;
  if (is_starved && !allow_missing)
    return Error{ErrorCode::corrupt_image, "The JPEG is damaged: its data end before its picture does."};
  return image;
}

}  // namespace media::image
