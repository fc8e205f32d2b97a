#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "cutout/cutout.h"

namespace media::cutout {
namespace {

struct Drawn {
  std::vector<uint8_t> values;
  int width, height;
  operator image::GreyView() const { return {values.data(), width, height}; }
};

// A mask with a box of subject.
Drawn box(int width, int height, const Window& at, uint8_t value = 255) {
  Drawn out{std::vector<uint8_t>(static_cast<size_t>(width * height)), width, height};
  for (int y = at.y; y < at.y + at.height; ++y) {
    for (int x = at.x; x < at.x + at.width; ++x) out.values[static_cast<size_t>(y * width + x)] = value;
  }
  return out;
}

bool has(const Judgement& judged, Doubt doubt) { return judged.doubts[static_cast<size_t>(doubt)]; }

TEST(Look, AWindowIsSeenAsIfItWereThePicture) {
  std::vector<uint8_t> pixels(40 * 30 * 4, 255), part;
  for (int i = 0; i < 1200; ++i) pixels[static_cast<size_t>(4 * i)] = static_cast<uint8_t>(i % 40 * 5), pixels[static_cast<size_t>(4 * i + 1)] = static_cast<uint8_t>(i / 40 * 7);
  for (int y = 5; y < 25; ++y) part.insert(part.end(), pixels.begin() + 4 * (y * 40 + 10), pixels.begin() + 4 * (y * 40 + 26));
  const TensorSpec spec{8, 8, 255, {0, 0, 0}, {1, 1, 1}};
  const auto seen = tensor({pixels.data(), 40, 30}, spec, {10, 5, 16, 20});
  const auto wanted = tensor({part.data(), 16, 20}, spec);
  ASSERT_TRUE(seen && wanted);
  for (size_t i = 0; i < wanted->size(); ++i) EXPECT_EQ((*seen)[i], (*wanted)[i]);
}

TEST(Look, AWindowOutsideThePictureIsRefused) {
  const std::vector<uint8_t> pixels(400, 255);
  for (const Window& bad : {Window{-1, 0, 5, 5}, Window{6, 0, 5, 5}, Window{0, 0, 0, 5}, Window{0, 2147483647, 5, 5}, Window{0, 1, 5, 2147483647}}) {
    const auto seen = tensor({pixels.data(), 10, 10}, {8, 8}, bad);
    ASSERT_FALSE(seen);
    EXPECT_EQ(seen.error().code, ErrorCode::invalid_argument);
    EXPECT_FALSE(place(box(4, 4, {1, 1, 2, 2}), bad, 10, 10));
  }
}

TEST(Look, TheAnswerToTheMirroredPictureIsTurnedBackAndAveraged) {
  const std::vector<float> one{1, 0, 0, 0, 1, 0}, other{0, 0, 1, 0, 0, 0};
  const auto seen = look({one.data(), 3, 2}, {other.data(), 3, 2}, {});
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->mask.values[0], 255);
  EXPECT_EQ(seen->mask.values[4], 128);
  EXPECT_NEAR(seen->evidence.agreement, 0.5, 1e-9);
}

TEST(Look, NonsenseFromANetworkIsAnError) {
  const std::vector<float> bad{0, NAN, 1, 0}, good{0, 0, 1, 0};
  for (const auto& seen : {look({bad.data(), 2, 2}, {}, {}), look({good.data(), 2, 2}, {bad.data(), 2, 2}, {})}) {
    ASSERT_FALSE(seen);
    EXPECT_EQ(seen.error().code, ErrorCode::inference_failed);
  }
}

TEST(Look, ComesCloserToASquareAroundTheSubjectInsideThePicture) {
  const Window whole{0, 0, 1000, 500};
  const Window near = closer({40, 40, 10, 20}, 100, 100, whole, 1000, 500);  // 100 × 100 pixels
  EXPECT_EQ(near.width, 120);
  EXPECT_EQ(near.height, 120);
  EXPECT_EQ(near.x, 390);
  EXPECT_EQ(near.y, 190);
  const Window corner = closer({0, 0, 10, 20}, 100, 100, whole, 1000, 500);
  EXPECT_EQ(corner.x, 0);
  EXPECT_EQ(corner.y, 0);
  const Window wide = closer({10, 40, 80, 20}, 100, 100, whole, 1000, 500);  // wider than the picture is high
  EXPECT_EQ(wide.height, 500);
  EXPECT_EQ(wide.width, 960);
  const Window nested = closer({40, 40, 20, 20}, 100, 100, {200, 100, 100, 100}, 1000, 500);
  EXPECT_EQ(nested.x, 238);
  EXPECT_EQ(nested.width, 24);
}

TEST(Look, AMaskOfAWindowIsPlacedWhereItWasSeenAtItsOwnResolution) {
  const Drawn part = box(50, 50, {0, 0, 50, 50});
  const auto whole = place(part, {100, 50, 100, 100}, 400, 200);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->width, 200);
  EXPECT_EQ(whole->height, 100);
  const auto at = [&](int x, int y) { return whole->values[static_cast<size_t>(y * 200 + x)]; };
  EXPECT_EQ(at(51, 26), 255);
  EXPECT_EQ(at(98, 73), 255);
  EXPECT_EQ(at(48, 26), 0);
  EXPECT_EQ(at(101, 26), 0);
  const auto small = place(part, {3, 3, 10, 10}, 20, 20);  // never finer than the picture
  ASSERT_TRUE(small);
  EXPECT_EQ(small->width, 20);
}

TEST(Judge, ASolidSubjectInTheMiddleIsGood) {
  const auto seen = evidence(box(100, 80, {30, 20, 40, 40}));
  ASSERT_TRUE(seen);
  EXPECT_NEAR(seen->coverage, 0.2, 1e-9);
  EXPECT_EQ(seen->subject.x, 30);
  EXPECT_EQ(seen->subject.height, 40);
  EXPECT_TRUE(judge(*seen, {}).good);
}

TEST(Judge, NothingAndEverythingAreNeverGood) {
  const auto none = evidence(box(100, 80, {}));
  const auto all = evidence(box(100, 80, {0, 0, 100, 80}));
  const auto dot = evidence(box(1, 1, {}));
  ASSERT_TRUE(none && all && dot);
  EXPECT_TRUE(has(judge(*none, {}), Doubt::nothing_found));
  EXPECT_TRUE(has(judge(*all, {}), Doubt::everything_found));
  EXPECT_FALSE(judge(*none, {}).good);
  EXPECT_FALSE(judge(*all, {}).good);
  EXPECT_FALSE(judge(*dot, {}).good);
}

TEST(Judge, CrumbsAreDoubtfulButSeveralSubjectsAreNot) {
  Drawn two = box(100, 100, {5, 30, 40, 40});
  const Drawn right = box(100, 100, {55, 30, 40, 40});
  for (size_t i = 0; i < two.values.size(); ++i) two.values[i] |= right.values[i];
  const auto pair = evidence(two);
  ASSERT_TRUE(pair);
  EXPECT_TRUE(judge(*pair, {}).good);
  Drawn crumbs = box(100, 100, {5, 5, 10, 10});
  for (int i = 0; i < 5; ++i) {
    const Drawn crumb = box(100, 100, {20 + 12 * i, 60, 4, 4});
    for (size_t k = 0; k < crumbs.values.size(); ++k) crumbs.values[k] |= crumb.values[k];
  }
  const auto pieces = evidence(crumbs);
  ASSERT_TRUE(pieces);
  EXPECT_NEAR(pieces->crumbs, 80.0 / 180, 1e-9);
  EXPECT_TRUE(has(judge(*pieces, {}), Doubt::fragments));
}

TEST(Judge, ASideFullOfSubjectIsDoubtfulUnlessItIsTheLowerOne) {
  const auto left = evidence(box(100, 100, {0, 10, 30, 80}));
  const auto above = evidence(box(100, 100, {10, 0, 80, 30}));
  const auto below = evidence(box(100, 100, {10, 50, 80, 50}));
  ASSERT_TRUE(left && above && below);
  EXPECT_TRUE(has(judge(*left, {}), Doubt::border_cut));
  EXPECT_TRUE(has(judge(*above, {}), Doubt::border_cut));
  EXPECT_TRUE(judge(*below, {}).good);
}

TEST(Judge, PassesThatDisagreeAndPaleMasksAreDoubtful) {
  auto seen = evidence(box(100, 100, {30, 30, 40, 40}));
  ASSERT_TRUE(seen);
  for (double Evidence::* const field : {&Evidence::agreement, &Evidence::steady}) {
    Evidence other = *seen;
    other.*field = 0.3;
    EXPECT_TRUE(has(judge(other, {}), Doubt::passes_disagree));
  }
  const auto pale = evidence(box(100, 100, {30, 30, 40, 40}, 150));
  ASSERT_TRUE(pale);
  EXPECT_TRUE(has(judge(*pale, {}), Doubt::low_certainty));
}

TEST(Judge, MasksOfUnlikeSizesOverlapByTheirShapes) {
  const auto same = overlap(box(50, 50, {10, 10, 20, 20}), box(200, 100, {40, 20, 80, 40}));
  const auto apart = overlap(box(50, 50, {10, 10, 20, 20}), box(50, 50, {35, 35, 10, 10}));
  const auto empty = overlap(box(50, 50, {}), box(50, 50, {}));
  ASSERT_TRUE(same && apart && empty);
  EXPECT_GT(*same, 0.95);
  EXPECT_EQ(*apart, 0);
  EXPECT_EQ(*empty, 1);
}

}  // namespace
}  // namespace media::cutout
