// What a session keeps between two updates, and the pixels on a turned box' edge.
#include <gtest/gtest.h>

#include <algorithm>

#include "preview/sprite_cache.h"
#include "preview/turned.h"

namespace media::preview {
namespace {

using image::Image;

// Pixels whose red grows by 4 to the right.
Image ramp(int width, int height) {
  Image out = std::move(*image::make_image(width, height));
  for (size_t i = 0; i < out.pixels.size(); i += 4) {
    const uint8_t pixel[4] = {static_cast<uint8_t>(i % (4 * size_t(width))), 0, 0, 255};
    std::copy_n(pixel, 4, out.pixels.data() + i);
  }
  return out;
}

TEST(SpriteCache, KeepsNoMoreBytesThanItMayAndForgetsTheLeastRecentlyDrawn) {
  constexpr size_t kOne = 4 * 20 * 10;
  SpriteCache cache(3 * kOne);
  cache.set(1, ramp(20, 10));
  const Layer layer{1, {}, ""};
  const auto draw = [&](double width, double rotation = 0) {
    const auto sprite = cache.get(layer, {50, 50, width, 10, rotation}, {100, 100});
    return sprite && *sprite != nullptr;
  };
  ASSERT_TRUE(draw(20) && draw(19) && draw(18));
  EXPECT_EQ(cache.count(), 3u);
  ASSERT_TRUE(draw(20));  // again: 19 is now the one that was drawn longest ago
  ASSERT_TRUE(draw(17));
  EXPECT_EQ(cache.count(), 3u);
  const size_t bytes = cache.bytes();
  EXPECT_EQ(bytes, 4u * 10 * (20 + 18 + 17));
  for (const int kept : {18, 20, 17}) {
    ASSERT_TRUE(draw(kept));
    EXPECT_EQ(cache.bytes(), bytes) << kept;
  }
  ASSERT_TRUE(draw(19));  // made again, in the place of 18
  EXPECT_EQ(cache.bytes(), 4u * 10 * (20 + 17 + 19));
  // What is larger than all the room is kept alone, until the next.
  ASSERT_TRUE(cache.get(layer, {50, 50, 90, 90, 0}, {100, 100}));
  EXPECT_EQ(cache.count(), 1u);
  for (int turn = 0; turn < 100; ++turn) ASSERT_TRUE(draw(20, turn * 3.6));
  EXPECT_LE(cache.bytes(), 3 * kOne);
  cache.forget(1);
  EXPECT_EQ(cache.count(), 0u);
}

TEST(SpriteCache, AnotherPictureUnderANumberIsDrawnAnew) {
  SpriteCache cache;
  const Layer layer{1, {}, ""};
  const placement::Box box{50, 50, 20, 10, 0};
  cache.set(1, ramp(20, 10));
  const auto before = cache.get(layer, box, {100, 100});
  ASSERT_TRUE(before);
  EXPECT_EQ((*before)->pixels.pixels[4], 4);
  Image white = ramp(20, 10);
  std::fill_n(white.pixels.data(), white.pixels.size(), uint8_t{255});
  cache.set(1, std::move(white));
  EXPECT_EQ(cache.count(), 0u);
  const auto after = cache.get(layer, box, {100, 100});
  ASSERT_TRUE(after);
  EXPECT_EQ((*after)->pixels.pixels[4], 255);
}

TEST(Turned, APixelThatAnEdgeCrossesShowsTheMiddleOfWhatIsCovered) {
  const Image asset = ramp(64, 1);  // over 8 pixels of the canvas: 32 levels a pixel
  const auto out = render_window(asset, {10.25, 5, 8, 6, 0}, {0, 0, 20, 10});  // from 6.25 to 14.25
  ASSERT_TRUE(out);
  const uint8_t* const row = out->pixels.data() + size_t{4} * 5 * 20;
  // ¾ of pixel 6 are covered, about 6.625: 0.375 from the left edge, which is 3 of the ramp's pixels.
  EXPECT_EQ(row[4 * 6 + 3], 191);
  EXPECT_NEAR(row[4 * 6], 4 * (3 - 0.5), 0.51);
  // ¼ of pixel 14, about 14.125: 1 pixel of the ramp before its end.
  EXPECT_EQ(row[4 * 14 + 3], 64);
  EXPECT_NEAR(row[4 * 14], 4 * (63 - 0.5), 0.51);
  // Whole pixels show their own middle.
  EXPECT_NEAR(row[4 * 10], 4 * ((10.5 - 6.25) * 8 - 0.5), 0.51);
  EXPECT_EQ(row[4 * 5 + 3] + row[4 * 15 + 3], 0);
}

}  // namespace
}  // namespace media::preview
