#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "placement/placement.h"
#include "placement_random.h"

namespace media::placement {
namespace {

constexpr Size kCanvas{1280, 720};

TEST(Hits, ComeFrontToBackWithThePlaceInThePicture) {
  std::vector<Placement> placements(3);
  placements[1].z = 5;
  placements[2].rotation = 90;
  const auto found = hits(placements, kCanvas, {640 + 30, 360 + 10});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].index, 1u);
  EXPECT_EQ(found[1].index, 2u);
  EXPECT_DOUBLE_EQ(found[0].u, 0.5 + 30 / 256.0);
  EXPECT_DOUBLE_EQ(found[1].u, 0.5 + 10 / 256.0);  // turned clockwise: down is along its width
  EXPECT_DOUBLE_EQ(found[1].v, 0.5 - 30 / 144.0);
  EXPECT_TRUE(hits(placements, kCanvas, {0, 0}).empty());
}

TEST(Hits, LieWithinRoundedCorners) {
  std::vector<Placement> placements(
      2);  // 256 × 144 in the middle; the one in front is a circle as far as it can be
  const double radii[] = {0, 500};
  const Point corner{640 - 120, 360 - 65}, side{640 - 120, 360}, top{640, 360 - 71};
  for (const Point at : {side, top, Point{640, 360}}) EXPECT_EQ(hit_test(placements, kCanvas, at, radii), 1u);
  EXPECT_EQ(hit_test(placements, kCanvas, corner, radii), 0u);
  EXPECT_EQ(hit_test(placements, kCanvas, corner), 1u);
  ASSERT_EQ(hits(placements, kCanvas, corner, radii).size(), 1u);
  EXPECT_EQ(hits(placements, kCanvas, corner, radii)[0].index, 0u);
  placements[1].rotation = 90;  // its corner turns with it
  EXPECT_EQ(hit_test(placements, kCanvas, {640 + 65, 360 - 120}, {radii + 1, 1}), 1u);
  EXPECT_EQ(hit_test(placements, kCanvas, {640 + 65, 360 - 120}, radii), kNone);
}

// Whether the boxes share a point of a fine grid over the first: never more than they do.
double sampled_overlap(const Box& a, const Box& b) {
  constexpr int kSide = 200;
  int in = 0;
  for (int i = 0; i < kSide * kSide; ++i) {
    const Point p = to_canvas(
        a, {((i % kSide + 0.5) / kSide - 0.5) * a.width, ((i / kSide + 0.5) / kSide - 0.5) * a.height});
    const Point q = to_local(b, p);
    in += std::abs(q.x) < b.width / 2 && std::abs(q.y) < b.height / 2;
  }
  return a.width * a.height * in / (kSide * kSide);
}

TEST(Overlap, AgreesWithSampling) {
  Random random(41);
  for (int i = 0; i < 150; ++i) {
    const Box a{random.in(0, 300), random.in(0, 300), random.in(20, 300), random.in(20, 300),
                random.in(0, 360)};
    const Box b{random.in(0, 300), random.in(0, 300), random.in(20, 300), random.in(20, 300),
                random.in(0, 360)};
    const double area = overlap_area(a, b);
    ASSERT_NEAR(area, sampled_overlap(a, b), 0.01 * a.width * a.height);
    ASSERT_NEAR(area, overlap_area(b, a), 1e-6 * (1 + area));
  }
}

TEST(Overlap, OfABoxWithItselfIsAllOfIt) {
  Random random(42);
  for (int i = 0; i < 2000; ++i) {
    const Box box = random.box();
    ASSERT_NEAR(overlap_area(box, box) / (box.width * box.height), 1, 1e-9);
  }
}

TEST(Marquee, TouchingIsOverlappingAndContainingIsAllCorners) {
  Random random(43);
  int touched = 0, contained = 0;
  for (int i = 0; i < 4000; ++i) {
    const Box box = random.box();
    const Rect marquee{random.in(-500, 1500), random.in(-500, 1500), random.in(10, 1500),
                       random.in(10, 1500)};
    const Box as_box{marquee.left + marquee.width / 2, marquee.top + marquee.height / 2, marquee.width,
                     marquee.height, 0};
    const double area = overlap_area(box, as_box);
    if (area > 1e-6) ASSERT_TRUE(in_marquee(box, marquee, false));
    if (area == 0) ASSERT_FALSE(in_marquee(box, marquee, false));
    const auto all = corners(box);
    const bool whole = std::all_of(all.begin(), all.end(), [&](Point p) {
      return p.x >= marquee.left && p.x <= marquee.right() && p.y >= marquee.top && p.y <= marquee.bottom();
    });
    ASSERT_EQ(in_marquee(box, marquee, true), whole);
    touched += area > 0, contained += whole;
  }
  EXPECT_GT(touched, 500);
  EXPECT_GT(contained, 50);
}

TEST(Overflow, SaysHowFarAndHowMuch) {
  const Overflow out = overflow({0, 360, 200, 100, 0}, {0, 0, 1280, 720});
  EXPECT_EQ(out.left, 100);
  EXPECT_EQ(out.right, 0);
  EXPECT_DOUBLE_EQ(out.fraction, 0.5);
  const Rect safe = safe_area({1080, 1920}, {15, 5, 20, 5});
  EXPECT_DOUBLE_EQ(safe.left, 54);
  EXPECT_DOUBLE_EQ(safe.top, 288);
  EXPECT_DOUBLE_EQ(safe.right(), 1026);
  EXPECT_DOUBLE_EQ(safe.bottom(), 1536);
  EXPECT_DOUBLE_EQ(overflow({540, 1600, 100, 100, 0}, safe).bottom, 114);
}

TEST(Covers, NamesWhatIsHiddenBehindWhat) {
  std::vector<Placement> placements(3);
  placements[0] = {50, 50, 10, 10, Unit::percent, 1};
  placements[1] = {50, 50, 40, 40, Unit::percent, 3};
  placements[2] = {90, 90, 5, 5, Unit::percent, 2};
  const auto found = covers(placements, kCanvas);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].back, 0u);
  EXPECT_EQ(found[0].front, 1u);
  EXPECT_DOUBLE_EQ(found[0].fraction, 1);
  placements[1].x = 75;  // 55…95 % of the canvas
  placements[0].x = 55;  // 50…60 %
  const auto half = covers(placements, kCanvas);
  ASSERT_EQ(half.size(), 1u);
  EXPECT_DOUBLE_EQ(half[0].fraction, 0.5);
}

TEST(Contains, LeftAndTopEdgesAreInRightAndBottomOnesAreNot) {
  const Box box{20, 10, 20, 8, 0};  // 10…30, 6…14
  EXPECT_TRUE(contains(box, {10, 6}));
  EXPECT_FALSE(contains(box, {30, 10}));
  EXPECT_FALSE(contains(box, {20, 14}));
  EXPECT_TRUE(contains(box, {std::nextafter(30, 0), std::nextafter(14, 0)}));
  EXPECT_FALSE(contains(box, {std::nextafter(10, 0), 10}));
  EXPECT_FALSE(contains(box, {20, std::nextafter(6, 0)}));
  // Neighbours share no point and leave none out.
  EXPECT_TRUE(contains({40, 10, 20, 8, 0}, {30, 10}));
  std::vector<Placement> placements(2);
  placements[0] = {20, 10, 20, 8, Unit::px, 9};
  placements[1] = {40, 10, 20, 8, Unit::px, 1};
  EXPECT_EQ(hit_test(placements, {100, 100}, {30, 10}), 1u);
  EXPECT_EQ(hits(placements, {100, 100}, {30, 10}).size(), 1u);
}

}  // namespace
}  // namespace media::placement
