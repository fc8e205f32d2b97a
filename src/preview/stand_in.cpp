#include "preview/stand_in.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "preview/glyphs.h"
#include "preview/preview.h"

namespace media::preview {
namespace {

constexpr Colour kGround{127, 127, 127, 96}, kLine{64, 64, 64, 224}, kLetter{255, 255, 255, 255};
constexpr int kAdvance = kGlyphWidth + 1;      // letters are one square apart
constexpr int kLineHeight = kGlyphHeight + 3;  // with the plate's rim

void fill(image::Image& box, int left, int top, int width, int height, Colour colour) {
  const uint8_t rgba[4] = {colour.red, colour.green, colour.blue, colour.alpha};
  for (int y = top; y < top + height; ++y) {
    uint8_t* row = box.pixels.data() + 4 * (size_t(y) * size_t(box.width) + size_t(left));
    for (int x = 0; x < width; ++x) std::memcpy(row + 4 * x, rgba, 4);
  }
}

// Outlined and crossed by lines this thick.
void draw_lines(image::Image& box, double thickness) {
  const int width = box.width, height = box.height;
  const double diagonal = std::hypot(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double px = x + 0.5, py = y + 0.5;
      const double edge = std::min({px, py, width - px, height - py});
      const double falling = std::abs(px * height - py * width),
                   rising = std::abs((width - px) * height - py * width);
      const bool on_line = edge < thickness || std::min(falling, rising) / diagonal < thickness / 2;
      if (on_line) fill(box, x, y, 1, 1, kLine);
    }
  }
}

bool begins_letter(char byte) { return (byte & 0xc0) != 0x80; }  // not the rest of one in UTF-8

void draw_letter(image::Image& box, int left, int top, int scale, int glyph) {
  for (int x = 0; x < kGlyphWidth; ++x) {
    for (int y = 0; y < kGlyphHeight; ++y) {
      const bool is_set = kGlyphs[glyph] >> (8 * (kGlyphWidth - 1 - x) + y) & 1;
      if (is_set) fill(box, left + x * scale, top + y * scale, scale, scale, kLetter);
    }
  }
}

// As large as the label fits, up to a third of the shorter side; rather than under a tenth it is cut off.
void draw_label(image::Image& box, std::string_view label, int margin) {
  const int side = std::min(box.width, box.height), room = box.width - 2 * margin;
  const auto letters =
      int(std::min<std::ptrdiff_t>(std::count_if(label.begin(), label.end(), begins_letter), kMaxSide));
  const int scale =
      std::clamp(room / (kAdvance * letters + 1), std::max(1, side / 80), std::max(1, side / 24));
  const int shown = std::min(letters, (room / scale - 1) / kAdvance);
  const int width = (kAdvance * shown + 1) * scale, height = kLineHeight * scale;
  if (shown < std::min(letters, 3) || shown == 0 || height > box.height - 2 * margin) return;

  int left = (box.width - width) / 2, top = (box.height - height) / 2;
  fill(box, left, top, width, height, kLine);
  left += scale;
  top += 2 * scale;
  int done = 0;
  for (const char byte : label) {
    if (!begins_letter(byte) || done == shown) continue;
    const bool is_cut = ++done == shown && shown < letters, is_ascii = byte >= ' ' && byte <= '~';
    draw_letter(box, left, top, scale, is_cut ? kEllipsisGlyph : is_ascii ? byte - ' ' : kBoxGlyph);
    left += kAdvance * scale;
  }
}

}  // namespace

Result<image::Image> stand_in(int width, int height, std::string_view label) {
  auto box = make_canvas(width, height, kGround);
  if (!box) return box;
  const double thickness = std::clamp(std::min(width, height) / 48.0, 1.0, 4.0);
  draw_lines(*box, thickness);
  draw_label(*box, label, int(std::ceil(thickness)) + 1);
  return box;
}

}  // namespace media::preview
