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

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

#include "image/decoders.h"
#include "image/jpeg/inverse.h"

// Its small functions are worth a tenth of a JPEG's time when they really are inlined.
#if defined(__clang__)
#define inline __inline__ __attribute__((always_inline))
#endif
#include <stb_image.h>
#undef inline

namespace media::image {
namespace {

// Of what is slow in stb_image, ours: the same to the bit, and once in the code. Coefficients come times their steps.
void transform(stbi_uc* out, int stride, short* coefficients) {
  alignas(16) static constexpr std::array<int16_t, kBlock> ones = [] {
    std::array<int16_t, kBlock> all{};
    for (int16_t& one : all) one = 1;
    return all;
  }();
  inverse_transform(coefficients, ones.data(), out, static_cast<size_t>(stride));
}

// `step` is 4.
void to_pixels(stbi_uc* out, const stbi_uc* y, const stbi_uc* blue, const stbi_uc* red, int count, int) {
  const int whole = count & ~15;
  pixels_of(y, {{blue, red}, {blue, red}}, whole, out);
  if (whole == count) return;
  stbi_uc last[3][16] = {};  // it is not said to have more
  const stbi_uc* const rows[] = {y, blue, red};
  for (int i = 0; i < 3; ++i) std::copy(rows[i] + whole, rows[i] + count, last[i]);
  pixels_of(last[0], {{last[1], last[2]}, {last[1], last[2]}}, count - whole, out + 4 * whole);
}

}  // namespace

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
  decoder.idct_block_kernel = transform;
  decoder.YCbCr_to_RGB_kernel = to_pixels;
  decoder.resample_row_hv_2_kernel = stbi__resample_row_hv_2;
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
