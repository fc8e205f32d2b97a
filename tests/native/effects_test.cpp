// What is drawn around a picture, and what is left of one that is cropped and rounded.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "preview/effects.h"
#include "preview/preview.h"
#include "preview/sprite.h"

namespace media::preview {
namespace {

using image::Image;

Image filled(int width, int height, Colour colour) { return std::move(*make_canvas(width, height, colour)); }

Colour at(const Image& picture, int x, int y) {
  const uint8_t* const p = picture.pixels.data() + 4 * (size_t(y) * size_t(picture.width) + size_t(x));
  return {p[0], p[1], p[2], p[3]};
}

// Square pixels that are covered, by alpha.
double area(const Image& picture) {
  double sum = 0;
  for (size_t i = 3; i < picture.pixels.size(); i += 4) sum += picture.pixels.data()[i] / 255.0;
  return sum;
}

constexpr Colour kGreen{0, 200, 0, 255}, kRed{255, 0, 0, 255}, kNone{};

TEST(Effects, ReachAsFarAsTheFarthestOfThemAndNoFartherWithoutAny) {
  EXPECT_EQ(reach({}), 0);
  Effects e;
  e.outline = 4;
  EXPECT_EQ(reach(e), 0) << "of no colour";
  e.outline_colour = kRed;
  EXPECT_EQ(reach(e), 5);
  e.glow = 6;
  e.glow_colour = kRed;
  EXPECT_EQ(reach(e), 11);
  e.shadow_x = -20;
  e.shadow_y = 3;
  e.shadow_blur = 2;
  e.shadow_colour = kRed;
  EXPECT_EQ(reach(e), 27);
  EXPECT_EQ(reach(scaled_effects(e, 0.5)), 14);
}

TEST(Effects, AnOutlineOfASquareHasRoundedCornersAndItsWidthEverywhere) {
  const Image square = filled(20, 20, kGreen);
  Effects e;
  e.outline = 6;
  e.outline_colour = kRed;
  const auto out = with_effects(square, e);
  ASSERT_TRUE(out);
  const int margin = reach(e);
  EXPECT_EQ(out->width, 20 + 2 * margin);
  EXPECT_NEAR(area(*out), 20 * 20 + 4 * 20 * 6 + M_PI * 36, 6);
  EXPECT_EQ(at(*out, margin + 10, margin - 6), kRed);
  EXPECT_EQ(at(*out, margin + 10, margin - 7), kNone);
  EXPECT_EQ(at(*out, margin - 6, margin - 6), kNone);
  EXPECT_EQ(at(*out, margin, margin), kGreen);
}

TEST(Effects, AGlowIsFullAtTheEdgeAndFadesBySquare) {
  Effects e;
  e.glow = 10;
  e.glow_colour = kRed;
  const auto out = with_effects(filled(20, 20, kGreen), e);
  ASSERT_TRUE(out);
  const int margin = reach(e);
  for (int far = 1; far <= 10; ++far) {
    const double share = 1 - (far - 0.5) / 10;
    EXPECT_NEAR(at(*out, margin + 10, margin - far).alpha, 255 * share * share, 14) << far;
  }
  EXPECT_EQ(at(*out, margin + 10, margin - 11), kNone);
}

TEST(Effects, AShadowIsThePictureElsewhereAndAsWideAsItsBlur) {
  Effects e;
  e.shadow_x = 5;
  e.shadow_y = -3;
  e.shadow_colour = {0, 0, 0, 100};
  const auto hard = with_effects(filled(20, 20, kGreen), e);
  ASSERT_TRUE(hard);
  int margin = reach(e);
  EXPECT_EQ(at(*hard, margin + 24, margin + 5), (Colour{0, 0, 0, 100}));
  EXPECT_EQ(at(*hard, margin + 25, margin + 5), kNone);
  EXPECT_EQ(at(*hard, margin + 10, margin - 3), (Colour{0, 0, 0, 100}));
  EXPECT_EQ(at(*hard, margin + 4, margin - 1), kNone);
  e.shadow_blur = 9;
  const auto soft = with_effects(filled(20, 20, kGreen), e);
  ASSERT_TRUE(soft);
  margin = reach(e);
  EXPECT_NEAR(at(*soft, margin + 24, margin + 7).alpha, 50, 8);
  EXPECT_GT(at(*soft, margin + 28, margin + 7).alpha, 0);
  EXPECT_EQ(at(*soft, margin + 35, margin + 7), kNone);
}

TEST(Effects, LieBehindAPictureThatIsHalfTransparent) {
  Effects e;
  e.outline = 3;
  e.outline_colour = kRed;
  const auto out = with_effects(filled(10, 10, {0, 0, 255, 128}), e);
  ASSERT_TRUE(out);
  const Colour inside = at(*out, reach(e) + 5, reach(e) + 5);
  EXPECT_EQ(inside.alpha, 255);
  EXPECT_NEAR(inside.red, 127, 1);
  EXPECT_NEAR(inside.blue, 128, 1);
}

// A picture of four colours, one a quarter.
Image quarters() {
  Image out = filled(40, 20, kGreen);
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 40; ++x) {
      uint8_t* const p = out.pixels.data() + 4 * (size_t(y) * 40 + size_t(x));
      p[0] = x < 20 ? 0 : 255;
      p[1] = y < 10 ? 0 : 255;
    }
  }
  return out;
}

Image drawn(const Image& asset, const Look& look, const placement::Box& box = {50, 50, 40, 40, 0}) {
  Image canvas = filled(100, 100, kNone);
  EXPECT_TRUE(draw_image(canvas, asset, box, 100, look));
  return canvas;
}

TEST(Crop, LeavesWhatIsBetweenItsSidesInTheWholeBox) {
  Look look;
  look.crop = {0.5, 0, 0, 0.5};
  const Image canvas = drawn(quarters(), look);
  for (const int x : {30, 50, 69}) {
    for (const int y : {30, 50, 69}) EXPECT_EQ(at(canvas, x, y), (Colour{255, 0, 0, 255})) << x << ' ' << y;
  }
  look.crop = {0, 0.5, 0.5, 0};
  EXPECT_EQ(at(drawn(quarters(), look), 50, 50), (Colour{0, 255, 0, 255}));
  look.crop = {0.999, 0, 0, 0.999};
  EXPECT_EQ(at(drawn(quarters(), look), 50, 50), (Colour{255, 0, 0, 255})) << "one pixel is left";
}

TEST(Crop, ComesBeforeTheFitAndTheMirror) {
  Look look;
  look.crop = {0.5, 0, 0, 0};  // 20 × 20 are left, of one column of colours
  look.fit = placement::Fit::contain;
  const Image whole = drawn(quarters(), look, {50, 50, 80, 40, 0});
  EXPECT_EQ(at(whole, 29, 50), kNone);
  EXPECT_EQ(at(whole, 31, 40).red, 255);
  EXPECT_EQ(at(whole, 68, 40).red, 255);
  look.fit = placement::Fit::fill;
  look.crop = {0.25, 0, 0, 0};  // blackish on a third, red on two
  look.flip_x = true;
  const Image mirrored = drawn(quarters(), look);
  EXPECT_EQ(at(mirrored, 32, 40).red, 255);
  EXPECT_EQ(at(mirrored, 68, 40).red, 0);
}

TEST(Corner, RoundsByQuartersOfACircleAntialiased) {
  Look look;
  look.corner = 12;
  const Image canvas = drawn(filled(10, 10, kGreen), look);
  EXPECT_NEAR(area(canvas), 40 * 40 - (4 - M_PI) * 144, 3);
  EXPECT_EQ(at(canvas, 30, 30), kNone);
  EXPECT_EQ(at(canvas, 42, 30), kGreen);
  EXPECT_EQ(at(canvas, 34, 34), kGreen);
  look.corner = 500;  // a circle, however large
  EXPECT_NEAR(area(drawn(filled(10, 10, kGreen), look)), M_PI * 400, 5);
}

TEST(Corner, IsAsRoundOfABoxThatIsResampledToLessThanItsOwnSize) {
  Look look;
  look.corner = 1000;
  const Image asset = filled(64, 64, kGreen);
  // Far larger than the canvas, which shows its left upper corner.
  const placement::Box box{1000, 1000, 2000, 2000, 0};
  const Image canvas = drawn(asset, look, box);
  EXPECT_EQ(at(canvas, 50, 50), kNone);
  const placement::Box below{-500, 1000, 2000, 2000, 0};
  EXPECT_EQ(at(drawn(asset, look, below), 0, 50), kNone);
  Look square;
  EXPECT_EQ(at(drawn(asset, square, box), 50, 50), kGreen);
}

TEST(Corner, ComesBeforeTheEffects) {
  Look look;
  look.corner = 20;
  look.effects.outline = 5;
  look.effects.outline_colour = kRed;
  const Image canvas = drawn(filled(10, 10, kGreen), look);
  EXPECT_NEAR(area(canvas), M_PI * 25 * 25, 0.01 * M_PI * 25 * 25);
  EXPECT_EQ(at(canvas, 50, 26), kRed);
}

TEST(Session, DrawsCroppedAndRoundedAsTheStillDoes) {
  Look look;
  look.crop = {0.25, 0.1, 0, 0.2};
  look.corner = 9;
  look.fit = placement::Fit::contain;
  auto session = Session::make(100, 100, kNone);
  ASSERT_TRUE(session && session->set_image(1, quarters()));
  Layer layer{1, {}, ""};
  layer.placement.x = layer.placement.y = 50;
  layer.placement.width = 40;
  layer.placement.height = 40;
  layer.placement.rotation = 30;
  layer.look = look;
  ASSERT_TRUE(session->update(std::vector{layer}));
  const Image still = drawn(quarters(), look, {50, 50, 40, 40, 30});
  EXPECT_TRUE(std::equal(still.pixels.data(), still.pixels.data() + still.pixels.size(), session->canvas().pixels.data()));
}

}  // namespace
}  // namespace media::preview
