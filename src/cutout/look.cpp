// A network asked more than once: mirrored, and closer.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "cutout/cutout.h"

namespace media::cutout {
namespace {

constexpr double kPadding = 0.1;  // of the subject's longer side, on each side of it

bool lies_in(const Window& window, int width, int height) {
  return window.x >= 0 && window.y >= 0 && window.width >= 1 && window.height >= 1 && window.width <= width - window.x &&
         window.height <= height - window.y;
}

Error outside() { return {ErrorCode::invalid_argument, "The window does not lie in the image."}; }

}  // namespace

Result<Buffer<float>> tensor(image::ImageView source, const TensorSpec& spec, const Window& window) {
  if (!lies_in(window, source.width, source.height)) return outside();
  if (window.width == source.width && window.height == source.height) return tensor(source, spec);
  auto part = image::make_image(window.width, window.height);
  if (!part) return part.error();
  const size_t row = 4 * static_cast<size_t>(window.width);
  for (int y = 0; y < window.height; ++y) {
    const size_t from = static_cast<size_t>(window.y + y) * static_cast<size_t>(source.width) + static_cast<size_t>(window.x);
    std::memcpy(part->pixels.data() + static_cast<size_t>(y) * row, source.data + 4 * from, row);
  }
  return tensor(*part, spec);
}

Result<double> overlap(image::GreyView a, image::GreyView b) {
  if (a.width < 1 || a.height < 1 || b.width < 1 || b.height < 1) {
    return Error{ErrorCode::invalid_argument, "A mask is at least 1 pixel wide and high."};
  }
  image::Grey fitted;
  if (a.width != b.width || a.height != b.height) {
    auto resized = image::resize(b, a.width, a.height, image::Filter::lanczos3);
    if (!resized) return resized.error();
    fitted = std::move(*resized);
    b = fitted;
  }
  uint64_t both = 0, either = 0;
  const size_t area = static_cast<size_t>(a.width) * static_cast<size_t>(a.height);
  for (size_t i = 0; i < area; ++i) {
    both += std::min(a.data[i], b.data[i]);
    either += std::max(a.data[i], b.data[i]);
  }
  return either == 0 ? 1 : static_cast<double>(both) / static_cast<double>(either);
}

Result<Look> look(image::PlaneView output, image::PlaneView mirrored, const MaskSpec& spec) {
  auto seen = mask(output, spec, output.width, output.height);
  if (!seen) return seen.error();
  double agreement = 1;
  if (mirrored.data != nullptr) {
    if (mirrored.width != output.width || mirrored.height != output.height) {
      return Error{ErrorCode::invalid_argument, "The two answers of a network have one size."};
    }
    auto other = mask(mirrored, spec, mirrored.width, mirrored.height);
    if (!other) return other.error();
    const auto width = static_cast<size_t>(output.width);
    for (size_t y = 0; y < static_cast<size_t>(output.height); ++y) {
      uint8_t* const line = other->values.data() + y * width;
      std::reverse(line, line + width);
    }
    const auto same = overlap(*seen, *other);
    if (!same) return same.error();
    agreement = *same;
    for (size_t i = 0; i < seen->values.size(); ++i) {
      seen->values[i] = static_cast<uint8_t>((seen->values[i] + other->values[i] + 1) / 2);
    }
  }
  auto found = evidence(*seen);
  if (!found) return found.error();
  found->agreement = agreement;
  return Look{std::move(*seen), *found};
}

Window closer(const Window& subject, int mask_width, int mask_height, const Window& seen, int width, int height) {
  const double sx = static_cast<double>(seen.width) / mask_width, sy = static_cast<double>(seen.height) / mask_height;
  const double w = subject.width * sx, h = subject.height * sy;
  const double side = std::max(w, h) * (1 + 2 * kPadding);
  Window out;
  out.width = std::clamp(static_cast<int>(std::lround(side)), 1, width);
  out.height = std::clamp(static_cast<int>(std::lround(side)), 1, height);
  const double middle_x = seen.x + subject.x * sx + w / 2, middle_y = seen.y + subject.y * sy + h / 2;
  out.x = std::clamp(static_cast<int>(std::lround(middle_x - out.width / 2.0)), 0, width - out.width);
  out.y = std::clamp(static_cast<int>(std::lround(middle_y - out.height / 2.0)), 0, height - out.height);
  return out;
}

Result<image::Grey> place(image::GreyView part, const Window& window, int width, int height) {
  if (!lies_in(window, width, height) || part.width < 1 || part.height < 1) return outside();
  if (window.width == width && window.height == height) {
    auto same = image::make_grey(part.width, part.height);
    if (same) std::memcpy(same->values.data(), part.data, same->values.size());
    return same;
  }
  // One scale for both directions, the finer one: the window may not be as square as the mask.
  const double scale = std::min(1.0, std::max(static_cast<double>(part.width) / window.width, static_cast<double>(part.height) / window.height));
  const auto scaled = [scale](int length) { return std::max(1, static_cast<int>(std::lround(length * scale))); };
  auto whole = image::make_grey(scaled(width), scaled(height));
  if (!whole) return whole;
  std::memset(whole->values.data(), 0, whole->values.size());
  const int w = std::min(scaled(window.width), whole->width), h = std::min(scaled(window.height), whole->height);
  const auto fitted = image::resize(part, w, h, image::Filter::lanczos3);
  if (!fitted) return fitted.error();
  const int left = std::min(static_cast<int>(std::lround(window.x * scale)), whole->width - w);
  const int top = std::min(static_cast<int>(std::lround(window.y * scale)), whole->height - h);
  for (int y = 0; y < h; ++y) {
    std::memcpy(whole->values.data() + static_cast<size_t>(top + y) * static_cast<size_t>(whole->width) + static_cast<size_t>(left),
                fitted->values.data() + static_cast<size_t>(y) * static_cast<size_t>(w), static_cast<size_t>(w));
  }
  return whole;
}

}  // namespace media::cutout
