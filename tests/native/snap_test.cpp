#include <gtest/gtest.h>

#include <cmath>

#include "placement/placement.h"
#include "placement_random.h"

namespace media::placement {
namespace {

constexpr Size kCanvas{1280, 720};

SnapOptions options(unsigned kinds = kAllSnapKinds) {
  SnapOptions out;
  out.canvas = kCanvas;
  out.kinds = kinds;
  out.grid = {64, 36};
  out.safe_zone = {10, 5, 10, 5};
  return out;
}

TEST(Snap, IsIdempotentAndNeverMovesPastItsThreshold) {
  Random random(21);
  int snapped = 0;
  for (int i = 0; i < 6000; ++i) {
    const auto others = random.boxes(random.below(12));
    SnapOptions o = options(i % 2 == 0 ? kAllSnapKinds : random.below(kAllSnapKinds) + 1);
    o.threshold = random.in(1, 30);
    o.zoom = random.in(0.25, 4);
    const double threshold = o.threshold / o.zoom;
    SnapSession session(o, others);
    const Box wanted = random.box();
    const Snapped first = session.move(wanted);
    ASSERT_LE(std::abs(first.box.center_x - wanted.center_x), threshold + 1e-9);
    ASSERT_LE(std::abs(first.box.center_y - wanted.center_y), threshold + 1e-9);
    ASSERT_EQ(first.box.width, wanted.width);
    ASSERT_EQ(first.box.rotation, wanted.rotation);
    for (int axis = 0; axis < 2; ++axis) {  // what moves a box is said
      const double moved = axis == 0 ? first.box.center_x - wanted.center_x : first.box.center_y - wanted.center_y;
      ASSERT_NEAR(moved, first.hits[axis].hit ? first.hits[axis].moved : 0, 1e-9) << i;
    }
    snapped += first.hits[0].hit;
    session.release();
    const Snapped second = session.move(first.box);
    ASSERT_NEAR(second.box.center_x, first.box.center_x, 1e-9) << i;
    ASSERT_NEAR(second.box.center_y, first.box.center_y, 1e-9) << i;
  }
  EXPECT_GT(snapped, 1000);
}

TEST(Snap, TheNearestTargetOfEachAxisWins) {
  SnapSession session(options(snap_bit(SnapKind::asset_edge) | snap_bit(SnapKind::canvas_edge)),
                      std::vector<Box>{{300, 300, 100, 100, 0}});
  const Snapped& out = session.move({353 + 50, 2 + 50, 100, 100, 0});  // left 353, top 2
  EXPECT_EQ(out.box.center_x, 400);
  EXPECT_EQ(out.hits[0].kind, SnapKind::asset_edge);
  EXPECT_EQ(out.hits[0].target, 0u);
  EXPECT_EQ(out.hits[0].moved, -3);
  EXPECT_EQ(out.box.center_y, 50);
  EXPECT_EQ(out.hits[1].kind, SnapKind::canvas_edge);
  EXPECT_EQ(out.hits[1].target, kNone);
  ASSERT_EQ(out.guide_count, 2u);
  EXPECT_EQ(out.guides[0].position, 350);
  EXPECT_EQ(out.guides[0].from, 0);  // from the box' top
  EXPECT_EQ(out.guides[0].to, 350);  // to the other's bottom
}

TEST(Snap, EachKindIsMetByWhatItIsFor) {
  const auto center_x = [](SnapKind kind, double x, std::vector<Box> others = {}) {
    SnapSession session(options(snap_bit(kind)), others);
    const Snapped& out = session.move({x, 100, 100, 50, 0});
    EXPECT_TRUE(out.hits[0].hit);
    EXPECT_EQ(out.hits[0].kind, kind);
    EXPECT_GE(out.guide_count, 1u);
    return out.box.center_x;
  };
  EXPECT_EQ(center_x(SnapKind::canvas_edge, 1227), 1230);
  EXPECT_EQ(center_x(SnapKind::canvas_center, 643), 640);
  EXPECT_EQ(center_x(SnapKind::safe_zone, 111), 114);
  EXPECT_NEAR(center_x(SnapKind::third, 424), 1280 / 3.0, 1e-9);
  EXPECT_NEAR(center_x(SnapKind::third, 1280 / 3.0 + 53), 1280 / 3.0 + 50, 1e-9);
  EXPECT_EQ(center_x(SnapKind::grid, 325), 320);
  EXPECT_EQ(center_x(SnapKind::asset_center, 333, {{330, 600, 30, 30, 45}}), 330);
  EXPECT_NEAR(center_x(SnapKind::asset_edge, 400 + 50 * std::sqrt(2) + 53, {{400, 600, 100, 100, 45}}),
              400 + 50 * std::sqrt(2) + 50, 1e-9);
}

TEST(Snap, NothingIsMetThatWasNotAskedFor) {
  SnapSession session(options(snap_bit(SnapKind::canvas_center)), std::vector<Box>{{330, 600, 30, 30, 0}});
  EXPECT_FALSE(session.move({325, 100, 100, 50, 0}).hits[0].hit);  // a grid line at 320, an asset's middle at 330
}

TEST(Snap, GapsAreMadeEqual) {
  const std::vector<Box> others = {{100, 100, 100, 100, 0}, {300, 110, 100, 100, 0}, {600, 500, 10, 10, 0}};
  SnapSession session(options(snap_bit(SnapKind::gap)), others);
  const Snapped& after = session.move({503, 100, 100, 80, 0});  // right of both: gap 100 again
  EXPECT_EQ(after.box.center_x, 500);
  EXPECT_EQ(after.hits[0].kind, SnapKind::gap);
  ASSERT_EQ(after.guide_count, 2u);
  EXPECT_EQ(after.guides[0].to - after.guides[0].from, 100);
  EXPECT_EQ(after.guides[1].to - after.guides[1].from, 100);
  session.release();
  const Snapped& between = session.move({204, 100, 60, 80, 0});
  EXPECT_EQ(between.box.center_x, 200);
  EXPECT_EQ(between.guides[0].to - between.guides[0].from, 20);
  session.release();
  EXPECT_EQ(session.move({-96, 100, 100, 80, 0}).box.center_x, -100);
  session.release();
  EXPECT_FALSE(session.move({503, 400, 100, 80, 0}).hits[0].hit);  // not beside them
}

TEST(Snap, AGapThatTheOtherAxisLeavesBehindMovesNothing) {
  // The pointer has it 5 beside an equal gap; snapping to the canvas' upper edge takes it out of the row.
  const std::vector<Box> others = {{100, 103, 100, 100, 0}, {300, 103, 100, 100, 0}};
  SnapSession session(options(snap_bit(SnapKind::gap) | snap_bit(SnapKind::canvas_edge)), others);
  const Snapped& out = session.move({505, 29, 100, 50, 0});  // its lower edge at 54, theirs begin at 53
  EXPECT_EQ(out.box.center_y, 25);
  EXPECT_EQ(out.box.center_x, 505);
  EXPECT_FALSE(out.hits[0].hit);
}

TEST(Snap, ATargetHoldsLongerThanItCatches) {
  SnapOptions o = options(snap_bit(SnapKind::canvas_center));
  o.threshold = 10;
  o.hysteresis = 2;
  SnapSession session(o, {});
  EXPECT_FALSE(session.move({640 + 15, 100, 50, 50, 0}).hits[0].hit);
  EXPECT_TRUE(session.move({640 + 9, 100, 50, 50, 0}).hits[0].hit);
  EXPECT_EQ(session.move({640 + 15, 100, 50, 50, 0}).box.center_x, 640);
  EXPECT_FALSE(session.move({640 + 21, 100, 50, 50, 0}).hits[0].hit);
  EXPECT_FALSE(session.move({640 + 15, 100, 50, 50, 0}).hits[0].hit);
}

TEST(Snap, ItDoesNotFlickerBetweenTwoTargets) {
  SnapOptions o = options(snap_bit(SnapKind::asset_edge));
  o.threshold = 10;
  SnapSession session(
      o, std::vector<Box>{{100, 600, 100, 10, 0}, {112, 600, 100, 10, 0}});  // left edges 50 and 62
  EXPECT_EQ(session.move({105, 100, 100, 50, 0}).hits[0].target, 0u);        // left 55
  EXPECT_EQ(session.move({107, 100, 100, 50, 0}).hits[0].target, 0u);        // nearer to 62, but held
  EXPECT_EQ(session.move({117, 100, 100, 50, 0}).hits[0].target, 1u);
}

TEST(Snap, TheThresholdIsInScreenPixels) {
  SnapOptions o = options(snap_bit(SnapKind::canvas_center));
  o.zoom = 4;
  SnapSession session(o, {});
  EXPECT_FALSE(session.move({642, 100, 50, 50, 0}).hits[0].hit);  // 8 screen pixels
  EXPECT_TRUE(session.move({641, 100, 50, 50, 0}).hits[0].hit);
}

TEST(SnapResize, MovedEdgesLandOnTargetsAndTheOppositeHandleStays) {
  Random random(22);
  int hits = 0;
  for (int i = 0; i < 4000; ++i) {
    const auto others = random.boxes(random.below(8));
    SnapOptions o = options();
    o.threshold = random.in(1, 20);
    SnapSession session(o, others);
    const Box start = i % 4 == 0 ? random.box() : random.upright();
    const auto handle = static_cast<Handle>(i % 8);
    const auto opposite = static_cast<Handle>((i + 4) % 8);
    ResizeOptions r;
    r.lock_aspect = i % 3 == 0;
    if (i % 5 == 0) r.limits.smallest = {random.in(1, 200), random.in(1, 200)};
    const Point pointer = random.point();
    const Resized raw = resize(start, handle, handle_point(start, handle), pointer, r);
    const Snapped out = session.resize(start, handle, handle_point(start, handle), pointer, r);
    if (out.hits[0].hit && out.hits[0].kind == SnapKind::size) {
      ASSERT_NEAR(out.box.width, others[out.hits[0].target].width, 1e-6);
    }
    if (!r.lock_aspect) {
      ASSERT_LE(std::abs(out.box.width - raw.box.width), o.threshold + 1e-6);
      ASSERT_LE(std::abs(out.box.height - raw.box.height), o.threshold + 1e-6);
    } else {
      ASSERT_NEAR(out.box.width / out.box.height / (start.width / start.height), 1, 1e-6);
    }
    if (!out.hits[0].hit && !out.hits[1].hit) {  // what moves an edge is said
      ASSERT_EQ(out.box.width, raw.box.width) << i;
      ASSERT_EQ(out.box.height, raw.box.height) << i;
    }
    hits += out.hits[0].hit;
    if (!out.flipped_x && !out.flipped_y) {
      const Point fixed = handle_point(start, opposite), now = handle_point(out.box, opposite);
      ASSERT_NEAR(now.x, fixed.x, 1e-9);
      ASSERT_NEAR(now.y, fixed.y, 1e-9);
    }
  }
  EXPECT_GT(hits, 100);
}

TEST(SnapResize, EdgesSizesAndGuides) {
  SnapSession edge(options(snap_bit(SnapKind::canvas_edge)), {});
  const Box start{1000, 300, 200, 100, 0};
  const Snapped& right = edge.resize(start, Handle::right, {1100, 300}, {1277, 300}, {});
  EXPECT_EQ(right.box.width, 380);
  EXPECT_EQ(right.box.center_x, 1090);
  EXPECT_EQ(right.guides[0].position, 1280);
  SnapSession size(options(snap_bit(SnapKind::size)), std::vector<Box>{{100, 600, 250, 70, 0}});
  const Snapped& same = size.resize(start, Handle::left, {900, 300}, {846, 300}, {});  // 254 → 250
  EXPECT_EQ(same.box.width, 250);
  EXPECT_EQ(same.hits[0].kind, SnapKind::size);
  EXPECT_EQ(same.guides[0].to - same.guides[0].from, 250);
}

TEST(Snap, AnEqualGapIsNotOfferedWhereItLiesOnTheNextAsset) {
  // Gaps of 100 between the first two; the third leaves 150 behind the second, 50 too few for the gap and the box.
  const std::vector<Box> rising = {{100, 100, 100, 100, 0}, {300, 100, 100, 100, 0}, {550, 100, 100, 100, 0}};
  SnapSession session(options(snap_bit(SnapKind::gap)), rising);
  EXPECT_FALSE(session.move({501, 100, 100, 80, 0}).hits[0].hit);
  const std::vector<Box> falling = {{550, 100, 100, 100, 0}, {800, 100, 100, 100, 0}, {1000, 100, 100, 100, 0}};
  SnapSession other(options(snap_bit(SnapKind::gap)), falling);
  EXPECT_FALSE(other.move({601, 100, 100, 80, 0}).hits[0].hit);
  // With the room for it, it is: the third begins where the box would end.
  const std::vector<Box> roomy = {{100, 100, 100, 100, 0}, {300, 100, 100, 100, 0}, {600, 100, 100, 100, 0}};
  SnapSession third(options(snap_bit(SnapKind::gap)), roomy);
  EXPECT_EQ(third.move({501, 100, 100, 80, 0}).box.center_x, 500);
}

}  // namespace
}  // namespace media::placement
