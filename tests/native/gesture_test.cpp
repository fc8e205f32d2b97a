#include <gtest/gtest.h>

#include <cmath>

#include "placement/placement.h"
#include "placement_random.h"

namespace media::placement {
namespace {

Point opposite(const Box& box, Handle handle) {
  return handle_point(box, static_cast<Handle>((static_cast<int>(handle) + 4) % 8));
}

TEST(Resize, TheOppositeHandleStays) {
  Random random(5);
  for (int i = 0; i < 4000; ++i) {
    const Box start = random.box();
    const auto handle = static_cast<Handle>(i % 8);
    const Point pointer{random.in(-500, 2000), random.in(-500, 2000)};
    ResizeOptions options;
    options.lock_aspect = i % 3 == 0;
    const Resized out = resize(start, handle, handle_point(start, handle), pointer, options);
    // A box that flipped has its opposite handle on the other side.
    const Point fixed = opposite(start, handle);
    double nearest = 1e9;
    for (int h = 0; h < 8; ++h) {
      const Point p = handle_point(out.box, static_cast<Handle>(h));
      nearest = std::min(nearest, std::hypot(p.x - fixed.x, p.y - fixed.y));
    }
    ASSERT_LT(nearest, 1e-9) << "handle " << i % 8;
    if (!out.flipped_x && !out.flipped_y) {
      const Point same = opposite(out.box, handle);
      ASSERT_NEAR(same.x, fixed.x, 1e-9);
      ASSERT_NEAR(same.y, fixed.y, 1e-9);
    }
    ASSERT_GE(out.box.width, 1 - 1e-12);
    ASSERT_GE(out.box.height, 1 - 1e-12);
  }
}

TEST(Resize, TheHandleFollowsThePointerAndStaysPutWithIt) {
  Random random(6);
  for (int i = 0; i < 2000; ++i) {
    const Box start = random.box();
    const auto corner = static_cast<Handle>(i % 4 * 2);
    const Point grab = handle_point(start, corner);
    ResizeOptions options;
    options.limits.smallest = {1e-6, 1e-6};
    const Resized same = resize(start, corner, {3, 4}, {3, 4}, options);
    ASSERT_EQ(same.box.width, start.width);
    ASSERT_EQ(same.box.height, start.height);
    ASSERT_EQ(same.box.center_x, start.center_x);
    ASSERT_EQ(same.box.center_y, start.center_y);
    const Point pointer{random.in(-500, 2000), random.in(-500, 2000)};
    const Resized out = resize(start, corner, grab, pointer, options);
    double nearest = 1e9;
    for (const Point p : corners(out.box))
      nearest = std::min(nearest, std::hypot(p.x - pointer.x, p.y - pointer.y));
    ASSERT_LT(nearest, 1e-6);
  }
}

TEST(Resize, LockedKeepsThePixelRatioWhateverTheLimits) {
  Random random(7);
  for (int i = 0; i < 3000; ++i) {
    const Box start = random.box();
    const auto handle = static_cast<Handle>(i % 8);
    ResizeOptions options;
    options.lock_aspect = true;
    options.aspect = i % 2 == 0 ? 0 : random.in(0.2, 5);
    options.from_center = i % 5 == 0;
    options.limits = {{random.in(1, 50), random.in(1, 50)}, {random.in(300, 900), random.in(300, 900)}};
    const Resized out = resize(start, handle, handle_point(start, handle),
                               {random.in(-500, 2000), random.in(-500, 2000)}, options);
    const double aspect = options.aspect > 0 ? options.aspect : start.width / start.height;
    ASSERT_NEAR(out.box.width / out.box.height / aspect, 1, 1e-9);
    ASSERT_GE(out.box.width, options.limits.smallest.width - 1e-9);
    ASSERT_GE(out.box.height, options.limits.smallest.height - 1e-9);
    if (options.from_center) ASSERT_EQ(out.box.center_x, start.center_x);
  }
}

double nearest_corner(const Box& box, Point to) {
  double nearest = 1e9;
  for (const Point p : corners(box)) nearest = std::min(nearest, std::hypot(p.x - to.x, p.y - to.y));
  return nearest;
}

bool inside(const Box& box, const Rect& area) {
  const Rect r = bounds(box);
  return r.left >= area.left - 1e-6 && r.top >= area.top - 1e-6 && r.right() <= area.right() + 1e-6 &&
         r.bottom() <= area.bottom() + 1e-6;
}

TEST(Resize, KeptInsideItStaysInsideAndOnTheOppositeHandle) {
  Random random(11);
  const Rect area{0, 0, 1280, 720};
  for (int i = 0; i < 4000; ++i) {
    const Box start = keep_inside(
        {random.in(0, 1280), random.in(0, 720), random.in(20, 400), random.in(20, 400), random.in(0, 360)},
        area, Keep::box);
    if (!inside(start, area)) continue;
    ResizeOptions options;
    options.keep = i % 3 == 0 ? Keep::center : Keep::box;
    options.area = area;
    options.lock_aspect = i / 8 % 2 == 0;
    options.from_center = i % 7 == 0;
    const auto handle = static_cast<Handle>(i % 8);
    const Resized out = resize(start, handle, handle_point(start, handle), random.point(), options);
    if (options.keep == Keep::box) ASSERT_TRUE(inside(out.box, area)) << i;
    ASSERT_GE(out.box.center_x, -1);
    ASSERT_LE(out.box.center_y, 721);
    ASSERT_GE(out.box.width, 1 - 1e-9);
    ASSERT_GE(out.box.height, 1 - 1e-9);
    if (options.lock_aspect)
      ASSERT_NEAR(out.box.width / out.box.height, start.width / start.height,
                  1e-6 * start.width / start.height);
    if (!options.from_center) {
      const Point fixed = opposite(start, handle);
      double nearest = 1e9;
      for (int h = 0; h < 8; ++h) {
        const Point p = handle_point(out.box, static_cast<Handle>(h));
        nearest = std::min(nearest, std::hypot(p.x - fixed.x, p.y - fixed.y));
      }
      ASSERT_LT(nearest, 1e-9);
    }
  }
}

TEST(Resize, AnEdgeAcrossTheOppositeOneTurnsOverItsOwnSideAlone) {
  ResizeOptions options;
  options.lock_aspect = true;
  const Box start{500, 500, 200, 100, 0};
  const Resized down = resize(start, Handle::top, {500, 450}, {500, 650}, options);  // 100 below the lower edge
  EXPECT_TRUE(down.flipped_y);
  EXPECT_FALSE(down.flipped_x);
  EXPECT_DOUBLE_EQ(down.box.width, 200);
  const Resized left = resize(start, Handle::right, {600, 500}, {300, 500}, options);
  EXPECT_TRUE(left.flipped_x);
  EXPECT_FALSE(left.flipped_y);
  EXPECT_DOUBLE_EQ(left.box.height, 50);
}

TEST(Resize, AnEdgeThatHasArrivedDoesNotStopTheOther) {
  ResizeOptions options;
  options.keep = Keep::box;
  options.area = {0, 0, 1000, 1000};
  const Box start{500, 500, 100, 100, 0};
  const Box out = resize(start, Handle::bottom_right, {550, 550}, {5000, 700}, options).box;
  EXPECT_NEAR(out.center_x + out.width / 2, 1000, 1e-6);
  EXPECT_NEAR(out.center_y + out.height / 2, 700, 1e-6);
}

TEST(Limits, KeepInsideMovesOnlyAsFarAsItMust) {
  const Rect area{0, 0, 100, 50};
  EXPECT_EQ(keep_inside({-5, 25, 10, 10, 0}, area, Keep::box).center_x, 5);
  EXPECT_EQ(keep_inside({-5, 25, 10, 10, 0}, area, Keep::center).center_x, 0);
  EXPECT_EQ(keep_inside({-5, 25, 10, 10, 0}, area, Keep::bleed).center_x, -5);
  EXPECT_EQ(keep_inside({90, 25, 300, 10, 0}, area, Keep::box).center_x, 50);
  EXPECT_EQ(keep_inside({50, 25, 10, 10, 0}, area, Keep::box).center_x, 50);
}

TEST(Limits, ConstrainKeepsRatioAndArea) {
  Random random(12);
  for (int i = 0; i < 2000; ++i) {
    const Box box = random.box();
    const Constraint constraint{Keep::box, {0, 0, 1280, 720}, {{10, 10}, {500, 500}}, i % 2 == 0};
    const Box out = constrain(box, constraint);
    ASSERT_TRUE(inside(out, constraint.area));
    if (constraint.lock_aspect) ASSERT_NEAR(out.width / out.height / (box.width / box.height), 1, 1e-9);
    const Box again = constrain(out, constraint);
    ASSERT_NEAR(again.width, out.width, 1e-6 + 1e-9 * out.width);
    if (!constraint.lock_aspect) {
      ASSERT_NEAR(again.center_x, out.center_x, 1e-6);
    }
  }
}

TEST(Rotate, FollowsThePointerAndStaysOnTheCentre) {
  Random random(13);
  for (int i = 0; i < 2000; ++i) {
    const Box start = random.box();
    const Point grab = corners(start)[0];
    const Point pointer = random.point();
    const Box out = rotate(start, grab, pointer, {}).box;
    ASSERT_EQ(out.center_x, start.center_x);
    ASSERT_EQ(out.width, start.width);
    // The corner that was grabbed lies on the ray to the pointer.
    const Point now = corners(out)[0];
    const double cross = (now.x - out.center_x) * (pointer.y - out.center_y) -
                         (now.y - out.center_y) * (pointer.x - out.center_x);
    ASSERT_NEAR(cross / std::hypot(pointer.x - out.center_x, pointer.y - out.center_y), 0, 1e-6);
    ASSERT_EQ(rotate(start, grab, grab, {}).box.rotation, normalize_degrees(start.rotation));
  }
}

TEST(Rotate, SnapsToStepsWithinTheTolerance) {
  const Box start{0, 0, 10, 10, 0};
  const auto to = [&](double degrees, RotateOptions options) {
    const Turn t = turn(degrees);
    return rotate(start, {10, 0}, {10 * t.cos, 10 * t.sin}, options);
  };
  EXPECT_EQ(to(43, {15}).box.rotation, 45);
  EXPECT_TRUE(to(43, {15}).snapped);
  EXPECT_NEAR(to(41, {45, 3}).box.rotation, 41, 1e-9);
  EXPECT_FALSE(to(41, {45, 3}).snapped);
  EXPECT_EQ(to(43, {45, 3}).box.rotation, 45);
  EXPECT_EQ(to(359, {45, 3}).box.rotation, 0);
  EXPECT_EQ(rotate(start, {10, 0}, {0, 0}, {}).box.rotation, 0);
}

Box pinch(const Box& start, const std::array<Point, 2>& from, const std::array<Point, 2>& to, bool turns,
          const SizeLimits& limits) {
  Box out;
  pinch({&start, 1}, from, to, turns, limits, {&out, 1});
  return out;
}

Box nudge(const Box& box, double x, double y, double step, Size grid = {}) {
  Box out;
  nudge({&box, 1}, x, y, step, grid, {&out, 1});
  return out;
}

TEST(Pinch, KeepsWhatIsUnderTheFingers) {
  Random random(14);
  for (int i = 0; i < 2000; ++i) {
    const Box start = random.box();
    const std::array<Point, 2> from{random.point(), random.point()}, to{random.point(), random.point()};
    const SizeLimits free{{1e-9, 1e-9}, {kLargest, kLargest}};
    const Box out = pinch(start, from, to, true, free);
    for (int finger = 0; finger < 2; ++finger) {
      const Point before = to_local(start, from[size_t(finger)]), after = to_local(out, to[size_t(finger)]);
      ASSERT_NEAR(after.x / out.width, before.x / start.width, 1e-6);
      ASSERT_NEAR(after.y / out.height, before.y / start.height, 1e-6);
    }
    const Box same = pinch(start, from, from, true, free);
    ASSERT_NEAR(same.center_x, start.center_x, 1e-9);
    ASSERT_NEAR(same.width, start.width, 1e-9);
  }
}

TEST(Nudge, GoesByStepsOrToTheNextGridLine) {
  const Box box{103, 50, 10, 10, 0};
  EXPECT_EQ(nudge(box, 1, 0, 10).center_x, 113);
  EXPECT_EQ(nudge(box, 0, -1, 1).center_y, 49);
  EXPECT_EQ(nudge(box, 1, 0, 1, {64, 36}).center_x, 128);
  EXPECT_EQ(nudge(box, -1, 0, 1, {64, 36}).center_x, 64);
  EXPECT_EQ(nudge(nudge(box, 1, 0, 1, {64, 36}), 1, 0, 1, {64, 36}).center_x, 192);
}

TEST(Group, PinchedAndNudgedItMovesAsOne) {
  Random random(19);
  for (int i = 0; i < 1000; ++i) {
    auto start = random.boxes(4);
    for (Box& box : start) box.width += 10, box.height += 10;
    auto out = start;
    pinch(start, {random.point(), random.point()}, {random.point(), random.point()}, true,
          {{5, 5}, {3000, 3000}}, out);
    const double scale = out[0].width / start[0].width;
    for (size_t k = 0; k < start.size(); ++k) {
      ASSERT_NEAR(out[k].width / start[k].width / scale, 1, 1e-9);
      ASSERT_NEAR(
          std::hypot(out[k].center_x - out[0].center_x, out[k].center_y - out[0].center_y),
          scale * std::hypot(start[k].center_x - start[0].center_x, start[k].center_y - start[0].center_y),
          1e-6);
      ASSERT_GE(out[k].width, 5 - 1e-9);
      ASSERT_GE(out[k].height, 5 - 1e-9);
    }
    nudge(start, 1, -1, 3, {64, 0}, out);
    const Rect frame = union_bounds(out);
    ASSERT_NEAR(std::remainder(frame.left + frame.width / 2, 64), 0, 1e-6);
    ASSERT_NEAR(out[3].center_y, start[3].center_y - 3, 1e-9);
    ASSERT_NEAR(out[3].center_x - out[1].center_x, start[3].center_x - start[1].center_x, 1e-9);
  }
}

TEST(Group, ResizingToTheSamePointerChangesNothing) {
  Random random(15);
  for (int i = 0; i < 1000; ++i) {
    const auto start = random.boxes(1 + random.below(6));
    auto out = start;
    ResizeOptions options;
    options.limits.smallest = {1e-6, 1e-6};
    resize_all(start, static_cast<Handle>(i % 8), {5, 5}, {5, 5}, options, out);
    for (size_t k = 0; k < start.size(); ++k) {
      ASSERT_NEAR(out[k].center_x, start[k].center_x, 1e-9);
      ASSERT_NEAR(out[k].width, start[k].width, 1e-9);
    }
  }
}

TEST(Group, TurnedMembersKeepTheirRatioAndEveryMemberItsLimits) {
  Random random(16);
  for (int i = 0; i < 2000; ++i) {
    auto start = random.boxes(1 + random.below(5));
    const bool turned = i % 2 == 0;
    if (!turned)
      for (Box& box : start) box.rotation = 0;
    for (Box& box : start) box.width += 10, box.height += 10;
    auto out = start;
    ResizeOptions options;
    options.limits.smallest = {5, 5};
    const auto handle = static_cast<Handle>(i % 8);
    const Rect frame = union_bounds(start);
    resize_all(start, handle,
               handle_point(
                   {frame.left + frame.width / 2, frame.top + frame.height / 2, frame.width, frame.height, 0},
                   handle),
               random.point(), options, out);
    for (size_t k = 0; k < start.size(); ++k) {
      ASSERT_GE(out[k].width, 5 - 1e-9);
      ASSERT_GE(out[k].height, 5 - 1e-9);
      if (turned) ASSERT_NEAR(out[k].width / out[k].height / (start[k].width / start[k].height), 1, 1e-9);
    }
    // The frame's opposite corner stays: what was scaled evenly fills the scaled frame.
    if (turned && handle == Handle::bottom_right) {
      const Rect now = union_bounds(out);
      ASSERT_LT(std::min(std::abs(now.left - frame.left), std::abs(now.right() - frame.left)), 1e-6);
    }
  }
}

TEST(Group, TurningKeepsDistances) {
  Random random(17);
  for (int i = 0; i < 1000; ++i) {
    const auto start = random.boxes(3);
    auto out = start;
    const double angle = rotate_all(start, random.point(), random.point(), {}, out);
    const auto apart = [](const Box& a, const Box& b) {
      return std::hypot(a.center_x - b.center_x, a.center_y - b.center_y);
    };
    ASSERT_NEAR(apart(out[0], out[1]), apart(start[0], start[1]), 1e-6);
    ASSERT_NEAR(normalize_degrees(out[2].rotation - start[2].rotation - angle + 180), 180, 1e-6);
  }
}

TEST(Anchors, HoldTheirPoint) {
  Random random(18);
  for (int i = 0; i < 900; ++i) {
    const Box box = random.box();
    const auto anchor = static_cast<Anchor>(i % 9);
    const Point point = random.point(), now = anchor_point(at_anchor(box, anchor, point), anchor);
    ASSERT_NEAR(now.x, point.x, 1e-9);
    ASSERT_NEAR(now.y, point.y, 1e-9);
    if (anchor == Anchor::top_left) ASSERT_LT(nearest_corner(box, anchor_point(box, anchor)), 1e-9);
  }
}

TEST(Resize, ALockedCornerGoesWhereThePointerIsAlongTheDiagonal) {
  ResizeOptions options;
  options.lock_aspect = true;
  const Box start{200, 150, 200, 100, 0};  // 100…300, 100…200; the diagonal goes 2 right, 1 down
  const Box out = resize(start, Handle::bottom_right, {300, 200}, {400, 150}, options).box;
  // (300, 50) from the fixed corner, projected onto (2, 1).
  EXPECT_DOUBLE_EQ(out.width, 260);
  EXPECT_DOUBLE_EQ(out.height, 130);
  Random random(20);
  for (int i = 0; i < 2000; ++i) {
    const Box box = random.box();
    const auto handle = static_cast<Handle>(i % 4 * 2);
    const Point fixed = opposite(box, handle), grab = handle_point(box, handle);
    const Point pointer{grab.x + random.in(-200, 200), grab.y + random.in(-200, 200)};
    const Resized resized = resize(box, handle, grab, pointer, options);
    if (resized.flipped_x || resized.box.width < 2 || resized.box.height < 2) continue;
    // What is left between the corner and the pointer stands upright on the diagonal.
    const Point corner = handle_point(resized.box, handle);
    const double along = (pointer.x - corner.x) * (corner.x - fixed.x) + (pointer.y - corner.y) * (corner.y - fixed.y);
    ASSERT_NEAR(along / std::hypot(corner.x - fixed.x, corner.y - fixed.y), 0, 1e-6) << i;
  }
}

TEST(Resize, FromTheCentreBothSidesMove) {
  ResizeOptions options;
  options.from_center = true;
  const Box out = resize({200, 150, 200, 100, 0}, Handle::bottom_right, {300, 200}, {310, 205}, options).box;
  EXPECT_DOUBLE_EQ(out.width, 220);
  EXPECT_DOUBLE_EQ(out.height, 110);
  EXPECT_DOUBLE_EQ(out.center_x, 200);
}

TEST(Resize, ALockedEdgeTakesTheOtherSideAlongAndTheCentreOfItsOwnStays) {
  ResizeOptions options;
  options.lock_aspect = true;
  const Box start{200, 150, 200, 100, 0};
  const Box wide = resize(start, Handle::right, {300, 150}, {400, 999}, options).box;
  EXPECT_DOUBLE_EQ(wide.width, 300);
  EXPECT_DOUBLE_EQ(wide.height, 150);
  EXPECT_DOUBLE_EQ(wide.center_y, 150);
  const Box high = resize(start, Handle::top, {200, 100}, {999, 50}, options).box;
  EXPECT_DOUBLE_EQ(high.height, 150);
  EXPECT_DOUBLE_EQ(high.width, 300);
  EXPECT_DOUBLE_EQ(high.center_y + high.height / 2, 200);
}

TEST(Group, WhatIsMirroredTurnsTheOtherWay) {
  const std::vector<Box> start = {{100, 100, 60, 40, 30}, {300, 100, 60, 40, -100}, {200, 100, 20, 20, 0}};
  const Rect frame = union_bounds(start);
  const double middle = frame.top + frame.height / 2, far = frame.left - frame.width;
  auto out = start;
  // The right edge goes as far to the left of the left one as it was to its right.
  const Resized mirrored = resize_all(start, Handle::right, {frame.right(), middle}, {far, middle}, {}, out);
  EXPECT_TRUE(mirrored.flipped_x);
  EXPECT_FALSE(mirrored.flipped_y);
  for (size_t i = 0; i < start.size(); ++i) {
    EXPECT_NEAR(out[i].center_x, 2 * frame.left - start[i].center_x, 1e-9);
    EXPECT_NEAR(out[i].center_y, start[i].center_y, 1e-9);
    EXPECT_NEAR(out[i].rotation, normalize_degrees(-start[i].rotation), 1e-9) << i;
  }
  // Mirrored both ways is half a turn, which a box does not show.
  const Resized both = resize_all(start, Handle::bottom_right, {frame.right(), frame.bottom()},
                                  {far, frame.top - frame.height}, {}, out);
  EXPECT_TRUE(both.flipped_x && both.flipped_y);
  for (size_t i = 0; i < start.size(); ++i) {
    EXPECT_NEAR(out[i].center_y, 2 * frame.top - start[i].center_y, 1e-9);
    EXPECT_EQ(out[i].rotation, start[i].rotation);
  }
}

}  // namespace
}  // namespace media::placement
