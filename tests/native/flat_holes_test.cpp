// Holes of a subject, told from what is painted in the ground's white.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "cutout/cutout.h"

namespace media::cutout {
namespace {

enum Paint { white, dark, red };

// 200 × 200 pixels; `at` says what is painted in each pixel's middle.
template <class At>
Flat cut(At at) {
  auto picture = std::move(*image::make_image(200, 200));
  for (int i = 0; i < 200 * 200; ++i) {
    const Paint paint = at(i % 200 + 0.5, i / 200 + 0.5);
    uint8_t* const p = picture.pixels.data() + 4 * i;
    p[0] = paint == white ? 255 : paint == dark ? 40 : 200;
    p[1] = paint == white ? 255 : paint == dark ? 50 : 30;
    p[2] = paint == white ? 255 : paint == dark ? 60 : 30;
    p[3] = 255;
  }
  auto flat = flat_background(picture, {Holes::judge});
  EXPECT_TRUE(flat && flat->flat);
  return std::move(*flat);
}

int alpha(const Flat& flat, int x, int y) { return flat.image.pixels[size_t(4 * (y * 200 + x) + 3)]; }
bool in(double x, double y, double cx, double cy, double radius) { return std::hypot(x - cx, y - cy) < radius; }

TEST(FlatHoles, WhitesOfEyesArePaint) {
  const auto flat = cut([](double x, double y) {
    for (const double eye : {75, 125}) {
      if (in(x, y, eye, 80, 5)) return dark;
      if (in(x, y, eye, 80, 12)) return white;
    }
    return in(x, y, 100, 100, 80) ? dark : white;
  });
  EXPECT_EQ(alpha(flat, 66, 80), 255);
  EXPECT_EQ(alpha(flat, 134, 80), 255);
  EXPECT_EQ(alpha(flat, 5, 5), 0);
}

TEST(FlatHoles, WhatHasEyesKeepsAllThatItEncloses) {
  const auto flat = cut([](double x, double y) {
    for (const double eye : {75, 125}) {
      if (in(x, y, eye, 80, 5)) return dark;
      if (in(x, y, eye, 80, 12)) return white;
    }
    if (in(x, y, 100, 140, 14)) return white;  // a mouth with nothing in it
    return in(x, y, 100, 100, 80) ? dark : white;
  });
  EXPECT_EQ(alpha(flat, 100, 140), 255);
}

TEST(FlatHoles, EmptyOnesAreHoles) {
  const auto flat = cut([](double x, double y) {
    if (in(x, y, 75, 80, 12) || in(x, y, 125, 80, 12)) return white;
    return in(x, y, 100, 100, 80) ? dark : white;
  });
  EXPECT_EQ(alpha(flat, 75, 80), 0);
  EXPECT_EQ(alpha(flat, 125, 80), 0);
  EXPECT_EQ(flat.holes, 2);
}

TEST(FlatHoles, SpecksAreNoPupils) {
  const auto flat = cut([](double x, double y) {
    for (const double hole : {75.5, 124.5}) {
      if (std::max(std::abs(x - hole), std::abs(y - 80.5)) < 1.5) return dark;  // 9 pixels of 616
      if (in(x, y, hole, 80.5, 14)) return white;
    }
    return in(x, y, 100, 100, 80) ? dark : white;
  });
  EXPECT_EQ(alpha(flat, 66, 80), 0);
}

TEST(FlatHoles, ARingAroundASignIsMostlyInside) {
  const auto flat = cut([](double x, double y) {
    if (in(x, y, 100, 100, 40)) return dark;
    if (in(x, y, 100, 100, 65)) return white;
    return in(x, y, 100, 100, 80) ? dark : white;
  });
  EXPECT_EQ(alpha(flat, 48, 100), 0);
  EXPECT_EQ(alpha(flat, 100, 100), 255);
}

TEST(FlatHoles, TeethBorderOnWhatTheOutsideDoesNot) {
  const auto flat = cut([](double x, double y) {
    if (std::abs(x - 100) < 15 && std::abs(y - 130) < 5) return white;
    if (in(x, y, 100, 130, 28)) return red;
    return in(x, y, 100, 100, 80) ? dark : white;
  });
  EXPECT_EQ(alpha(flat, 100, 130), 255);
}

}  // namespace
}  // namespace media::cutout
