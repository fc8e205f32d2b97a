// Porter-Duff source-over in integers, every division rounded to nearest.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "image/image.h"

namespace media::image {
namespace {

// Round to nearest of n / 255 for n ≤ 65535.
uint32_t div255(uint32_t n) {
  n += 128;
  return (n + (n >> 8)) >> 8;
}

// With As, Ab the alphas in 0…1, A = As + Ab·(1 − As) and C = (Cs·As + Cb·Ab·(1 − As)) / A.
// `one` is an alpha of 1 in the unit of `alpha`.
template <class Wide>
void blend(uint8_t* base, const uint8_t* top, Wide alpha, Wide one) {
  Wide over = alpha * 255;
  Wide under = base[3] * (one - alpha);
  Wide sum = over + under;
  for (int c = 0; c < 3; ++c)
    base[c] = static_cast<uint8_t>((top[c] * over + base[c] * under + sum / 2) / sum);
  base[3] = static_cast<uint8_t>((sum + one / 2) / one);
}

void over_row(uint8_t* base, const uint8_t* top, int count) {
  for (int i = 0; i < count; ++i, base += 4, top += 4) {
    uint32_t alpha = top[3];
    if (alpha == 0) continue;
    if (alpha == 255) {
      std::memcpy(base, top, 4);
    } else if (base[3] == 255) {
      for (int c = 0; c < 3; ++c)
        base[c] = static_cast<uint8_t>(div255(top[c] * alpha + base[c] * (255 - alpha)));
    } else {
      blend<uint32_t>(base, top, alpha, 255);
    }
  }
}

void over_row(uint8_t* base, const uint8_t* top, int count, uint32_t opacity) {
  for (int i = 0; i < count; ++i, base += 4, top += 4) {
    if (top[3] != 0) blend<uint64_t>(base, top, uint64_t{top[3]} * opacity, uint64_t{255} << 16);
  }
}

}  // namespace

void source_over(Image& base, ImageView top, int x, int y, double opacity) {
  if (!(opacity > 0)) return;
  auto fixed = static_cast<uint32_t>(std::lround(std::min(opacity, 1.0) * 65536));
  if (fixed == 0) return;
  int64_t left = std::max<int64_t>(x, 0), right = std::min<int64_t>(base.width, int64_t{x} + top.width);
  int64_t upper = std::max<int64_t>(y, 0), lower = std::min<int64_t>(base.height, int64_t{y} + top.height);
  if (left >= right) return;
  auto count = static_cast<int>(right - left);
  for (int64_t row = upper; row < lower; ++row) {
    uint8_t* to = base.pixels.data() + static_cast<size_t>(row * base.width + left) * 4;
    const uint8_t* from = top.data + static_cast<size_t>((row - y) * top.width + (left - x)) * 4;
    if (fixed == 65536) {
      over_row(to, from, count);
    } else {
      over_row(to, from, count, fixed);
    }
  }
}

}  // namespace media::image
