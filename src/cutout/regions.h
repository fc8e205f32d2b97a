// Internal: a picture in small regions of like colour, which are cheaper to reason about than pixels.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "image/image.h"
#include "image/simd.h"

namespace media::cutout {

using Lab = std::array<float, 3>;

// CIE L*a*b* of sRGB under D65, one a pixel, composed onto middle grey where transparent.
std::vector<Lab> to_lab(image::ImageView image);

MEDIA_INLINE float distance2(const Lab& a, const Lab& b) {
  const float l = a[0] - b[0], m = a[1] - b[1], n = a[2] - b[2];
  return l * l + m * m + n * n;
}

struct Region {
  Lab colour{};
  float x = 0, y = 0;  // its centre, in pixels
  float area = 0;      // pixels
};

struct Border {
  int a, b;          // regions
  float length = 0;  // pairs of 4-neighbours
  float contrast = 0;  // mean squared difference of colour across it
};

struct Regions {
  std::vector<int> of;  // per pixel
  std::vector<Region> list;
  std::vector<Border> borders;
  // borders of each region: borders_of[first[r]] … borders_of[first[r + 1] − 1]
  std::vector<int> first, borders_of;

  int across(int border, int region) const {
    const Border& b = borders[size_t(border)];
    return b.a == region ? b.b : b.a;
  }
};

// Connected regions of about pixels ÷ count each. By SNIC: Achanta, Süsstrunk: Superpixels and Polygons using Simple
// Non-Iterative Clustering, CVPR 2017: regions grow at once from a grid, always by the pixel most like its region.
Regions make_regions(const std::vector<Lab>& lab, int width, int height, int count);

// Regions that are named (1, else 0), and those beside them.
std::vector<uint8_t> with_neighbours(const Regions& regions, const std::vector<uint8_t>& named);

}  // namespace media::cutout
