#include "cutout/flat_slopes.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace media::cutout {
namespace {

constexpr int kLongest = 64;     // pixels of background in a row that may be paint
constexpr int kBeyond = 3;       // pixels of subject on either side that belong to the slope
constexpr float kLeastRise = 12;  // levels; less is noise
constexpr float kBend = 0.22F;   // of the rise, by which a slope may be uneven: edges with a gap between them bend more
constexpr float kUneven = 2, kUnevenOfCodec = 6;  // levels

// `length` pixels of background from `first` on, along a row or down a column, with subject on either side.
struct Run {
  uint32_t first;
  uint16_t length;
  bool down;
};

class Slopes {
 public:
  explicit Slopes(Keyer& keyer) : keyer_(keyer), slack_(keyer.is_drawn() ? kUneven : kUnevenOfCodec) {}

  // At the background that ends before a pixel: to the left of it, or above.
  void look_before(size_t end, int x, int y, bool down) {
    const int before = down ? y : x, room = (down ? keyer_.image().height : keyer_.image().width) - before;
    const size_t by = down ? static_cast<size_t>(keyer_.image().width) : 1;
    int length = 1;
    while (length <= kLongest && length < before && keyer_.kinds()[end - static_cast<size_t>(length + 1) * by] == background) ++length;
    if (length > kLongest || before - length < kBeyond || room < kBeyond) return;
    const Run run{static_cast<uint32_t>(end - static_cast<size_t>(length) * by), static_cast<uint16_t>(length), down};
    if (passes_through(run, down ? keyer_.ground().at(x, y - 1) : keyer_.ground().at(x - 1, y))) runs_.push_back(run);
  }

  Result<size_t> close() {
    size_t out = 0;
    for (const Run& run : runs_) {
      for (size_t i = 0; i < static_cast<size_t>(run.length); ++i) {
        const size_t at = run.first + i * step(run);
        out += keyer_.kinds()[at] == subject ? 0 : 1;
        if (auto painted = keyer_.paint(at); !painted) return painted.error();
      }
    }
    return out;
  }

 private:
  size_t step(const Run& run) const { return run.down ? static_cast<size_t>(keyer_.image().width) : 1; }

  bool passes_through(const Run& run, const Rgb& ground) const {
    const uint8_t* const image = keyer_.image().data;
    const size_t from = run.first - kBeyond * step(run);
    const int last = run.length + 2 * kBeyond - 1;
    const auto at = [&](int i) { return image + 4 * (from + static_cast<size_t>(i) * step(run)); };
    for (int i = 0; i < kBeyond; ++i) {
      if (keyer_.kinds()[from + static_cast<size_t>(i) * step(run)] != subject || keyer_.kinds()[from + static_cast<size_t>(last - i) * step(run)] != subject) return false;
    }
    bool crosses = false;
    for (size_t c = 0; c < 3; ++c) {
      const auto a = static_cast<float>(at(0)[c]), b = static_cast<float>(at(last)[c]), rise = b - a;
      const float most = kBend * std::abs(rise) + slack_;
      for (int i = 1; i < last; ++i) {
        if (std::abs(static_cast<float>(at(i)[c]) - a - rise * static_cast<float>(i) / static_cast<float>(last)) > most) return false;
      }
      crosses = crosses || (std::abs(rise) >= kLeastRise && (a - ground[c]) * (b - ground[c]) < 0);
    }
    return crosses;
  }

  Keyer& keyer_;
  float slack_;
  std::vector<Run> runs_;
};

}  // namespace

Result<size_t> close_slopes(Keyer& keyer) {
  const auto w = static_cast<size_t>(keyer.image().width);
  Slopes slopes(keyer);
  // Where background ends, to the right and below.
  keyer.each_covered([&](int x, int y) {
    const size_t i = keyer.index(x, y);
    if (x > 0 && keyer.is_background(x - 1, y)) slopes.look_before(i, x, y, false);
    if (y > 0 && keyer.kinds()[i - w] == background) slopes.look_before(i, x, y, true);
  });
  return slopes.close();
}

}  // namespace media::cutout
