#include "image/png/layout.h"

#include <algorithm>
#include <cstring>

namespace media::image {
namespace {

// The colours of an image, up to 256, numbered as they come.
class Colours {
 public:
  Colours() { std::fill_n(slots_, slots, int16_t{-1}); }

  int count() const { return count_; }
  uint32_t at(int number) const { return colours_[number]; }

  // The colour's number; -1 when it would be the 257th.
  int number(uint32_t colour) {
    for (uint32_t slot = (colour * 2654435761u) >> (32 - slot_bits);; slot = (slot + 1) % slots) {
      if (slots_[slot] < 0) {
        if (count_ == 256) return -1;
        colours_[count_] = colour;
        slots_[slot] = static_cast<int16_t>(count_);
        return count_++;
      }
      if (colours_[slots_[slot]] == colour) return slots_[slot];
    }
  }

 private:
  static constexpr int slot_bits = 11, slots = 1 << slot_bits;
  int16_t slots_[slots];
  uint32_t colours_[256];
  int count_ = 0;
};

uint32_t pixel(const uint8_t* rgba) {
  uint32_t out;
  std::memcpy(&out, rgba, 4);
  return out;
}

uint8_t alpha(uint32_t colour) {
  uint8_t bytes[4];
  std::memcpy(bytes, &colour, 4);
  return bytes[3];
}

size_t pixels(ImageView image) {
  return static_cast<size_t>(image.width) * static_cast<size_t>(image.height);
}

size_t row_bytes(int width, const PngLayout& layout) { return png_row_bytes(width, layout.colour, layout.depth); }

void fill_palette(const Colours& colours, PngLayout& layout) {
  uint32_t sorted[256];
  for (int i = 0; i < colours.count(); ++i) sorted[i] = colours.at(i);
  uint32_t* opaque =
      std::partition(sorted, sorted + colours.count(), [](uint32_t colour) { return alpha(colour) != 255; });
  layout.colours = colours.count();
  layout.translucent = static_cast<int>(opaque - sorted);
  std::memcpy(layout.palette, sorted, static_cast<size_t>(layout.colours) * 4);
}

// Filter Up, in place: from the last row to the second.
void filter_up(uint8_t* rows, size_t height, size_t stride) {
  for (size_t y = height - 1; y > 0; --y) {
    uint8_t* row = rows + y * stride;
    row[0] = 2;
    const uint8_t* above = row - stride;
    for (size_t i = 1; i < stride; ++i) row[i] = static_cast<uint8_t>(row[i] - above[i]);
  }
}

}  // namespace

PngLayout png_layout(ImageView image, bool may_use_palette) {
  Colours colours;
  bool opaque = true, grey = true, few = may_use_palette;
  uint32_t last = 0;
  for (size_t i = 0; i < pixels(image) && (opaque || grey || few); ++i) {
    const uint8_t* rgba = image.data + i * 4;
    opaque = opaque && rgba[3] == 255;
    grey = grey && rgba[0] == rgba[1] && rgba[1] == rgba[2];
    if (few && (i == 0 || pixel(rgba) != last)) {
      last = pixel(rgba);
      few = colours.number(last) >= 0;
    }
  }
  PngLayout direct;
  direct.colour = (grey ? 0 : 2) + (opaque ? 0 : 4);
  if (!few) return direct;
  PngLayout indexed;
  indexed.colour = 3;
  indexed.depth = colours.count() <= 2 ? 1 : colours.count() <= 4 ? 2 : colours.count() <= 16 ? 4 : 8;
  fill_palette(colours, indexed);
  auto height = static_cast<size_t>(image.height);
  size_t palette_bytes = 12 + static_cast<size_t>(indexed.colours) * 3 +
                         (indexed.translucent > 0 ? 12 + static_cast<size_t>(indexed.translucent) : 0);
  bool is_smaller =
      row_bytes(image.width, indexed) * height + palette_bytes < row_bytes(image.width, direct) * height;
  return is_smaller ? indexed : direct;
}

Result<Bytes> png_rows(ImageView image, const PngLayout& layout, bool up) {
  auto width = static_cast<size_t>(image.width), height = static_cast<size_t>(image.height);
  size_t stride = row_bytes(image.width, layout) + 1;
  auto out = layout.colour == 3 ? Bytes::zeroed(height * stride) : Bytes::make(height * stride);
  if (!out) return out;
  Colours numbers;
  for (int i = 0; i < layout.colours; ++i) numbers.number(pixel(layout.palette[i]));
  size_t each = 8 / static_cast<size_t>(layout.depth);
  for (size_t y = 0; y < height; ++y) {
    const uint8_t* from = image.data + y * width * 4;
    uint8_t* to = out->data() + y * stride;
    *to++ = 0;
    if (layout.colour == 6 && up && y > 0) {
      // In one go: for these, the largest, every pass over the memory counts.
      to[-1] = 2;
      const uint8_t* above = from - width * 4;
      for (size_t i = 0; i < width * 4; ++i) to[i] = static_cast<uint8_t>(from[i] - above[i]);
    } else if (layout.colour == 6) {
      std::memcpy(to, from, width * 4);
    } else if (layout.colour == 2) {
      for (size_t x = 0; x < width; ++x, from += 4, to += 3)
        to[0] = from[0], to[1] = from[1], to[2] = from[2];
    } else if (layout.colour == 3) {
      for (size_t x = 0; x < width; ++x, from += 4) {
        int shift = 8 - layout.depth * static_cast<int>(x % each + 1);
        to[x / each] = static_cast<uint8_t>(to[x / each] | numbers.number(pixel(from)) << shift);
      }
    } else {
      for (size_t x = 0; x < width; ++x, from += 4) {
        *to++ = from[0];
        if (layout.colour == 4) *to++ = from[3];
      }
    }
  }
  if (up && layout.colour != 3 && layout.colour != 6) filter_up(out->data(), height, stride);
  return out;
}

}  // namespace media::image
