// Edges, colours and flat backgrounds, against true alphas.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>

#include "cutout/cutout.h"
#include "shared_data.h"

namespace media::cutout {
namespace {

using image::Filter;

image::Image decoded(const std::string& name) {
  const auto file = read_file(shared_data() / "images/lemur" / name);
  auto out = image::decode(file);
  return out ? std::move(out->image) : image::Image{};
}

image::Plane first_channel(const image::Image& picture) {
  auto plane = image::make_plane(picture.width, picture.height);
  for (size_t i = 0; i < plane->values.size(); ++i) plane->values[i] = static_cast<float>(picture.pixels[4 * i]) / 255;
  return std::move(*plane);
}

image::Grey first_bytes(const image::Image& picture) {
  auto mask = image::make_grey(picture.width, picture.height);
  for (size_t i = 0; i < mask->values.size(); ++i) mask->values[i] = picture.pixels[4 * i];
  return std::move(*mask);
}

image::Plane as_plane(const image::Grey& mask) {
  auto plane = image::make_plane(mask.width, mask.height);
  for (size_t i = 0; i < plane->values.size(); ++i) plane->values[i] = static_cast<float>(mask.values[i]) / 255;
  return std::move(*plane);
}

double mean_difference(const image::Plane& a, const image::Plane& b) {
  double sum = 0;
  for (size_t i = 0; i < a.values.size(); ++i) sum += std::abs(static_cast<double>(a.values[i] - b.values[i]));
  return sum / static_cast<double>(a.values.size());
}

// Sum of squared differences of the gradients' magnitudes (central differences).
double gradient_error(const image::Plane& a, const image::Plane& b) {
  const auto magnitude = [](const image::Plane& p, int x, int y) {
    const auto at = [&](int u, int v) { return static_cast<double>(p.values[static_cast<size_t>(v) * static_cast<size_t>(p.width) + static_cast<size_t>(u)]); };
    return std::hypot(at(x + 1, y) - at(x - 1, y), at(x, y + 1) - at(x, y - 1)) / 2;
  };
  double sum = 0;
  for (int y = 1; y + 1 < a.height; ++y) {
    for (int x = 1; x + 1 < a.width; ++x) sum += std::pow(magnitude(a, x, y) - magnitude(b, x, y), 2);
  }
  return sum;
}

TEST(Refine, FollowsTheEdgesThatACoarseMaskOnlyGuesses) {
  NEEDS_SHARED_DATA();
  const auto lemur = decoded("images/lemur.png");
  const auto truth = first_channel(decoded("masks/lemur.png"));
  // As coarse as a small network's mask: the truth at 160 × 104.
  const auto coarse = image::resize(image::PlaneView(truth), 160, 104, Filter::box);
  ASSERT_TRUE(coarse);
  const auto plain = image::resize(image::PlaneView(*coarse), lemur.width, lemur.height, Filter::bilinear);
  const auto refined = refine(lemur, *to_mask(*coarse));
  ASSERT_TRUE(plain && refined);
  EXPECT_LT(gradient_error(as_plane(*refined), truth), 0.9 * gradient_error(*plain, truth));
}

TEST(Refine, LeavesPlainAreasAlone) {
  auto picture = image::make_image(64, 48);
  auto truth = image::make_plane(64, 48);
  ASSERT_TRUE(picture && truth);
  for (size_t i = 0; i < truth->values.size(); ++i) {
    const bool inside = i % 64 >= 32;
    truth->values[i] = inside ? 1 : 0;
    for (size_t c = 0; c < 4; ++c) picture->pixels[4 * i + c] = c == 3 || inside ? 255 : 0;
  }
  const auto coarse = image::resize(image::PlaneView(*truth), 8, 6, Filter::box);
  const auto mask = to_mask(*coarse);
  const auto plain = image::resize(image::GreyView(*mask), 64, 48, Filter::lanczos3);
  const auto refined = refine(*picture, *mask);
  ASSERT_TRUE(plain && refined);
  // A pixel of the mask has 8: beyond two windows of 1.5 of them nothing changes, and the edge gets sharper.
  for (size_t i = 0; i < truth->values.size(); ++i) {
    if (i % 64 < 6 || i % 64 >= 58) EXPECT_EQ(refined->values[i], plain->values[i]) << i;
  }
  EXPECT_LT(mean_difference(as_plane(*refined), *truth), 0.7 * mean_difference(as_plane(*plain), *truth));
}

TEST(Refine, KeepsTheMaskWhereBothSidesHaveOneColour) {
  auto picture = image::make_image(64, 48);
  auto mask = image::make_grey(16, 12);
  ASSERT_TRUE(picture && mask);
  uint32_t state = 1;
  for (size_t i = 0; i < picture->pixels.size(); ++i) {
    state = state * 1664525 + 1013904223;
    picture->pixels[i] = static_cast<uint8_t>(i % 4 == 3 ? 255 : 120 + (state >> 28));
  }
  for (size_t i = 0; i < mask->values.size(); ++i) mask->values[i] = i % 16 < 8 ? 0 : 255;
  const auto plain = image::resize(image::GreyView(*mask), 64, 48, Filter::lanczos3);
  const auto refined = refine(*picture, *mask);
  ASSERT_TRUE(plain && refined);
  EXPECT_LT(mean_difference(as_plane(*refined), as_plane(*plain)), 1e-3);
}

TEST(Unmix, FindsTheForegroundsOwnColours) {
  NEEDS_SHARED_DATA();
  const auto lemur = decoded("images/lemur.png");
  const auto truth = first_bytes(decoded("masks/lemur.png"));
  const auto wanted = decoded("lemur_foreground.png");
  const auto cut = apply(lemur, truth, true);
  ASSERT_TRUE(cut);
  double before = 0, after = 0;
  for (size_t i = 0; i < truth.values.size(); ++i) {
    if (truth.values[i] == 0 || truth.values[i] == 255) continue;
    for (size_t c = 0; c < 3; ++c) {
      before += std::abs(lemur.pixels[4 * i + c] - wanted.pixels[4 * i + c]);
      after += std::abs(cut->pixels[4 * i + c] - wanted.pixels[4 * i + c]);
    }
  }
  EXPECT_LT(after, 0.4 * before);
}

TEST(Unmix, LeavesOpaquePixelsAlone) {
  auto picture = image::make_image(8, 8);
  ASSERT_TRUE(picture);
  for (size_t i = 0; i < picture->pixels.size(); ++i) picture->pixels[i] = static_cast<uint8_t>(i % 4 == 3 ? 255 : i * 37);
  const std::vector<uint8_t> opaque(64, 255);
  const auto cut = apply(*picture, {opaque.data(), 8, 8}, true);
  ASSERT_TRUE(cut);
  EXPECT_EQ(std::memcmp(cut->pixels.data(), picture->pixels.data(), picture->pixels.size()), 0);
}

// A drawn scene: what covers a point of the subject (0 or 1), its colour there, and the ground's colour.
struct Scene {
  std::function<bool(double, double)> covers;
  std::function<std::array<double, 3>(double, double)> paint, ground;
};

struct Drawn {
  image::Image picture;
  image::Plane alpha;
};

// Antialiased by 8 × 8 samples a pixel; `samples` of 1 gives the hard edges of pixel art.
Drawn draw(const Scene& scene, int width, int height, int samples = 8) {
  Drawn out{std::move(*image::make_image(width, height)), std::move(*image::make_plane(width, height))};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      std::array<double, 3> sum{};
      double covered = 0;
      for (int k = 0; k < samples * samples; ++k) {
        const double u = x + (k % samples + 0.5) / samples, v = y + (k / samples + 0.5) / samples;
        const bool inside = scene.covers(u, v);
        covered += inside ? 1 : 0;
        const auto colour = inside ? scene.paint(u, v) : scene.ground(u, v);
        for (size_t c = 0; c < 3; ++c) sum[c] += colour[c];
      }
      const size_t i = static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x);
      for (size_t c = 0; c < 3; ++c) out.picture.pixels[4 * i + c] = static_cast<uint8_t>(std::lround(sum[c] / (samples * samples)));
      out.picture.pixels[4 * i + 3] = 255;
      out.alpha.values[i] = static_cast<float>(covered / (samples * samples));
    }
  }
  return out;
}

double alpha_error(const Flat& flat, const image::Plane& truth) {
  double sum = 0;
  for (size_t i = 0; i < truth.values.size(); ++i) sum += std::abs(flat.image.pixels[4 * i + 3] / 255.0 - static_cast<double>(truth.values[i]));
  return sum / static_cast<double>(truth.values.size());
}

bool in_ring(double x, double y) {
  const double r = std::hypot(x - 100, y - 80);
  return r > 30 && r < 60;
}

const auto two_tone = [](double x, double) -> std::array<double, 3> { return x < 100 ? std::array<double, 3>{230, 40, 60} : std::array<double, 3>{30, 60, 200}; };
const auto white = [](double, double) -> std::array<double, 3> { return {255, 255, 255}; };

TEST(FlatBackground, IsKeyedExactlyFromALogoHolesIncluded) {
  const auto logo = draw({in_ring, two_tone, white}, 200, 160);
  const auto flat = flat_background(logo.picture);
  ASSERT_TRUE(flat && flat->flat);
  EXPECT_LT(alpha_error(*flat, logo.alpha), 0.002);
  EXPECT_GT(flat->certainty, 0.9);
  EXPECT_EQ(flat->colour, (std::array<uint8_t, 3>{255, 255, 255}));
  // No white is left on the rim: colours of half-transparent pixels are the paint's.
  for (int x = 0; x < 200; ++x) {
    const uint8_t* const p = flat->image.pixels.data() + 4 * (80 * 200 + x);
    if (p[3] == 0) continue;
    const std::array<double, 3> paint = two_tone(x + 0.5, 80.5);
    for (size_t c = 0; c < 3; ++c) EXPECT_NEAR(p[c], paint[c], 3) << "at " << x;
  }
}

TEST(FlatBackground, KeepsEnclosedHolesWhereAsked) {
  const auto logo = draw({in_ring, two_tone, white}, 200, 160);
  const auto flat = flat_background(logo.picture, {Holes::keep});
  ASSERT_TRUE(flat && flat->flat);
  EXPECT_EQ(flat->image.pixels[4 * (80 * 200 + 100) + 3], 255);
  EXPECT_EQ(flat->image.pixels[4 * (5 * 200 + 5) + 3], 0);
}

TEST(FlatBackground, MayBeAGentleGradient) {
  const auto ground = [](double x, double y) -> std::array<double, 3> { return {40 + x / 2, 90 + y / 2 - x / 8, 200 - y / 3}; };
  const auto logo = draw({in_ring, [](double, double) -> std::array<double, 3> { return {250, 240, 20}; }, ground}, 200, 160);
  const auto flat = flat_background(logo.picture);
  ASSERT_TRUE(flat && flat->flat);
  EXPECT_LT(alpha_error(*flat, logo.alpha), 0.005);
}

TEST(FlatBackground, TakesThePaintOfPixelArtForPaint) {
  // Cells of 4 × 4 in colours that are mixtures of others with the ground.
  const auto covers = [](double x, double y) { return x > 16 && x < 80 && y > 16 && y < 80 && (static_cast<int>(x / 4) + static_cast<int>(y / 4)) % 5 != 0; };
  const auto paint = [](double x, double) -> std::array<double, 3> {
    const double shade = 64.0 * (static_cast<int>(x / 4) % 3);
    return {shade, shade, shade};
  };
  const auto art = draw({covers, paint, white}, 96, 96, 1);
  const auto flat = flat_background(art.picture);
  ASSERT_TRUE(flat && flat->flat);
  EXPECT_LT(alpha_error(*flat, art.alpha), 0.0001);
}

TEST(FlatBackground, ToleratesNoise) {
  auto logo = draw({in_ring, two_tone, [](double, double) -> std::array<double, 3> { return {60, 180, 90}; }}, 200, 160);
  uint32_t state = 1;
  for (size_t i = 0; i < logo.picture.pixels.size(); ++i) {
    state = state * 1664525 + 1013904223;
    const int noisy = logo.picture.pixels[i] + static_cast<int>(state >> 24) % 5 - 2;
    if (i % 4 != 3) logo.picture.pixels[i] = static_cast<uint8_t>(std::clamp(noisy, 0, 255));
  }
  const auto flat = flat_background(logo.picture);
  ASSERT_TRUE(flat && flat->flat);
  EXPECT_LT(alpha_error(*flat, logo.alpha), 0.01);
}

TEST(Unmix, MakesUpEachPixelExactlyWhereTheEstimateIsCoarse) {
  // Above a megapixel colours are estimated in blocks; what a block does not show is in the pixel itself.
  constexpr int kSide = 1600;
  auto picture = image::make_image(kSide, kSide);
  auto alpha = image::make_grey(kSide, kSide);
  ASSERT_TRUE(picture && alpha);
  const auto at = [](int x, int y) { return static_cast<size_t>(y) * kSide + static_cast<size_t>(x); };
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const bool light = (x + y) % 2 == 0;
      const uint8_t pixel[4] = {static_cast<uint8_t>(light ? 200 : 100), 120, static_cast<uint8_t>(light ? 40 : 90), 255};
      std::memcpy(picture->pixels.data() + 4 * at(x, y), pixel, 4);
      alpha->values[at(x, y)] = y < 790 ? 255 : y < 800 ? 250 : 0;
    }
  }
  const auto cut = apply(*picture, *alpha, true);
  ASSERT_TRUE(cut);
  for (int y = 790; y < 800; ++y) {
    for (int x = 100; x < 300; ++x) {
      for (size_t c = 0; c < 3; ++c) ASSERT_NEAR(cut->pixels[4 * at(x, y) + c], picture->pixels[4 * at(x, y) + c], 6) << x << ", " << y;
    }
  }
}

TEST(Unmix, FindsPlainColoursExactly) {
  // A ramp from a red background to a green foreground: the pixel is the mixture, and the foreground is known.
  auto picture = image::make_image(254, 40);
  auto alpha = image::make_grey(254, 40);
  ASSERT_TRUE(picture && alpha);
  const std::array<int, 3> front{30, 200, 60}, back{220, 40, 90};
  for (size_t i = 0; i < alpha->values.size(); ++i) {
    const auto a = static_cast<int>(i % 254) + 1;
    alpha->values[i] = static_cast<uint8_t>(a);
    for (size_t c = 0; c < 3; ++c) picture->pixels[4 * i + c] = static_cast<uint8_t>(std::lround((front[c] * a + back[c] * (255 - a)) / 255.0));
    picture->pixels[4 * i + 3] = 255;
  }
  const auto cut = apply(*picture, *alpha, true);
  ASSERT_TRUE(cut);
  for (size_t i = 254 * 20 + 60; i < 254 * 21; ++i) {
    for (size_t c = 0; c < 3; ++c) EXPECT_NEAR(cut->pixels[4 * i + c], front[c], 3) << "alpha " << i % 254 + 1;
  }
}

// A white ground, a dark square, and in it enclosed rectangles of ground of 1, 2, 5 and 6 pixels.
Drawn with_small_holes() {
  const auto covers = [](double x, double y) {
    const auto in = [&](double left, double top, double width, double height) { return x >= left && x < left + width && y >= top && y < top + height; };
    return in(20, 20, 60, 60) && !in(30, 30, 1, 1) && !in(40, 30, 2, 1) && !in(30, 50, 5, 1) && !in(50, 50, 3, 2);
  };
  return draw({covers, [](double, double) -> std::array<double, 3> { return {40, 50, 60}; }, white}, 100, 100, 1);
}

int alpha_at(const Flat& flat, int x, int y) { return flat.image.pixels[static_cast<size_t>(4 * (y * flat.image.width + x) + 3)]; }

TEST(FlatBackground, HolesOfTwoPixelsAreHolesInADrawing) {
  const auto flat = flat_background(with_small_holes().picture);
  ASSERT_TRUE(flat && flat->flat);
  EXPECT_EQ(flat->holes, 3);
  EXPECT_EQ(alpha_at(*flat, 30, 30), 255);  // one pixel is a speck
  EXPECT_EQ(alpha_at(*flat, 40, 30), 0);
  EXPECT_EQ(alpha_at(*flat, 30, 50), 0);
  EXPECT_EQ(alpha_at(*flat, 50, 50), 0);
}

TEST(FlatBackground, HolesOfNoiseAreNone) {
  auto drawing = with_small_holes();
  uint32_t state = 7;
  for (size_t i = 0; i < drawing.picture.pixels.size(); ++i) {
    state = state * 1664525 + 1013904223;
    if (i % 4 != 3) drawing.picture.pixels[i] = static_cast<uint8_t>(std::clamp(drawing.picture.pixels[i] - 6 + static_cast<int>(state >> 24) % 5, 0, 255));
  }
  const auto flat = flat_background(drawing.picture);
  ASSERT_TRUE(flat && flat->flat);
  EXPECT_EQ(flat->holes, 1);
  EXPECT_GT(alpha_at(*flat, 32, 50), 0);
  EXPECT_EQ(alpha_at(*flat, 51, 50), 0);
}

TEST(FlatBackground, IsNotWhatPhotographsHave) {
  NEEDS_SHARED_DATA();
  for (const char* name : {"exif/Portrait_1.jpg", "exif/Portrait_6.jpg", "lemur/images/lemur.png", "lemur/lemur_background.png", "rembg/anime-girl-1.jpg",
                           "rembg/car-1.jpg", "rembg/plants-1.jpg", "formats/jpg/progressive/cat.jpg", "formats/jpg/progressive/3.jpg"}) {
    const auto picture = image::decode(read_file(shared_data() / "images" / name));
    ASSERT_TRUE(picture) << name;
    const auto flat = flat_background(picture->image);
    ASSERT_TRUE(flat) << name;
    EXPECT_FALSE(flat->flat) << name;
  }
}

TEST(FlatBackground, IsNoneWhereTheBorderIsTransparent) {
  auto picture = image::make_image(20, 20);
  std::memset(picture->pixels.data(), 0, picture->pixels.size());
  for (size_t x = 0; x < 20; ++x) picture->pixels[4 * (19 * 20 + x) + 3] = 255;
  const auto flat = flat_background(*picture);
  ASSERT_TRUE(flat);
  EXPECT_FALSE(flat->flat);
  EXPECT_TRUE(flat->transparent);
  EXPECT_NEAR(flat->certainty, 58.0 / 80, 1e-9);  // each side counts its corners
}

TEST(Measure, TellsHowMuchIsSubjectAndHowSurely) {
  const std::vector<uint8_t> values{0, 255, 255, 128};
  const auto [coverage, certainty] = measure({values.data(), 2, 2});
  EXPECT_DOUBLE_EQ(coverage, 0.75);
  EXPECT_NEAR(certainty, (2 + 1.0 / 255) / 3, 1e-9);
}

TEST(Adjust, HardensThenSoftens) {
  std::vector<uint8_t> values(400, 102);
  for (size_t i = 0; i < 400; ++i) {
    if (i % 20 >= 10) values[i] = 153;
  }
  const auto hard = adjust({values.data(), 20, 20}, {0.5, 0});
  const auto soft = adjust({values.data(), 20, 20}, {0.5, 4});
  ASSERT_TRUE(hard && soft);
  EXPECT_EQ(hard->values[9], 0);
  EXPECT_EQ(hard->values[10], 255);
  EXPECT_EQ(soft->values[0], 0);
  EXPECT_GT(soft->values[9], 50);
  EXPECT_LT(soft->values[9], 128);
  EXPECT_NEAR(soft->values[9] + soft->values[10], 255, 1);
}

TEST(Trim, KeepsTheSubjectWithItsPadding) {
  auto picture = image::make_image(10, 8);
  std::memset(picture->pixels.data(), 0, picture->pixels.size());
  for (const int x : {3, 4}) picture->pixels[static_cast<size_t>(4 * (5 * 10 + x) + 3)] = 255;
  const auto trimmed = trim(*picture, 2);
  ASSERT_TRUE(trimmed);
  EXPECT_EQ(trimmed->image.width, 6);
  EXPECT_EQ(trimmed->image.height, 5);
  EXPECT_EQ(trimmed->x, 1);
  EXPECT_EQ(trimmed->y, 3);
  EXPECT_EQ(trimmed->image.pixels[4 * (2 * 6 + 2) + 3], 255);
}

TEST(PlaceOn, PutsTheCutOutOnAColourOrACoveringImage) {
  auto picture = image::make_image(4, 2);
  std::memset(picture->pixels.data(), 0, picture->pixels.size());
  picture->pixels[3] = 255;
  const auto coloured = on_colour(*picture, {10, 20, 30, 255});
  ASSERT_TRUE(coloured);
  EXPECT_EQ(coloured->pixels[0], 0);
  EXPECT_EQ(coloured->pixels[4], 10);
  EXPECT_EQ(coloured->pixels[7], 255);
  auto backdrop = image::make_image(2, 8);
  std::memset(backdrop->pixels.data(), 200, backdrop->pixels.size());
  const auto covered = on_image(*picture, *backdrop);
  ASSERT_TRUE(covered);
  EXPECT_EQ(covered->width, 4);
  EXPECT_EQ(covered->pixels[4 * 7], 200);
}

}  // namespace
}  // namespace media::cutout
