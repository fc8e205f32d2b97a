// base/sine.h: what a turned box, a gradient's direction and a resampling kernel rest on.
#include "base/sine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace {

TEST(Sine, IsExactAtEveryQuarterTurn) {
  const double sines[] = {0, 1, 0, -1};
  for (int quarter = -8; quarter <= 8; ++quarter) {
    const auto [sine, cosine] = media::sine_cosine(90.0 * quarter);
    EXPECT_EQ(sine, sines[quarter & 3]) << quarter;
    EXPECT_EQ(cosine, sines[(quarter + 1) & 3]) << quarter;
  }
}

TEST(Sine, NoQuarterTurnIsMinusZero) {
  EXPECT_FALSE(std::signbit(media::sine_cosine(90).cosine));
  EXPECT_FALSE(std::signbit(media::sine_cosine(180).sine));
}

// 3e-16 is less than three units of the last place of a half and more.
TEST(Sine, AgreesWithTheLibraryToTheLastDigits) {
  for (double degrees = -720; degrees <= 720; degrees += 0.37) {
    const auto [sine, cosine] = media::sine_cosine(degrees);
    const long double radians = degrees * std::numbers::pi_v<long double> / 180;
    EXPECT_NEAR(sine, static_cast<double>(std::sin(radians)), 3e-16) << degrees;
    EXPECT_NEAR(cosine, static_cast<double>(std::cos(radians)), 3e-16) << degrees;
  }
}

TEST(Sine, OfAVerySmallAngleIsTheAngle) {
  EXPECT_DOUBLE_EQ(media::sine_cosine(1e-9).sine, 1e-9 * std::numbers::pi / 180);
  EXPECT_EQ(media::sine_cosine(1e-9).cosine, 1);
}

}  // namespace
