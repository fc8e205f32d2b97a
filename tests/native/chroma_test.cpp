// Screens keyed out of pictures whose alphas and colours are known.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <random>

#include "cutout/cutout.h"

namespace media::cutout {
namespace {

using Colour = std::array<double, 3>;

constexpr int kWidth = 240, kHeight = 180;
constexpr Colour kGreen{40, 170, 70}, kBlue{40, 70, 180}, kSkin{214, 164, 138}, kOlive{120, 124, 70};

struct Scene {
  Colour screen = kGreen, subject = kSkin;
  double noise = 4;  // standard deviation, in levels
  double soft = 14;  // pixels over which the subject's edge fades
  double hole = 0;   // radius of what is open in the subject's middle
  Colour stripes = subject;  // of four pixels, that alternate with the subject's colour
  int floor = kHeight;  // the row from which on the subject is as wide as the picture
};

double alpha_of(const Scene& scene, int x, int y) {
  if (y >= scene.floor) return 1;
  const double radius = std::hypot(x + 0.5 - 120, y + 0.5 - 90), outer = (66 - radius) / scene.soft + 0.5;
  const double inner = scene.hole > 0 ? (radius - scene.hole) / 2 + 0.5 : 1;
  return std::clamp(std::min(outer, inner), 0.0, 1.0);
}

const Colour& subject_at(const Scene& scene, int x) { return x / 4 % 2 == 0 ? scene.subject : scene.stripes; }

double light_at(int x) { return 1 - 0.2 * x / kWidth; }

// The light falls off by a fifth from left to right.
image::Image photographed(const Scene& scene) {
  auto out = image::make_image(kWidth, kHeight);
  std::mt19937 random(1);  // its numbers are the standard's; of distributions each library has its own
  const auto normal = [&] {
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(random()) / 4294967296.0;
    return sum - 6;
  };
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const double a = alpha_of(scene, x, y);
      const Colour& subject = subject_at(scene, x);
      uint8_t* const p = &out->pixels[4 * static_cast<size_t>(y * kWidth + x)];
      for (size_t c = 0; c < 3; ++c) {
        p[c] = static_cast<uint8_t>(std::clamp(a * subject[c] + (1 - a) * light_at(x) * scene.screen[c] + scene.noise * normal() + 0.5, 0.0, 255.0));
      }
      p[3] = 255;
    }
  }
  return std::move(*out);
}

struct Errors {
  double alpha = 0;   // mean of the absolute differences, of 1
  double colour = 0;  // of what is half seen, in levels
  double ground = 0;  // of the screen's pixels, those that are left
  int spill = -255;   // most by which the screen's channel stands out of the others, in what is half seen
};

Errors errors_of(const Scene& scene, const image::Image& cut) {
  Errors out;
  double half = 0, clear = 0;
  const size_t key = scene.screen[1] > scene.screen[2] ? 1 : 2;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const double a = alpha_of(scene, x, y);
      const uint8_t* const p = &cut.pixels[4 * static_cast<size_t>(y * kWidth + x)];
      out.alpha += std::abs(p[3] / 255.0 - a) / (kWidth * kHeight);
      if (a == 0) ++clear, out.ground += p[3] > 0 ? 1 : 0;
      if (a <= 0.2 || a >= 0.8) continue;
      ++half;
      for (size_t c = 0; c < 3; ++c) out.colour += std::abs(p[c] - subject_at(scene, x)[c]) / 3;
      if (p[3] < 255) out.spill = std::max(out.spill, p[key] - std::max(p[(key + 1) % 3], p[(key + 2) % 3]));
    }
  }
  out.colour /= std::max(1.0, half);
  out.ground /= std::max(1.0, clear);
  return out;
}

TEST(Chroma, SoftEdgesGetTheirAlphaAndTheirColourBack) {
  // By a tenth more than it was when this was written.
  struct Limit {
    double noise, alpha, colour, ground;
  };
  struct Case {
    Colour subject;
    Limit limits[3];
  };
  const Case cases[] = {
      {kSkin, {{0, 0.0066, 6.6, 0}, {4, 0.0118, 15.4, 0.028}, {12, 0.0246, 33.7, 0.08}}},
      {{92, 60, 44}, {{0, 0.0192, 15.4, 0}, {4, 0.0176, 15.6, 0.028}, {12, 0.0206, 16.4, 0.053}}},
      {{210, 50, 60}, {{0, 0.0063, 3.5, 0}, {4, 0.0063, 4.4, 0.035}, {12, 0.0159, 14.5, 0.21}}},
      {{235, 235, 235}, {{0, 0.0033, 4.8, 0}, {4, 0.0048, 7.4, 0.026}, {12, 0.0108, 13, 0.115}}},
  };
  for (const Colour& screen : {kGreen, kBlue}) {
    for (const Case& c : cases) {
      for (const Limit& limit : c.limits) {
        const Scene scene{screen, c.subject, limit.noise};
        const auto cut = chroma_key(photographed(scene));
        ASSERT_TRUE(cut && cut->chroma);
        const Errors errors = errors_of(scene, cut->image);
        SCOPED_TRACE(testing::Message() << c.subject[0] << " before " << screen[1] << ", noise " << limit.noise);
        EXPECT_LE(errors.alpha, limit.alpha);
        EXPECT_LE(errors.colour, limit.colour);
        EXPECT_LE(errors.ground, limit.ground);
        EXPECT_LE(errors.spill, 0);
      }
    }
  }
}

TEST(Chroma, WhatASubjectHasOfTheScreensHueIsItsOwnUnlessItIsToGo) {
  const Scene scene{kGreen, kOlive};
  const auto kept = chroma_key(photographed(scene), {.colour = {}, .tolerance = {}, .despill = false});
  ASSERT_TRUE(kept && kept->chroma);
  const Errors own = errors_of(scene, kept->image);
  EXPECT_GT(own.spill, 10);
  EXPECT_LT(own.colour, 6.8);
  const auto gone = chroma_key(photographed(scene));
  ASSERT_TRUE(gone && gone->chroma);
  EXPECT_LE(errors_of(scene, gone->image).spill, 0);
  // Where nothing of the screen is seen, it stays either way.
  const size_t middle = 4 * static_cast<size_t>(90 * kWidth + 120);
  EXPECT_EQ(gone->image.pixels[middle + 3], 255);
  EXPECT_EQ(gone->image.pixels[middle + 1], photographed(scene).pixels[middle + 1]);
}

TEST(Chroma, APatternOfTwoColoursIsNotTakenForAMixtureOfOneWithTheScreen) {
  struct Case {
    Colour one, other;
    double most;
  };
  for (const auto& [one, other, most] : {Case{kSkin, kOlive, 0.0091}, {{235, 235, 235}, {60, 60, 60}, 0.0161}}) {
    const Scene scene{.subject = one, .soft = 4, .stripes = other};
    const auto cut = chroma_key(photographed(scene));
    ASSERT_TRUE(cut && cut->chroma);
    EXPECT_LE(errors_of(scene, cut->image).alpha, most) << one[0];
  }
}

TEST(Chroma, LaidOverTheScreenAgainItIsThePicture) {
  const Scene scene{.subject = {92, 60, 44}};
  const image::Image picture = photographed(scene);
  const auto cut = chroma_key(picture, {.colour = {}, .tolerance = {}, .despill = false});
  ASSERT_TRUE(cut && cut->chroma);
  double off = 0, count = 0;
  for (size_t i = 0; i < picture.pixels.size(); i += 4) {
    const double a = cut->image.pixels[i + 3] / 255.0;
    if (a < 0.2 || a >= 1) continue;
    for (size_t c = 0; c < 3; ++c) {
      const double again = a * cut->image.pixels[i + c] + (1 - a) * light_at(static_cast<int>(i / 4 % kWidth)) * scene.screen[c];
      off += std::abs(again - picture.pixels[i + c]), ++count;
    }
  }
  EXPECT_LE(off / count, 1.42);
}

TEST(Chroma, ToleranceIsHowFarTheScreenMayStray) {
  const Scene scene{.noise = 12};
  const auto ground = [&](std::optional<double> tolerance) {
    const auto cut = chroma_key(photographed(scene), {.colour = {}, .tolerance = tolerance});
    return cut && cut->chroma ? errors_of(scene, cut->image).ground : -1;
  };
  EXPECT_GT(ground(0), 0.5);
  EXPECT_LT(ground(0.1), 0.03);
  EXPECT_EQ(ground(0.4), 0);
}

TEST(Chroma, WhatIsEnclosedGoesTooAndWhatTheScreenLooksLikeIsTold) {
  const Scene scene{.noise = 2, .soft = 2, .hole = 24};
  const auto cut = chroma_key(photographed(scene));
  ASSERT_TRUE(cut && cut->chroma);
  EXPECT_LT(errors_of(scene, cut->image).alpha, 0.0014);
  EXPECT_EQ(cut->image.pixels[4 * static_cast<size_t>(90 * kWidth + 120) + 3], 0);
  for (size_t c = 0; c < 3; ++c) EXPECT_NEAR(cut->colour[c], 0.9 * scene.screen[c], 3) << c;
  EXPECT_GT(cut->certainty, 0.9);
  const auto noisy = chroma_key(photographed({.noise = 12}));
  ASSERT_TRUE(noisy);
  EXPECT_NEAR(noisy->certainty, 0.66, 0.02);
}

TEST(Chroma, AScreenIsOnMostOfTheBorderOrNamed) {
  const auto found = [](int floor, std::optional<std::array<uint8_t, 3>> colour = {}) {
    const auto cut = chroma_key(photographed({.floor = floor}), {.colour = colour});
    return cut && cut->chroma;
  };
  EXPECT_TRUE(found(110));  // 460 of 836 of the border's pixels
  EXPECT_FALSE(found(70));  // 380
  EXPECT_TRUE(found(70, {{40, 170, 70}}));
  EXPECT_FALSE(found(70, {{190, 30, 170}}));
  EXPECT_FALSE(static_cast<bool>(chroma_key(photographed({}), {.colour = {{120, 130, 120}}})));
}

TEST(Chroma, APicturesOwnTransparencyStays) {
  image::Image picture = photographed({});
  for (size_t i = 3; i < picture.pixels.size(); i += 4) picture.pixels[i] = 200;
  const auto cut = chroma_key(picture), whole = chroma_key(photographed({}));
  ASSERT_TRUE(cut && cut->chroma && whole);
  for (size_t i = 3; i < picture.pixels.size(); i += 4) ASSERT_NEAR(cut->image.pixels[i], whole->image.pixels[i] * 200 / 255.0, 1) << i;
}

}  // namespace
}  // namespace media::cutout
