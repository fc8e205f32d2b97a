// Selecting by hand: what steps do to the mask, what undo takes back, and input that makes no sense.
#include "cutout/selection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace media::cutout {
namespace {

struct Drawn {
  int width, height;
  std::vector<uint8_t> pixels;
  operator image::ImageView() const { return {pixels.data(), width, height}; }
};

bool in_disc(double x, double y) { return std::hypot(x - 80, y - 80) < 40; }

// A red disc on green, with a little noise.
Drawn disc(int width = 200, int height = 160) {
  Drawn out{width, height, std::vector<uint8_t>(size_t(width * height * 4), 255)};
  uint32_t seed = 1;
  for (int i = 0; i < width * height; ++i) {
    seed = seed * 1664525 + 1013904223;
    const auto noise = uint8_t(seed >> 28);
    const bool red = in_disc(i % width + 0.5, i / width + 0.5);
    out.pixels[size_t(4 * i)] = uint8_t((red ? 190 : 40) + noise);
    out.pixels[size_t(4 * i + 1)] = uint8_t((red ? 40 : 130) + noise);
    out.pixels[size_t(4 * i + 2)] = 60;
  }
  return out;
}

constexpr Box kBox{35, 35, 90, 90};

Selection begun(const Drawn& picture, std::optional<image::GreyView> mask = {}, std::optional<Box> box = {}) {
  auto made = Selection::make(picture, mask, box);
  EXPECT_TRUE(made);
  return std::move(*made);
}

std::vector<uint8_t> values(const Selection& selection) {
  const auto mask = selection.mask();
  return {mask.data, mask.data + size_t(mask.width) * size_t(mask.height)};
}

double iou_with_disc(const Selection& selection) {
  const auto mask = selection.mask();
  double both = 0, either = 0;
  for (int i = 0; i < mask.width * mask.height; ++i) {
    const bool is = mask.data[i] >= 128, should = in_disc(i % mask.width + 0.5, i / mask.width + 0.5);
    both += is && should, either += is || should;
  }
  return both / either;
}

Stroke stroke(StrokeKind kind, std::vector<Point> points, double radius = 5, double hardness = 1) {
  return {kind, std::move(points), radius, hardness};
}

bool has(const Rect& rect, int x, int y) {
  return x >= rect.left && y >= rect.top && x < rect.left + rect.width && y < rect.top + rect.height;
}

void expect_only_inside(const std::vector<uint8_t>& before, const std::vector<uint8_t>& after, const Rect& rect, int width) {
  for (size_t i = 0; i < before.size(); ++i) {
    if (before[i] == after[i]) continue;
    ASSERT_TRUE(has(rect, int(i) % width, int(i) / width)) << i;
  }
}

TEST(Selection, ABoxSelectsWhatItWasDrawnAround) {
  const auto picture = disc();
  EXPECT_GT(iou_with_disc(begun(picture, {}, kBox)), 0.95);
  auto later = begun(picture);
  ASSERT_TRUE(later.box(kBox));
  EXPECT_GT(iou_with_disc(later), 0.95);
}

TEST(Selection, NothingOutsideABoxIsSelectedUntilAKeepStrokeGoesThere) {
  auto picture = disc();
  // A second disc, of the same red.
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (std::hypot(x - 170, y - 80) < 20) std::copy_n(picture.pixels.begin() + 4 * (80 * picture.width + 80), 4, picture.pixels.begin() + 4 * (y * picture.width + x));
    }
  }
  auto selection = begun(picture, {}, kBox);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::keep, {{60, 80}, {100, 80}})));
  ASSERT_TRUE(selection.add(stroke(StrokeKind::keep, {{80, 60}, {80, 100}})));
  ASSERT_TRUE(selection.add(stroke(StrokeKind::keep, {{80, 70}, {80, 90}})));
  const auto inside = values(selection);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (x >= 35 && y >= 35 && x <= 125 && y <= 125) continue;
      ASSERT_LT(inside[size_t(y * picture.width + x)], 128) << x << ", " << y;
    }
  }
  ASSERT_TRUE(selection.add(stroke(StrokeKind::keep, {{160, 80}, {180, 80}})));
  EXPECT_GE(values(selection)[size_t(80 * picture.width + 170)], 128);
}

TEST(Selection, StrokesSelectWithoutABox) {
  const auto picture = disc();
  auto selection = begun(picture);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::keep, {{60, 80}, {100, 80}})));
  ASSERT_TRUE(selection.add(stroke(StrokeKind::remove, {{10, 10}, {190, 10}, {190, 150}})));
  EXPECT_GT(iou_with_disc(selection), 0.9);
}

TEST(Selection, WhatAStrokeTouchesIsWhatItSays) {
  const auto picture = disc();
  auto selection = begun(picture, {}, kBox);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::remove, {{80, 80}})));
  EXPECT_LT(values(selection)[size_t(80 * 200 + 80)], 128);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::keep, {{10, 10}})));
  EXPECT_GE(values(selection)[size_t(10 * 200 + 10)], 128);
}

TEST(Selection, EveryStepSaysWhereTheMaskChanged) {
  const auto picture = disc();
  auto selection = begun(picture, {}, kBox);
  const auto step = [&](auto&& what) {
    const auto before = values(selection);
    const auto changed = what();
    ASSERT_TRUE(changed);
    expect_only_inside(before, values(selection), *changed, picture.width);
  };
  step([&] { return selection.add(stroke(StrokeKind::remove, {{80, 60}, {80, 70}})); });
  step([&] { return selection.add(stroke(StrokeKind::keep, {{170, 80}})); });
  step([&] { return selection.add(stroke(StrokeKind::paint, {{20, 140}, {60, 150}}, 6, 0.5)); });
  step([&] { return selection.add(stroke(StrokeKind::erase, {{80, 80}})); });
  step([&] { return selection.undo(); });
  step([&] { return selection.redo(); });
  step([&] { return selection.reset(); });
  step([&] { return selection.undo(); });
}

TEST(Selection, StepsThatWereUndoneAreGoneOnceAnotherIsMade) {
  const auto picture = disc();
  auto selection = begun(picture);
  const auto empty = values(selection);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::paint, {{30, 30}})));
  const auto first = values(selection);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::paint, {{60, 30}})));
  ASSERT_TRUE(selection.undo());
  ASSERT_TRUE(selection.add(stroke(StrokeKind::paint, {{90, 30}})));
  EXPECT_FALSE(selection.can_redo());
  ASSERT_TRUE(selection.undo());
  EXPECT_EQ(values(selection), first);
  ASSERT_TRUE(selection.undo());
  EXPECT_EQ(values(selection), empty);
  EXPECT_FALSE(selection.can_undo());
}

TEST(Selection, ASoftBrushStaysSoftWhereALaterStrokeSelectsAroundIt) {
  const auto picture = disc();
  auto selection = begun(picture, {}, kBox);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::paint, {{124, 80}}, 12, 0)));
  const auto before = values(selection);
  const auto changed = selection.add(stroke(StrokeKind::remove, {{112, 60}, {112, 100}}, 4));
  ASSERT_TRUE(changed && has(*changed, 124, 80));
  for (const int x : {122, 124, 126, 128}) EXPECT_EQ(values(selection)[size_t(80 * 200 + x)], before[size_t(80 * 200 + x)]) << x;
  EXPECT_LT(before[size_t(80 * 200 + 128)], 255);
}

TEST(Selection, ABoxGrowsAroundAKeepStrokeThatLeavesIt) {
  const auto picture = disc();
  auto selection = begun(picture, {}, Box{35, 35, 45, 90});
  EXPECT_LT(values(selection)[size_t(68 * 200 + 108)], 128);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::keep, {{70, 80}, {110, 80}})));
  EXPECT_GE(values(selection)[size_t(68 * 200 + 108)], 128);
}

TEST(Selection, StepsNameNoMoreThanWhatChanged) {
  const auto picture = disc(600, 500);
  auto selection = begun(picture);
  const auto small = [](const Result<Rect>& changed) { return changed && changed->width > 0 && changed->width < 150 && changed->height < 150; };
  EXPECT_TRUE(small(selection.box(kBox)));
  EXPECT_TRUE(small(selection.undo()));
  EXPECT_TRUE(small(selection.redo()));
  EXPECT_TRUE(small(selection.box({45, 45, 70, 70})));
  EXPECT_TRUE(small(selection.add(stroke(StrokeKind::keep, {{130, 80}}, 3))));
  EXPECT_TRUE(small(selection.undo()));
}

TEST(Selection, ANewBoxLeavesNothingOfTheOldOne) {
  const auto picture = disc(600, 500);
  auto selection = begun(picture, {}, kBox);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::paint, {{500, 400}}, 20, 0.2)));
  const auto before = values(selection);
  const auto changed = selection.box({20, 20, 120, 120});
  ASSERT_TRUE(changed);
  expect_only_inside(before, values(selection), *changed, picture.width);
  ASSERT_TRUE(selection.undo());
  EXPECT_EQ(values(selection), before);
}

TEST(Selection, UndoAndRedoGoBackAndForthThroughEveryKindOfStep) {
  const auto picture = disc();
  auto selection = begun(picture);
  std::vector<std::vector<uint8_t>> seen{values(selection)};
  const auto did = [&](const Result<Rect>& changed) {
    ASSERT_TRUE(changed);
    seen.push_back(values(selection));
  };
  did(selection.box(kBox));
  did(selection.add(stroke(StrokeKind::keep, {{170, 80}})));
  did(selection.add(stroke(StrokeKind::erase, {{80, 80}}, 10)));
  did(selection.reset());
  did(selection.add(stroke(StrokeKind::paint, {{120, 20}}, 10, 0.2)));
  for (size_t i = seen.size() - 1; i-- > 0;) {
    ASSERT_TRUE(selection.can_undo());
    ASSERT_TRUE(selection.undo());
    EXPECT_EQ(values(selection), seen[i]);
  }
  EXPECT_FALSE(selection.can_undo());
  EXPECT_EQ(selection.undo()->width, 0);
  for (size_t i = 1; i < seen.size(); ++i) {
    ASSERT_TRUE(selection.redo());
    EXPECT_EQ(values(selection), seen[i]);
  }
  EXPECT_FALSE(selection.can_redo());
  EXPECT_EQ(selection.redo()->width, 0);
  ASSERT_TRUE(selection.undo());
  ASSERT_TRUE(selection.add(stroke(StrokeKind::paint, {{5, 5}}, 2)));
  EXPECT_FALSE(selection.can_redo());
}

TEST(Selection, AStrokeAfterUndoCountsAsIfTheUndoneOneHadNotBeen) {
  const auto picture = disc();
  auto selection = begun(picture, {}, kBox), plain = begun(picture, {}, kBox);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::remove, {{80, 60}, {80, 100}})));
  ASSERT_TRUE(selection.undo());
  ASSERT_TRUE(selection.add(stroke(StrokeKind::keep, {{60, 80}, {100, 80}})));
  ASSERT_TRUE(plain.add(stroke(StrokeKind::keep, {{60, 80}, {100, 80}})));
  EXPECT_EQ(values(selection), values(plain));
}

TEST(Selection, TheSameStepsGiveTheSameMask) {
  const auto picture = disc();
  const auto once = [&] {
    auto selection = begun(picture, {}, kBox);
    EXPECT_TRUE(selection.add(stroke(StrokeKind::remove, {{40, 40}, {120, 40}})));
    return values(selection);
  };
  EXPECT_EQ(once(), once());
}

TEST(Selection, AStrokeOnAMaskMovesNothingFarFromIt) {
  const auto picture = disc();
  std::vector<uint8_t> given(200 * 160, 0);
  for (size_t i = 0; i < given.size(); ++i) given[i] = in_disc(double(i % 200) + 0.5, double(i / 200) + 0.5) || i % 200 > 150 ? 255 : 0;
  auto selection = begun(picture, image::GreyView{given.data(), 200, 160});
  EXPECT_EQ(values(selection), given);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::remove, {{175, 20}, {175, 30}})));
  const auto mask = values(selection);
  EXPECT_LT(mask[25 * 200 + 175], 128);
  for (size_t y = 0; y < 160; ++y) {
    for (size_t x = 0; x < 130; ++x) ASSERT_EQ(mask[y * 200 + x], given[y * 200 + x]) << x << ", " << y;
  }
}

TEST(Selection, AMaskOfAnotherSizeIsStretched) {
  const auto picture = disc();
  const std::vector<uint8_t> halves{255, 0};
  const auto mask = values(begun(picture, image::GreyView{halves.data(), 2, 1}));
  EXPECT_EQ(mask.size(), size_t{200 * 160});
  EXPECT_GT(mask[80 * 200 + 5], 250);
  EXPECT_LT(mask[80 * 200 + 195], 5);
}

TEST(Selection, AMaskWithABoxLosesWhatLiesOutside) {
  const auto picture = disc();
  const std::vector<uint8_t> all(200 * 160, 255);
  const auto mask = values(begun(picture, image::GreyView{all.data(), 200, 160}, kBox));
  EXPECT_EQ(std::count(mask.begin(), mask.end(), 255), 90 * 90);
}

TEST(Selection, AMaskOfNothingSaysNothing) {
  const auto picture = disc();
  const std::vector<uint8_t> none(200 * 160, 0);
  auto selection = begun(picture, image::GreyView{none.data(), 200, 160});
  ASSERT_TRUE(selection.add(stroke(StrokeKind::keep, {{60, 80}, {100, 80}})));
  ASSERT_TRUE(selection.add(stroke(StrokeKind::remove, {{10, 10}, {190, 10}, {190, 150}})));
  EXPECT_GT(iou_with_disc(selection), 0.9);
}

TEST(Selection, StrokesAndBoxesThatMakeNoSenseAreRefusedAndChangeNothing) {
  const auto picture = disc();
  auto selection = begun(picture, {}, kBox);
  const auto before = values(selection);
  constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  const Stroke refused[] = {
      stroke(StrokeKind::keep, {}), stroke(StrokeKind::keep, std::vector<Point>(1000000)),
      stroke(StrokeKind::keep, {{nan, 1}}), stroke(StrokeKind::keep, {{1, 1}, {1, inf}}),
      stroke(StrokeKind::keep, {{1, 1}}, 0), stroke(StrokeKind::keep, {{1, 1}}, -1), stroke(StrokeKind::keep, {{1, 1}}, nan),
      stroke(StrokeKind::keep, {{1, 1}}, 1e9), stroke(StrokeKind::paint, {{1, 1}}, 2, 2), stroke(StrokeKind::paint, {{1, 1}}, 2, nan),
  };
  for (const Stroke& bad : refused) {
    const auto changed = selection.add(bad);
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().code, ErrorCode::invalid_argument);
  }
  for (const Box& bad : {Box{0, 0, nan, 4}, Box{inf, 0, 4, 4}, Box{5, 5, 0, 4}, Box{1000, 0, 5, 5}, Box{50, 50, -20, 5}, Box{-10, 0, 5, 5}}) {
    const auto changed = selection.box(bad);
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().code, ErrorCode::invalid_argument);
    EXPECT_FALSE(Selection::make(picture, {}, bad));
  }
  EXPECT_FALSE(Selection::make(picture, image::GreyView{before.data(), 0, 3}, {}));
  EXPECT_FALSE(Selection::make({nullptr, 0, 0}, {}, {}));
  EXPECT_FALSE(selection.can_undo());
  EXPECT_EQ(values(selection), before);
}

TEST(Selection, StrokesThatMissThePictureChangeNothing) {
  const auto picture = disc();
  auto selection = begun(picture, {}, kBox);
  const auto before = values(selection);
  for (const auto kind : {StrokeKind::keep, StrokeKind::remove, StrokeKind::paint, StrokeKind::erase}) {
    for (const std::vector<Point>& points : {std::vector<Point>{{-500, -500}, {-400, 1e300}}, {{1e300, 80}}, {{-1e9, -7}, {1e9, -7}}, {{80, 167}}}) {
      const auto changed = selection.add(stroke(kind, points));
      ASSERT_TRUE(changed);
      EXPECT_EQ(changed->width, 0);
    }
  }
  EXPECT_EQ(values(selection), before);
  EXPECT_FALSE(selection.can_undo());
}

TEST(Selection, StrokesThatPassThroughFromFarOutsideCount) {
  const auto picture = disc();
  auto selection = begun(picture);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::paint, {{-1e300, 80.5}, {1e300, 80.5}}, 3)));
  const auto mask = values(selection);
  for (size_t x = 0; x < 200; ++x) EXPECT_EQ(mask[80 * 200 + x], 255);
  EXPECT_EQ(mask[0], 0);
}

TEST(Selection, StrokesThatCoverEverythingLeaveAnHonestMask) {
  const auto picture = disc();
  auto all = begun(picture), none = begun(picture, {}, kBox);
  ASSERT_TRUE(all.add(stroke(StrokeKind::keep, {{0, 0}, {200, 160}}, 65535)));
  for (const uint8_t value : values(all)) ASSERT_EQ(value, 255);
  ASSERT_TRUE(none.add(stroke(StrokeKind::remove, {{0, 0}, {200, 160}}, 500)));
  for (const uint8_t value : values(none)) ASSERT_EQ(value, 0);
}

TEST(Selection, TheLaterOfContradictoryStrokesCounts) {
  const auto picture = disc();
  auto selection = begun(picture, {}, kBox);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(selection.add(stroke(StrokeKind::keep, {{80, 80}}, 8)));
    EXPECT_GE(values(selection)[80 * 200 + 80], 128);
    ASSERT_TRUE(selection.add(stroke(StrokeKind::remove, {{80, 80}}, 8)));
    EXPECT_LT(values(selection)[80 * 200 + 80], 128);
  }
}

TEST(Selection, AsManyPointsAsAreAllowedAreAStrokeLikeAnyOther) {
  const auto picture = disc();
  std::vector<Point> points(kMaxStrokePoints);
  for (size_t i = 0; i < points.size(); ++i) points[i] = {std::fmod(1.5 * double(i), 200), i % 2 ? 160.0 : 0.0};
  for (const auto kind : {StrokeKind::keep, StrokeKind::paint}) {
    auto selection = begun(picture);
    ASSERT_TRUE(selection.add(stroke(kind, points, 3)));
    for (const uint8_t value : values(selection)) ASSERT_EQ(value, 255);
  }
}

TEST(Selection, PicturesOfOneColourOfOnePixelOfOneRow) {
  for (const auto& [width, height] : {std::pair{64, 48}, {1, 1}, {300, 1}, {1, 300}, {2, 2}}) {
    const Drawn plain{width, height, std::vector<uint8_t>(size_t(width * height * 4), 120)};
    auto selection = begun(plain);
    ASSERT_TRUE(selection.box({0, 0, double(width), double(height)}));
    ASSERT_TRUE(selection.add(stroke(StrokeKind::keep, {{width / 2.0, height / 2.0}}, 1)));
    ASSERT_TRUE(selection.add(stroke(StrokeKind::remove, {{0, 0}}, 1)));
    EXPECT_EQ(values(selection).size(), size_t(width * height));
  }
}

TEST(Selection, AHardBrushEndsAtItsRadiusAndASoftOneFadesThere) {
  const auto picture = disc();
  auto hard = begun(picture), soft = begun(picture);
  ASSERT_TRUE(hard.add(stroke(StrokeKind::paint, {{100, 80}}, 20)));
  ASSERT_TRUE(soft.add(stroke(StrokeKind::paint, {{100, 80}}, 20, 0)));
  const auto h = values(hard), s = values(soft);
  for (size_t x = 0; x < 30; ++x) {
    if (x < 19) EXPECT_EQ(h[80 * 200 + 100 + x], 255);
    if (x > 21) EXPECT_EQ(h[80 * 200 + 100 + x], 0);
    if (x > 0) EXPECT_LE(s[80 * 200 + 100 + x], s[80 * 200 + 99 + x]);
  }
  EXPECT_NEAR(s[80 * 200 + 110], 128, 20);
}

TEST(Selection, WhatWasPaintedStaysWhenALaterStrokeSelects) {
  const auto picture = disc();
  auto selection = begun(picture, {}, kBox);
  ASSERT_TRUE(selection.add(stroke(StrokeKind::paint, {{80, 30}}, 6)));
  ASSERT_TRUE(selection.add(stroke(StrokeKind::keep, {{170, 80}})));
  EXPECT_EQ(values(selection)[30 * 200 + 80], 255);
  EXPECT_GE(values(selection)[80 * 200 + 170], 128);
}

TEST(Selection, OldStepsAreForgottenBeforeTheirMemoryGrows) {
  // A mask of noise keeps no short runs: each step's part of it is as long as it can be.
  const auto picture = disc(512, 512);
  std::vector<uint8_t> noise(512 * 512);
  uint32_t seed = 7;
  for (uint8_t& value : noise) value = uint8_t((seed = seed * 1664525 + 1013904223) >> 24);
  auto selection = begun(picture, image::GreyView{noise.data(), 512, 512});
  for (int i = 0; i < 80; ++i) ASSERT_TRUE(selection.reset());
  int steps = 0;
  for (; selection.can_undo(); ++steps) ASSERT_TRUE(selection.undo());
  EXPECT_GT(steps, 10);
  EXPECT_LT(steps, 80);
}

}  // namespace
}  // namespace media::cutout
