#include "image/image.h"

namespace media::image {
namespace {

template <class T>
Result<Buffer<T>> make(int width, int height, size_t channels) {
  if (width < 1 || height < 1 || width > kMaxResultSide || height > kMaxResultSide ||
      int64_t{width} * height > kMaxResultPixels) {
    return Error{ErrorCode::image_too_large,
                 "An image needs sides of 1 to 65535 and at most 268435456 pixels."};
  }
  return Buffer<T>::make(static_cast<size_t>(width) * static_cast<size_t>(height) * channels);
}

}  // namespace

Result<Image> make_image(int width, int height) {
  auto pixels = make<uint8_t>(width, height, 4);
  if (!pixels) return pixels.error();
  return Image{std::move(*pixels), width, height};
}

Result<Plane> make_plane(int width, int height) {
  auto values = make<float>(width, height, 1);
  if (!values) return values.error();
  return Plane{std::move(*values), width, height};
}

Result<Grey> make_grey(int width, int height) {
  auto values = make<uint8_t>(width, height, 1);
  if (!values) return values.error();
  return Grey{std::move(*values), width, height};
}

}  // namespace media::image
