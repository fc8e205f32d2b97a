#include "cutout/cutout.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace media::cutout {
namespace {

std::vector<uint8_t> filled(int width, int height, std::array<uint8_t, 4> colour) {
  std::vector<uint8_t> out(static_cast<size_t>(width * height * 4));
  for (size_t i = 0; i < out.size(); ++i) out[i] = colour[i % 4];
  return out;
}

TEST(Tensor, HoldsNormalisedPlanesOfRedGreenAndBlue) {
  const auto pixels = filled(7, 5, {255, 51, 0, 255});
  TensorSpec spec{4, 3, 255, {0.5, 0.1, 0}, {0.25, 1, 2}};
  const auto values = tensor({pixels.data(), 7, 5}, spec);
  ASSERT_TRUE(values);
  ASSERT_EQ(values->size(), 36u);
  for (size_t i = 0; i < 12; ++i) {
    EXPECT_NEAR((*values)[i], 2, 1e-5);
    EXPECT_NEAR((*values)[12 + i], 0.1, 1e-5);
    EXPECT_NEAR((*values)[24 + i], 0, 1e-5);
  }
}

TEST(Tensor, CanScaleByTheLargestChannelValue) {
  const auto pixels = filled(3, 3, {10, 50, 100, 255});
  const auto values = tensor({pixels.data(), 3, 3}, {2, 2, 0, {0, 0, 0}, {1, 1, 1}});
  ASSERT_TRUE(values);
  EXPECT_NEAR((*values)[0], 0.1, 1e-5);
  EXPECT_NEAR((*values)[8], 1, 1e-5);
  const auto black = filled(3, 3, {0, 0, 0, 255});
  const auto zeros = tensor({black.data(), 3, 3}, {2, 2, 0, {0, 0, 0}, {1, 1, 1}});
  ASSERT_TRUE(zeros);
  for (const float value : zeros->span()) EXPECT_EQ(value, 0);
}

TEST(Tensor, ShowsTransparentPixelsOverMiddleGreyWhateverTheirColour) {
  const auto red = filled(4, 4, {255, 0, 0, 0});
  const auto values = tensor({red.data(), 4, 4}, {4, 4, 255, {0, 0, 0}, {1, 1, 1}});
  ASSERT_TRUE(values);
  for (const float value : values->span()) EXPECT_NEAR(value, 128.0 / 255, 1e-5);
}

TEST(Tensor, RefusesSidesThatNoNetworkHas) {
  const auto pixels = filled(2, 2, {0, 0, 0, 255});
  for (const int side : {0, -1, 5000}) {
    const auto values = tensor({pixels.data(), 2, 2}, {side, 8, 255, {}, {1, 1, 1}});
    ASSERT_FALSE(values);
    EXPECT_EQ(values.error().code, ErrorCode::model_mismatch);
  }
}

TEST(Mask, IsStretchedOnlyWhereTheModelAsksForIt) {
  const std::vector<float> output{0.25F, 0.5F, 0.5F, 0.75F};
  const auto kept = mask({output.data(), 2, 2}, {Activation::none, false}, 2, 2);
  const auto stretched = mask({output.data(), 2, 2}, {Activation::none, true}, 2, 2);
  ASSERT_TRUE(kept && stretched);
  EXPECT_EQ(kept->values[0], 64);
  EXPECT_EQ(kept->values[3], 191);
  EXPECT_EQ(stretched->values[0], 0);
  EXPECT_EQ(stretched->values[1], 128);
  EXPECT_EQ(stretched->values[3], 255);
}

TEST(Mask, WithoutContrastIsNotStretchedIntoNoise) {
  const std::vector<float> output(16, 0.5F);
  const auto flat = mask({output.data(), 4, 4}, {Activation::none, true}, 8, 8);
  ASSERT_TRUE(flat);
  for (const uint8_t value : flat->values.span()) EXPECT_EQ(value, 128);
}

TEST(Mask, AppliesTheActivationFirst) {
  const std::vector<float> output{-2, 0, 0.5F, 3};
  const auto clipped = mask({output.data(), 4, 1}, {Activation::clip, true}, 4, 1);
  const auto squashed = mask({output.data(), 4, 1}, {Activation::sigmoid, false}, 4, 1);
  ASSERT_TRUE(clipped && squashed);
  EXPECT_EQ(clipped->values[0], 0);
  EXPECT_EQ(clipped->values[2], 128);
  EXPECT_EQ(clipped->values[3], 255);
  EXPECT_EQ(squashed->values[0], 30);  // 255 / (1 + e²)
  EXPECT_EQ(squashed->values[1], 128);
}

TEST(Mask, HasTheSizeThatIsAskedForAndKeepsPlainAreas) {
  std::vector<float> output(64, 0);
  for (size_t i = 0; i < 64; ++i) output[i] = i % 8 < 4 ? 0 : 1;
  const auto large = mask({output.data(), 8, 8}, {}, 61, 47);
  ASSERT_TRUE(large);
  EXPECT_EQ(large->width, 61);
  EXPECT_EQ(large->height, 47);
  for (size_t y = 0; y < 47; ++y) {
    EXPECT_EQ(large->values[61 * y], 0);
    EXPECT_EQ(large->values[61 * y + 60], 255);
  }
}

TEST(Mask, OfValuesThatAreNotNumbersIsAFailedInference) {
  const std::vector<float> output{0, std::numeric_limits<float>::quiet_NaN(), 0, 1};
  const auto bad = mask({output.data(), 2, 2}, {Activation::none, true}, 2, 2);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, ErrorCode::inference_failed);
}

TEST(Mask, OfFloatsIsRoundedAndClippedAndNaNIsBackground) {
  const std::vector<float> values{0, 0.4999F / 255, 0.5001F / 255, 0.5F, -1, 7, std::numeric_limits<float>::quiet_NaN(), 1};
  const auto made = to_mask({values.data(), 4, 2});
  ASSERT_TRUE(made);
  const std::vector<uint8_t> expected{0, 0, 1, 128, 0, 255, 0, 255};
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), made->values.data()));
}

TEST(Apply, MultipliesTheAlphaAndLeavesColourStraight) {
  const std::vector<uint8_t> pixels{200, 100, 50, 255, 200, 100, 50, 128, 200, 100, 50, 255, 9, 9, 9, 0};
  const std::vector<uint8_t> values{128, 128, 0, 255};
  const auto cut = apply({pixels.data(), 2, 2}, {values.data(), 2, 2}, false);
  ASSERT_TRUE(cut);
  const std::vector<uint8_t> expected{200, 100, 50, 128, 200, 100, 50, 64, 0, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(std::vector<uint8_t>(cut->pixels.data(), cut->pixels.data() + 16), expected);
}

TEST(Apply, BringsAMaskOfAnotherSizeToTheImage) {
  const auto pixels = filled(10, 6, {1, 2, 3, 255});
  const std::vector<uint8_t> values{255, 255, 255, 255};
  const auto cut = apply({pixels.data(), 10, 6}, {values.data(), 2, 2});
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->width, 10);
  EXPECT_EQ(cut->height, 6);
  for (int i = 0; i < 60; ++i) EXPECT_EQ(cut->pixels[static_cast<size_t>(4 * i + 3)], 255);
}

TEST(Apply, RoundsTheProductOfAlphaAndMaskToTheNearest) {
  auto picture = image::make_image(256, 256);
  auto values = image::make_grey(256, 256);
  ASSERT_TRUE(picture && values);
  for (size_t i = 0; i < values->values.size(); ++i) {
    const uint8_t pixel[4] = {50, 60, 70, static_cast<uint8_t>(i / 256)};
    std::memcpy(picture->pixels.data() + 4 * i, pixel, 4);
    values->values[i] = static_cast<uint8_t>(i % 256);
  }
  const auto cut = apply(*picture, *values, false);
  ASSERT_TRUE(cut);
  for (size_t i = 0; i < values->values.size(); ++i) {
    const auto alpha = std::lround(static_cast<double>(i / 256) * static_cast<double>(i % 256) / 255);
    ASSERT_EQ(cut->pixels[4 * i + 3], alpha) << i / 256 << " · " << i % 256;
    ASSERT_EQ(cut->pixels[4 * i], alpha == 0 ? 0 : 50);
  }
}

TEST(Mask, OfFloatsIsTheNearestByte) {
  std::vector<float> values;
  for (int i = 0; i <= 255; ++i) {
    for (const float off : {-0.49F, 0.0F, 0.49F}) values.push_back((static_cast<float>(i) + off) / 255);
  }
  const auto made = to_mask({values.data(), 3, 256});
  ASSERT_TRUE(made);
  for (size_t i = 0; i < values.size(); ++i) ASSERT_EQ(made->values[i], i / 3) << i;
}

TEST(Trim, TakesAlphaOfEightForSubjectAndLessForHaze) {
  auto picture = image::make_image(9, 5);
  ASSERT_TRUE(picture);
  std::memset(picture->pixels.data(), 0, picture->pixels.size());
  const auto alpha = [&](size_t x, size_t y) -> uint8_t& { return picture->pixels[4 * (y * 9 + x) + 3]; };
  alpha(0, 0) = 7, alpha(8, 4) = 7;
  alpha(3, 1) = 8, alpha(5, 3) = 8;
  const auto trimmed = trim(*picture, 0);
  ASSERT_TRUE(trimmed);
  EXPECT_EQ(trimmed->x, 3);
  EXPECT_EQ(trimmed->y, 1);
  EXPECT_EQ(trimmed->image.width, 3);
  EXPECT_EQ(trimmed->image.height, 3);
  alpha(3, 1) = alpha(5, 3) = 7;  // nothing but haze: kept whole
  const auto whole = trim(*picture, 0);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->image.width, 9);
  EXPECT_EQ(whole->image.height, 5);
}

}  // namespace
// The headers' word holds by itself, whatever a caller has checked.
TEST(CutoutRules, RefuseWhatTheHeadersDoNotAllow) {
  std::vector<uint8_t> pixels(400, 200);
  const image::ImageView picture{pixels.data(), 10, 10};
  const image::GreyView mask{pixels.data(), 10, 10};
  const auto is_refused = [](const auto& result) { return !result && result.error().code == ErrorCode::invalid_argument; };
  const double nan = std::nan("");
  for (const int padding : {-1, -2, -30000, 65536}) EXPECT_TRUE(is_refused(trim(picture, padding))) << padding;
  EXPECT_TRUE(trim(picture, 0));
  for (const double value : {-8.0, -0.1, nan, 1001.0, double(INFINITY)}) EXPECT_TRUE(is_refused(adjust(mask, {0, value}))) << value;
  for (const double value : {-0.1, 1.1, nan}) EXPECT_TRUE(is_refused(adjust(mask, {value, 0}))) << value;
  for (const double value : {-1.0, nan, 1e6}) EXPECT_TRUE(is_refused(refine(picture, mask, {value, 1e-4}))) << value;
  for (const double value : {-1.0, 0.0, nan, 2.0}) EXPECT_TRUE(is_refused(refine(picture, mask, {1.5, value}))) << value;
  for (const double value : {0.0, nan, 1e7, 1e-9}) {
    TensorSpec spec{4, 4};
    spec.deviation[1] = value;
    EXPECT_TRUE(is_refused(tensor(picture, spec))) << value;
  }
  for (const double value : {-1.0, nan, 1e7}) {
    TensorSpec spec{4, 4};
    spec.scale = value;
    EXPECT_TRUE(is_refused(tensor(picture, spec))) << value;
  }
  EXPECT_TRUE(is_refused(image::resize(picture, 5, 5, static_cast<image::Filter>(9))));
}

TEST(OnImage, TakesTheMiddleOfABackdropThatIsLongAndThin) {
  std::vector<uint8_t> clear(4 * 64 * 64), backdrop(size_t{4} * 60000 * 8);
  for (size_t i = 0; i < backdrop.size(); i += 4) {
    const size_t x = i / 4 % 60000;
    backdrop[i + (x >= 29990 && x < 30010 ? 1 : 0)] = 255;
    backdrop[i + 3] = 255;
  }
  const auto out = on_image({clear.data(), 64, 64}, {backdrop.data(), 60000, 8});
  ASSERT_TRUE(out);
  EXPECT_EQ(out->width, 64);
  for (size_t i = 0; i < out->pixels.size(); i += 4) ASSERT_EQ(out->pixels[i + 1], 255);
}

}  // namespace media::cutout
