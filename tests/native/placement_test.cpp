#include "placement/placement.h"

#include <gtest/gtest.h>

#include <cmath>
#include <iterator>
#include <limits>
#include <string>

#include "placement_random.h"

namespace media::placement {
namespace {

constexpr Size kCanvas{1280, 720};

TEST(Units, PercentIsOfWidthAndHeightAndPxIsPx) {
  const Box percent = to_box({25, 50, 10, 10, Unit::percent}, kCanvas);
  EXPECT_DOUBLE_EQ(percent.center_x, 320);
  EXPECT_DOUBLE_EQ(percent.center_y, 360);
  EXPECT_DOUBLE_EQ(percent.width, 128);
  EXPECT_DOUBLE_EQ(percent.height, 72);
  const Box px = to_box({25, 50, 10, 10, Unit::px}, kCanvas);
  EXPECT_DOUBLE_EQ(px.width, 10);
  EXPECT_DOUBLE_EQ(px.height, 10);
}

TEST(Units, RoundTripLosesNothing) {
  Random random(1);
  for (int i = 0; i < 2000; ++i) {
    const Size canvas{random.in(1, 5000), random.in(1, 5000)};
    const Unit unit = i % 2 == 0 ? Unit::percent : Unit::px;
    const Placement before{random.in(-100, 200),
                           random.in(-100, 200),
                           random.in(0.1, 300),
                           random.in(0.1, 300),
                           unit,
                           3,
                           45,
                           60};
    const Placement after = to_placement(to_box(before, canvas), canvas, before);
    EXPECT_NEAR(after.x, before.x, 1e-12 * 200);
    EXPECT_NEAR(after.y, before.y, 1e-12 * 200);
    EXPECT_NEAR(after.width, before.width, 1e-12 * 300);
    EXPECT_NEAR(after.height, before.height, 1e-12 * 300);
    EXPECT_EQ(after.z, 3);
    EXPECT_EQ(after.rotation, 45);
    EXPECT_EQ(after.opacity, 60);
  }
}

TEST(Units, EveryNumberThatCannotBeComputedWithIsNamed) {
  const double nan = std::nan(""), infinite = std::numeric_limits<double>::infinity();
  const std::vector<Placement> placements = {{},
                                             {nan, 50, 20, 20},
                                             {50, infinite, 0, -1},
                                             {50, 50, 1e10, 20, Unit::px, 1, nan, -infinite},
                                             {0, 0, 100000, 100000, Unit::percent, 0, 0, 0}};
  const auto issues = check(placements);
  std::vector<std::string> found;
  for (const Issue& issue : issues)
    found.push_back(std::to_string(issue.index) + " " + issue.field + " " + issue.type);
  EXPECT_EQ(found, (std::vector<std::string>{"1 x finite_number", "2 y finite_number", "2 width greater_than",
                                             "2 height greater_than", "3 width less_than_equal",
                                             "3 rotation finite_number", "3 opacity finite_number"}));
}

TEST(PixelRect, RoundsEachSideHalfUp) {
  const double values[] = {7.0, 7.25, 7.5, 7.75, -7.25, -7.5, -7.75};
  const double rounded[] = {7, 7, 8, 8, -7, -7, -8};
  for (size_t i = 0; i < std::size(values); ++i) {
    const Rect at = pixel_rect({values[i] + 1, values[i] + 2, 2, 4});
    EXPECT_EQ(at.left, rounded[i]) << values[i];
    EXPECT_EQ(at.top, rounded[i]) << values[i];
    if (values[i] < 0) continue;
    const Rect sized = pixel_rect({0, 0, values[i], values[i]});
    EXPECT_EQ(sized.width, rounded[i]) << values[i];
    EXPECT_EQ(sized.height, rounded[i]) << values[i];
  }
}

TEST(PixelRect, RoundsEachSideHalfUpAndNeverToNothing) {
  const Rect r = pixel_rect({10.25, 10.75, 4.5, 0.2});
  EXPECT_EQ(r.left, 8);
  EXPECT_EQ(r.top, 11);
  EXPECT_EQ(r.width, 5);
  EXPECT_EQ(r.height, 1);
  EXPECT_EQ(pixel_rect({-0.5, 0, 1, 1}).left, -1);
  EXPECT_EQ(pixel_rect({1, 1, 2, 0.49999999999999994}).height, 1);
  EXPECT_EQ(pixel_rect({1 + 0.49999999999999994 / 2, 1, 0.49999999999999994, 2}).left, 1);
}

TEST(PixelRect, SizeDoesNotChangeWhileABoxMoves) {
  Random random(2);
  for (int i = 0; i < 1000; ++i) {
    Box box = random.box();
    const Rect before = pixel_rect(box);
    box.center_x += random.in(-50, 50);
    EXPECT_EQ(pixel_rect(box).width, before.width);
    EXPECT_EQ(pixel_rect(box).height, before.height);
  }
}

TEST(PixelBox, IsItsOwnPixelBox) {
  Random random(3);
  for (int i = 0; i < 1000; ++i) {
    const Box once = pixel_box(random.box()), twice = pixel_box(once);
    EXPECT_EQ(once.center_x, twice.center_x);
    EXPECT_EQ(once.center_y, twice.center_y);
    EXPECT_EQ(once.width, twice.width);
    EXPECT_EQ(once.height, twice.height);
  }
}

TEST(Turn, QuartersAreExactAndClockwise) {
  const auto [a, b, c, d] = corners({10, 20, 8, 4, 90});
  EXPECT_EQ(a.x, 12);  // the top left corner goes to the top right
  EXPECT_EQ(a.y, 16);
  EXPECT_EQ(c.x, 8);
  EXPECT_EQ(c.y, 24);
  EXPECT_EQ(normalize_degrees(-90), 270);
  EXPECT_EQ(normalize_degrees(720), 0);
  EXPECT_EQ(normalize_degrees(-1e-30), 0);
}

TEST(Box, BoundsTouchTheCornersAndFramesInvert) {
  Random random(4);
  for (int i = 0; i < 2000; ++i) {
    const Box box = random.box();
    const Rect around = bounds(box);
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    for (const Point corner : corners(box)) {
      left = std::min(left, corner.x), right = std::max(right, corner.x);
      top = std::min(top, corner.y), bottom = std::max(bottom, corner.y);
    }
    EXPECT_NEAR(around.left, left, 1e-9);
    EXPECT_NEAR(around.top, top, 1e-9);
    EXPECT_NEAR(around.right(), right, 1e-9);
    EXPECT_NEAR(around.bottom(), bottom, 1e-9);
    const Point p{random.in(-1000, 1000), random.in(-1000, 1000)}, back = to_canvas(box, to_local(box, p));
    EXPECT_NEAR(back.x, p.x, 1e-9);
    EXPECT_NEAR(back.y, p.y, 1e-9);
  }
}

TEST(Fit, FillsContainsOrCovers) {
  const Rect into{0, 0, 200, 100};
  EXPECT_EQ(fit({50, 50}, into, Fit::fill).width, 200);
  EXPECT_EQ(fit({50, 50}, into, Fit::contain).width, 100);
  EXPECT_EQ(fit({50, 50}, into, Fit::cover).height, 200);
  EXPECT_EQ(fit({50, 50}, into, Fit::cover).center_y, 50);
}

TEST(DrawOrder, GoesByZAndKeepsTheOrderOfEquals) {
  std::vector<Placement> placements(5);
  const double z[] = {2, 1, 2, -1, 1};
  for (size_t i = 0; i < 5; ++i) placements[i].z = z[i];
  EXPECT_EQ(draw_order(placements), (std::vector<size_t>{3, 1, 4, 0, 2}));
}

TEST(HitTest, AgreesWithPointInPolygon) {
  Random random(8);
  for (int i = 0; i < 4000; ++i) {
    const Box box = random.box(), pixels = pixel_box(box);
    const auto polygon = corners(pixels);
    const Point p = to_canvas(box, {random.in(-0.7, 0.7) * box.width, random.in(-0.7, 0.7) * box.height});
    bool inside = true;
    double nearest = 1e9;
    for (size_t k = 0; k < 4; ++k) {
      const Point a = polygon[k], b = polygon[(k + 1) % 4];
      const double distance =
          ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / std::hypot(b.x - a.x, b.y - a.y);
      inside = inside && distance > 0;
      nearest = std::min(nearest, std::abs(distance));
    }
    if (nearest > 1e-6) ASSERT_EQ(contains(box, p), inside) << i;
  }
}

TEST(HitTest, TheFrontMostWinsAndOfEqualsTheLater) {
  std::vector<Placement> placements(3);
  EXPECT_EQ(hit_test(placements, kCanvas, {640, 360}), 2u);
  placements[0].z = 2;
  EXPECT_EQ(hit_test(placements, kCanvas, {640, 360}), 0u);
  EXPECT_EQ(hit_test(placements, kCanvas, {0, 0}), kNone);
}

TEST(DefaultPlacement, IsTheEditors) {
  const auto place = [](size_t index, Size canvas) { return default_placement(index, canvas); };
  EXPECT_EQ(place(0, kCanvas).placement.width, 20);
  EXPECT_EQ(place(0, {400, 900}).placement.height, 50);
  EXPECT_EQ(place(1, {112, 112}).placement.width, 80);
  EXPECT_EQ(place(0, {112, 56}).placement.width, 80);
  const auto emote = place(0, {112, 112});
  EXPECT_EQ(emote.placement.width, 100);
  EXPECT_EQ(emote.placement.x, 50);
  EXPECT_FALSE(emote.lock_aspect);
  EXPECT_TRUE(place(0, {300, 300}).lock_aspect);
  EXPECT_EQ(place(1, kCanvas).placement.x, 75);
  EXPECT_EQ(place(2, kCanvas).placement.x, 90);
  EXPECT_EQ(place(3, kCanvas).placement.x, 50);
  EXPECT_EQ(place(3, kCanvas).placement.y, 75);
  EXPECT_EQ(place(24, kCanvas).placement.y, 90);
  EXPECT_EQ(place(24, kCanvas).placement.z, 25);
  const Size wide{400, 100};
  const Placement fitted = default_placement(0, kCanvas, &wide).placement;
  EXPECT_DOUBLE_EQ(fitted.width, 20);
  EXPECT_DOUBLE_EQ(fitted.height * 7.2, 20 * 12.8 / 4);
}

}  // namespace
}  // namespace media::placement
