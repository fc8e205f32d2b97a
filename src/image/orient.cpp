#include "image/orient.h"

#include <algorithm>
#include <cstring>

namespace media::image {
namespace {

// Which stored pixel the upright (x, y) shows. CIPA DC-008 table 4-6-4-A-5 "Orientation": where row 0 and
// column 0 of the file lie in the picture.
struct Turn {
  bool transposed;  // the file's columns are the picture's rows
  bool from_right;  // the picture's first column comes from the end of that axis in the file
  bool from_bottom;
};
constexpr Turn kTurns[9] = {
    {},
    {false, false, false},
    {false, true, false},
    {false, true, true},
    {false, false, true},
    {true, false, false},
    {true, true, false},
    {true, true, true},
    {true, false, true},
};

}  // namespace

Result<Image> upright(Image stored, int orientation) {
  if (orientation <= 1 || orientation > 8) return stored;
  Turn turn = kTurns[orientation];
  auto made =
      turn.transposed ? make_image(stored.height, stored.width) : make_image(stored.width, stored.height);
  if (!made) return made;
  Image& out = *made;
  // Steps in the file, in pixels, for one step right and one step down in the picture.
  ptrdiff_t right = turn.transposed ? stored.width : 1;
  ptrdiff_t down = turn.transposed ? 1 : stored.width;
  ptrdiff_t start = 0;
  if (turn.from_right) start += right * (out.width - 1), right = -right;
  if (turn.from_bottom) start += down * (out.height - 1), down = -down;
  constexpr int tile = 32;  // keeps both sides of a transposition in the cache
  for (int top = 0; top < out.height; top += tile) {
    for (int left = 0; left < out.width; left += tile) {
      for (int y = top; y < std::min(top + tile, out.height); ++y) {
        for (int x = left; x < std::min(left + tile, out.width); ++x) {
          std::memcpy(out.pixels.data() + (ptrdiff_t{y} * out.width + x) * 4,
                      stored.pixels.data() + (start + y * down + x * right) * 4, 4);
        }
      }
    }
  }
  return made;
}

}  // namespace media::image
