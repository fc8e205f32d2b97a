// What strokes on a mask change of it, and what they leave.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "cutout/selection.h"

namespace media::cutout {
namespace {

constexpr int kSide = 320;
using Colour = std::array<int, 3>;

// Pixels in `colour(x, y)` and some noise.
template <typename ColourAt>
std::vector<uint8_t> painted(ColourAt colour, uint32_t seed = 7) {
  std::vector<uint8_t> out(size_t(kSide * kSide * 4), 255);
  for (int i = 0; i < kSide * kSide; ++i) {
    const Colour c = colour(i % kSide, i / kSide);
    for (size_t k = 0; k < 3; ++k) {
      seed = seed * 1664525 + 1013904223;
      out[size_t(4 * i) + k] = uint8_t(c[k] + int(seed >> 27) - 16);
    }
  }
  return out;
}

template <typename Inside>
std::vector<uint8_t> mask_of(Inside inside) {
  std::vector<uint8_t> out(size_t(kSide * kSide));
  for (int i = 0; i < kSide * kSide; ++i) out[size_t(i)] = inside(i % kSide, i / kSide) ? 255 : 0;
  return out;
}

double from_middle(int x, int y) { return std::hypot(x + 0.5 - 160, y + 0.5 - 160); }

std::vector<Point> arc(double radius, double from, double to) {
  std::vector<Point> out;
  for (int i = 0; i <= 20; ++i) {
    const double angle = from + (to - from) * i / 20;
    out.push_back({160 + radius * std::cos(angle), 160 + radius * std::sin(angle)});
  }
  return out;
}

// What of `mask` is not as it was in `given`.
template <typename Counts>
int changed(image::GreyView mask, const std::vector<uint8_t>& given, Counts counts) {
  int out = 0;
  for (int i = 0; i < kSide * kSide; ++i) out += counts(i % kSide, i / kSide) && (mask.data[i] >= 128) != (given[size_t(i)] >= 128);
  return out;
}

TEST(SelectionCorrections, AStrokeAlongTheBorderMovesTheBorderAndNoMore) {
  constexpr double kRadius = 80;
  const auto pixels = painted([](int x, int y) { return from_middle(x, y) < kRadius ? Colour{70, 60, 110} : Colour{150, 160, 140}; });
  const auto given = mask_of([](int x, int y) { return from_middle(x, y) < kRadius; });
  for (const StrokeKind kind : {StrokeKind::keep, StrokeKind::remove}) {
    auto selection = Selection::make({pixels.data(), kSide, kSide}, image::GreyView{given.data(), kSide, kSide}, {});
    ASSERT_TRUE(selection);
    const double radius = kRadius + (kind == StrokeKind::keep ? 3 : -3);
    ASSERT_TRUE(selection->add({kind, arc(radius, -1, 1), 1}));
    EXPECT_GT(changed(selection->mask(), given, [&](int x, int y) { return std::abs(from_middle(x, y) - radius) < 1; }), 150);
    EXPECT_EQ(changed(selection->mask(), given, [&](int x, int y) { return std::abs(from_middle(x, y) - radius) > 5; }), 0);
  }
}

// A second thing, of stripes that are unlike each other, which a model took too; and a hole in what it took.
TEST(SelectionCorrections, AStrokeThroughMuchOfASeparatePartMeansAllOfIt) {
  const auto subject = [](int x, int y) { return x > 20 && x < 150 && y > 40 && y < 280; };
  const auto other = [](int x, int y) { return x > 190 && x < 290 && y > 40 && y < 280; };
  const auto hole = [](int x, int y) { return x > 60 && x < 110 && y > 60 && y < 260; };
  const auto striped = [](int y) { return y / 30 % 2 == 0 ? Colour{190, 60, 50} : Colour{60, 70, 180}; };
  const auto pixels = painted([&](int x, int y) { return hole(x, y) || other(x, y) ? striped(y) : subject(x, y) ? Colour{70, 60, 50} : Colour{150, 160, 140}; });
  const auto given = mask_of([&](int x, int y) { return (subject(x, y) && !hole(x, y)) || other(x, y); });
  auto selection = Selection::make({pixels.data(), kSide, kSide}, image::GreyView{given.data(), kSide, kSide}, {});
  ASSERT_TRUE(selection);
  ASSERT_TRUE(selection->add({StrokeKind::remove, {{240, 120}, {240, 220}}, 4}));
  EXPECT_GT(changed(selection->mask(), given, other), 0.98 * 99 * 239);
  EXPECT_EQ(changed(selection->mask(), given, subject), 0);
  ASSERT_TRUE(selection->add({StrokeKind::keep, {{85, 110}, {85, 190}}, 4}));
  EXPECT_GT(changed(selection->mask(), given, hole), 0.98 * 49 * 199);
}

}  // namespace
}  // namespace media::cutout
