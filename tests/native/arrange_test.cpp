#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "placement/placement.h"
#include "placement_random.h"

namespace media::placement {
namespace {

constexpr Rect kArea{0, 0, 1280, 720};

void expect_same(const std::vector<Box>& a, const std::vector<Box>& b, double within = 1e-9) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    ASSERT_NEAR(a[i].center_x, b[i].center_x, within);
    ASSERT_NEAR(a[i].center_y, b[i].center_y, within);
    ASSERT_NEAR(a[i].width, b[i].width, within);
    ASSERT_NEAR(a[i].height, b[i].height, within);
    ASSERT_EQ(a[i].rotation, b[i].rotation);
  }
}

TEST(Align, TwiceChangesNothingMore) {
  Random random(31);
  for (int i = 0; i < 3000; ++i) {
    const auto how = static_cast<Align>(i % 6);
    auto boxes = random.boxes(1 + random.below(8));
    const Rect first = union_bounds(boxes);
    align(boxes, how, first);
    const auto once = boxes;
    align(boxes, how, union_bounds(boxes));
    expect_same(once, boxes);
    for (const Box& box : boxes) {
      if (how == Align::left) ASSERT_NEAR(bounds(box).left, first.left, 1e-9);
      if (how == Align::bottom) ASSERT_NEAR(bounds(box).bottom(), first.bottom(), 1e-9);
      if (how == Align::center_y) ASSERT_NEAR(box.center_y, first.top + first.height / 2, 1e-9);
    }
  }
}

TEST(Distribute, MakesGapsOrDistancesEqualAndKeepsTheOutermost) {
  Random random(32);
  for (int i = 0; i < 2000; ++i) {
    auto boxes = random.boxes(3 + random.below(6));
    const auto before = boxes;
    const int axis = i % 2;
    const bool centers = i % 4 < 2;
    distribute(boxes, axis, centers);
    std::vector<Box> sorted = boxes;
    const auto center = [&](const Box& b) { return axis == 0 ? b.center_x : b.center_y; };
    if (centers) {
      std::sort(sorted.begin(), sorted.end(),
                [&](const Box& a, const Box& b) { return center(a) < center(b); });
      const double step = center(sorted[1]) - center(sorted[0]);
      for (size_t k = 1; k < sorted.size(); ++k)
        ASSERT_NEAR(center(sorted[k]) - center(sorted[k - 1]), step, 1e-6);
    }
    const auto extremes = [&](const std::vector<Box>& all) {
      const auto [a, b] = std::minmax_element(
          all.begin(), all.end(), [&](const Box& p, const Box& q) { return center(p) < center(q); });
      return std::pair(center(*a), center(*b));
    };
    if (centers) ASSERT_EQ(extremes(boxes), extremes(before));
  }
  std::vector<Box> row = {{10, 0, 20, 10, 0}, {500, 0, 100, 10, 0}, {60, 0, 40, 10, 0}, {300, 5, 40, 10, 90}};
  distribute(row, 0, false);
  EXPECT_DOUBLE_EQ(row[0].center_x, 10);   // 0…20
  EXPECT_DOUBLE_EQ(row[1].center_x, 500);  // 450…550
  const double gap = (550 - 20 - 100 - 40 - 10) / 3.0;
  EXPECT_DOUBLE_EQ(row[2].center_x, 20 + gap + 20);
  EXPECT_DOUBLE_EQ(row[3].center_x, 20 + gap + 40 + gap + 5);  // 10 wide, turned
}

TEST(MatchSize, GivesOneSizeOrOneSideAlongTheRatio) {
  std::vector<Box> boxes = {{0, 0, 100, 50, 0}, {0, 0, 30, 60, 20}};
  auto both = boxes;
  match_size(both, {80, 40}, false);
  EXPECT_DOUBLE_EQ(both[1].width, 80);
  EXPECT_DOUBLE_EQ(both[1].height, 40);
  auto wide = boxes;
  match_size(wide, {60, 0}, true);
  EXPECT_DOUBLE_EQ(wide[0].height, 30);
  EXPECT_DOUBLE_EQ(wide[1].height, 120);
  auto free = boxes;
  match_size(free, {60, 0}, false);
  EXPECT_DOUBLE_EQ(free[1].height, 60);
}

TEST(Layers, AreNumberedFromOneAndMoveAsAsked) {
  const std::vector<double> z = {5, 5, -2, 9};  // back to front: 2, 0, 1, 3
  EXPECT_EQ(normalize_z(z), (std::vector<double>{2, 3, 1, 4}));
  const auto moved = [&](std::vector<uint8_t> selected, LayerMove how) {
    return move_layers(z, selected, how);
  };
  EXPECT_EQ(moved({1, 0, 0, 0}, LayerMove::to_front), (std::vector<double>{4, 2, 1, 3}));
  EXPECT_EQ(moved({1, 0, 1, 0}, LayerMove::to_front), (std::vector<double>{4, 1, 3, 2}));
  EXPECT_EQ(moved({0, 1, 0, 1}, LayerMove::to_back), (std::vector<double>{4, 1, 3, 2}));
  EXPECT_EQ(moved({1, 0, 0, 0}, LayerMove::forward), (std::vector<double>{3, 2, 1, 4}));
  EXPECT_EQ(moved({1, 1, 0, 0}, LayerMove::forward), (std::vector<double>{3, 4, 1, 2}));
  EXPECT_EQ(moved({0, 0, 0, 1}, LayerMove::forward), (std::vector<double>{2, 3, 1, 4}));
  EXPECT_EQ(moved({0, 1, 0, 0}, LayerMove::backward), (std::vector<double>{3, 2, 1, 4}));
  EXPECT_EQ(moved({0, 0, 1, 0}, LayerMove::backward), (std::vector<double>{2, 3, 1, 4}));
}

TEST(Layers, ForwardThenBackwardOfOneIsIdentity) {
  Random random(33);
  for (int i = 0; i < 2000; ++i) {
    std::vector<double> z(2 + random.below(8));
    for (double& value : z) value = double(random.below(5));
    z = normalize_z(z);
    std::vector<uint8_t> selected(z.size(), 0);
    const size_t one = random.below(z.size());
    selected[one] = 1;
    if (z[one] == double(z.size())) continue;
    ASSERT_EQ(move_layers(move_layers(z, selected, LayerMove::forward), selected, LayerMove::backward), z);
  }
}

TEST(Layout, PutsEveryBoxInItsCellAtItsRatio) {
  Random random(34);
  for (int i = 0; i < 2000; ++i) {
    auto boxes = random.boxes(1 + random.below(9));
    const auto before = boxes;
    layout(boxes, static_cast<Layout>(i % 4), kArea, 8);
    for (size_t k = 0; k < boxes.size(); ++k) {
      const Rect r = bounds(boxes[k]);
      ASSERT_GE(r.left, -1e-6);
      ASSERT_LE(r.bottom(), 720 + 1e-6);
      ASSERT_NEAR(boxes[k].width / boxes[k].height / (before[k].width / before[k].height), 1, 1e-9);
      for (size_t other = 0; other < k; ++other) ASSERT_LT(overlap_area(boxes[k], boxes[other]), 1e-6);
    }
  }
}

TEST(Layout, AShortLastRowOfAGridIsCentred) {
  std::vector<Box> boxes(3, Box{0, 0, 100, 100, 0});
  layout(boxes, Layout::grid, {0, 0, 200, 200}, 0);
  EXPECT_DOUBLE_EQ(boxes[0].center_x, 50);
  EXPECT_DOUBLE_EQ(boxes[1].center_x, 150);
  EXPECT_DOUBLE_EQ(boxes[2].center_x, 100);
  EXPECT_DOUBLE_EQ(boxes[2].center_y, 150);
}

TEST(Layout, FocusGivesTheFirstTheMost) {
  std::vector<Box> boxes(4, Box{0, 0, 100, 100, 0});
  layout(boxes, Layout::focus, kArea, 0);
  EXPECT_GT(boxes[0].width, 2 * boxes[1].width);
  EXPECT_LT(boxes[0].center_x, boxes[1].center_x);
}

TEST(FreePosition, FindsRoomAndIgnoresBackgrounds) {
  const Box asset{0, 0, 200, 200, 0};
  const std::vector<Box> background = {{640, 360, 1280, 720, 0}};
  EXPECT_EQ(free_position(asset, background, kArea).x, 640);
  Random random(35);
  for (int i = 0; i < 300; ++i) {
    std::vector<Box> others = {{640, 360, 1280, 720, 0}};
    for (int k = 0; k < 3; ++k) others.push_back({random.in(0, 1280), random.in(0, 720), 150, 150, 0});
    Box placed = asset;
    const Point at = free_position(asset, others, kArea);
    placed.center_x = at.x, placed.center_y = at.y;
    for (size_t k = 1; k < others.size(); ++k) ASSERT_EQ(overlap_area(placed, others[k]), 0);
  }
}

TEST(Retarget, ThereAndBackIsIdentity) {
  Random random(36);
  for (int i = 0; i < 5000; ++i) {
    const Size from{std::round(random.in(28, 2000)), std::round(random.in(28, 2000))};
    const Size to{std::round(random.in(28, 2000)), std::round(random.in(28, 2000))};
    const Box box{random.in(-0.5, 1.5) * from.width, random.in(-0.5, 1.5) * from.height,
                  random.in(0.02, 1.6) * from.width, random.in(0.02, 1.6) * from.height,
                  i % 2 == 0 ? 0 : random.in(0, 360)};
    const Box there = retarget(box, from, to);
    ASSERT_NEAR(there.width / there.height / (box.width / box.height), 1, 1e-9);
    expect_same({retarget(there, to, from)}, {box}, 1e-5);
    expect_same({retarget(box, from, from)}, {box}, 1e-9);
  }
}

TEST(Retarget, KeepsFittingCoveringAndTouching) {
  const Size thumbnail{1280, 720}, story{1080, 1920};
  const Box background = retarget({640, 360, 1280, 720, 0}, thumbnail, story);
  EXPECT_LE(bounds(background).left, 1e-9);
  EXPECT_LE(bounds(background).top, 1e-9);
  EXPECT_GE(bounds(background).right(), 1080 - 1e-9);
  const Box corner = retarget({1280 - 100, 720 - 50, 200, 100, 0}, thumbnail, story);
  EXPECT_NEAR(bounds(corner).right(), 1080, 1e-6);
  EXPECT_NEAR(bounds(corner).bottom(), 1920, 1e-6);
  const Box centred = retarget({640, 360, 300, 200, 30}, thumbnail, story);
  EXPECT_NEAR(centred.center_x, 540, 1e-9);
  EXPECT_NEAR(centred.center_y, 960, 1e-9);
  Random random(37);
  for (int i = 0; i < 3000; ++i) {
    const Box inside = constrain(random.box(), {Keep::box, {0, 0, 1280, 720}, {}, true});
    const Overflow out = overflow(retarget(inside, thumbnail, story), {0, 0, 1080, 1920});
    ASSERT_LT(out.left + out.right + out.top + out.bottom,
              1e-2);  // a box as wide as the canvas remembers its side
  }
}

TEST(FreePosition, GoesWhereNothingIsAndOnlyANearlyWholeCoverIsABackground) {
  const Box narrow{0, 0, 40, 100, 0};
  // From the left edge to where it leaves a stripe at the right: what leaves 6 % of the area is an asset.
  const auto beside = [&](double share) {
    const std::vector<Box> others = {{640 * share, 360, 1280 * share, 720, 0}};
    return free_position(narrow, others, kArea);
  };
  EXPECT_EQ(beside(0.96).x, 640);
  EXPECT_GE(beside(0.94).x, 1280 * 0.94 + 20);
  EXPECT_EQ(beside(0.94).y, 360);  // as near to the centre as may be
  // Of places without any overlap the nearest to the centre, and where all are covered the one that is least.
  const std::vector<Box> middle = {{640, 360, 200, 720, 0}};
  EXPECT_NEAR(std::abs(free_position(narrow, middle, kArea).x - 640), 124, 1e-9);
  const std::vector<Box> twice = {{640, 180, 1280, 360, 0}, {640, 540, 1280, 360, 0}, {400, 360, 800, 720, 0}};
  EXPECT_GT(free_position(narrow, twice, kArea).x, 800);
}

}  // namespace
TEST(Retarget, ThereAndBackIsIdentityWhereBoundsHaveACanvasOwnShape) {
  const Size square{100, 100}, wide{1920, 1080};
  const Box box = {50, 50, 160, 90, 0};
  expect_same({retarget(retarget(box, square, wide), wide, square)}, {box}, 1e-6);
  Random random(71);
  for (int i = 0; i < 20000; ++i) {
    // Of the wide canvas' shape, and of the square's; some touch, some cover, some do both.
    const double side = i % 5 == 0 ? 100 : random.in(1, 400);
    const Box wide_box = {random.in(-50, 150), random.in(-50, 150), side, side * 9 / 16, 0};
    expect_same({retarget(retarget(wide_box, square, wide), wide, square)}, {wide_box}, 1e-5);
    const Box square_box = {random.in(-500, 2500), random.in(-500, 1500), 19.2 * side, 19.2 * side, 0};
    expect_same({retarget(retarget(square_box, wide, square), square, wide)}, {square_box}, 1e-4);
  }
  const Box full = retarget({960, 540, 1920, 1080, 0}, wide, square);
  EXPECT_GE(full.width, 100);
  EXPECT_GE(full.height, 100 - 1e-9);
  expect_same({retarget({50, 50, 100, 100, 0}, square, {500, 500})}, {{250, 250, 500, 500, 0}}, 1e-9);
  const Box fits = retarget({50, 50, 100, 56.25, 0}, square, wide);
  EXPECT_LE(fits.width, 1920);
  EXPECT_NEAR(fits.width, 1920, 0.01);
}

TEST(Retarget, AnswersWhatCanBeComputedWith) {
  const Box box = {5, 5, 10, 10, 0};
  EXPECT_TRUE(is_usable(retarget(box, {1e-6, 1e-6}, {1e9, 1e9})));
}

TEST(Layout, HasAPixelForEachHoweverWideTheGap) {
  for (const Layout how : {Layout::focus, Layout::grid, Layout::row, Layout::column}) {
    for (const double gap : {100.0, 101.0, 1e6}) {
      std::vector<Box> boxes(3, Box{0, 0, 30, 20, 0});
      layout(boxes, how, {0, 0, 100, 50}, gap);
      for (const Box& box : boxes) EXPECT_TRUE(is_usable(box)) << int(how) << " " << gap << " " << box.width;
    }
  }
}

TEST(MatchSize, ToNothingLeavesBoxesAsTheyAre) {
  std::vector<Box> boxes = {{1, 2, 30, 20, 5}};
  match_size(boxes, {0, 0}, true);
  expect_same(boxes, {{1, 2, 30, 20, 5}}, 0);
}

TEST(Check, StopsWhereNobodyReadsOn) {
  const std::vector<Placement> many(100000, Placement{NAN, NAN, -1, -1});
  const auto issues = check(many);
  EXPECT_GE(issues.size(), kMostIssues);
  EXPECT_LT(issues.size(), kMostIssues + 8);
}

}  // namespace media::placement
