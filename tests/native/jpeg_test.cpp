// JPEGs as they are written: codes, blocks, colour, edges.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

#include "image/image.h"
#include "image/jpeg/huffman.h"

namespace media::image {
namespace {

template <class Colour>
Image drawn(int width, int height, Colour colour) {
  Image image = std::move(*make_image(width, height));
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const std::array<int, 3> rgb = colour(x, y);
      uint8_t* const p = image.pixels.data() + 4 * static_cast<size_t>(y * width + x);
      for (size_t c = 0; c < 3; ++c) p[c] = static_cast<uint8_t>(std::clamp(rgb[c], 0, 255));
      p[3] = 255;
    }
  }
  return image;
}

Image back(const Image& image, int quality) {
  auto file = encode_jpeg(image, {.quality = quality});
  EXPECT_TRUE(file);
  auto decoded = file ? decode(file->span()) : Result<Decoded>(file.error());
  EXPECT_TRUE(decoded) << (decoded ? "" : decoded.error().message);
  return decoded ? std::move(decoded->image) : Image{};
}

struct Difference {
  double mean = 0, rms = 0;  // the mean has its sign
  int most = 0;
};

Difference difference(const Image& a, const Image& b) {
  Difference out;
  size_t count = 0;
  EXPECT_EQ(a.width, b.width);
  EXPECT_EQ(a.height, b.height);
  for (size_t i = 0; i < std::min(a.pixels.size(), b.pixels.size()); ++i) {
    if (i % 4 == 3) continue;
    const int d = b.pixels[i] - a.pixels[i];
    out.mean += d, out.rms += d * d, ++count;
    out.most = std::max(out.most, std::abs(d));
  }
  out.mean /= static_cast<double>(count);
  out.rms = std::sqrt(out.rms / static_cast<double>(count));
  return out;
}

std::array<int, 3> grey(int level) { return {level, level, level}; }

TEST(Huffman, CodesFitInSixteenBitsLeaveTheOnesFreeAndAreShortForWhatIsFrequent) {
  std::mt19937 random(5);
  std::vector<std::array<uint32_t, 256>> cases(4);
  for (uint32_t i = 0, a = 1, b = 1; i < 44; ++i) cases[0][255 - i] = a, std::swap(a, b), b += a;  // the deepest tree
  for (uint32_t& count : cases[1]) count = random() % 1000;
  for (uint32_t& count : cases[2]) count = random() % 8 == 0 ? random() % 100000 : 0;
  cases[3][7] = 12;
  for (const auto& counts : cases) {
    const auto table = HuffmanTable::of(counts);
    double room = 0, bits = 0, ideal = 0, total = 1;
    for (const uint32_t count : counts) total += count;
    size_t at = 0;
    uint32_t before = UINT32_MAX;
    for (size_t length = 1; length <= 16; ++length) {
      for (size_t i = 0; i < table.lengths[length]; ++i, ++at) {
        const uint32_t count = counts[table.symbols[at]];
        EXPECT_GT(count, 0u);
        EXPECT_LE(count, before);  // the rarer, the longer
        before = count;
        room += std::ldexp(1, -static_cast<int>(length));
        bits += static_cast<double>(count) * static_cast<double>(length);
        ideal += count * std::log2(total / count);
      }
    }
    EXPECT_EQ(at, table.count);
    EXPECT_EQ(at, static_cast<size_t>(std::count_if(counts.begin(), counts.end(), [](uint32_t count) { return count > 0; })));
    EXPECT_LE(room, 1 - std::ldexp(1, -16));
    EXPECT_LE(bits, ideal + total);
    if (&counts != &cases[0]) EXPECT_LE(bits, 1.1 * ideal + 12);
  }
}

TEST(EncodeJpeg, HalvesColourUpToAQualityOfNinety) {
  // A grid of single red pixels on white: halved colour smears it.
  const Image dots = drawn(64, 64, [](int x, int y) -> std::array<int, 3> { return x % 2 == 0 && y % 2 == 0 ? std::array{255, 0, 0} : grey(255); });
  EXPECT_GT(difference(dots, back(dots, 90)).rms, 30);
  EXPECT_LT(difference(dots, back(dots, 91)).rms, 20);
}

TEST(EncodeJpeg, OfEverySizeKeepsItsEdges) {
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 40}, {40, 1}, {7, 9}, {8, 8}, {9, 7}, {15, 17}, {16, 16}, {17, 15}, {33, 31}, {64, 48}}) {
    const Image ramp = drawn(width, height, [w = width, h = height](int x, int y) -> std::array<int, 3> { return {255 * x / w, 255 * y / h, 128}; });
    for (const int quality : {90, 100}) {
      const auto off = difference(ramp, back(ramp, quality));
      EXPECT_LT(off.rms, quality == 90 ? 9 : 2) << width << " × " << height << " at " << quality;
      EXPECT_LT(off.most, quality == 90 ? 40 : 6) << width << " × " << height << " at " << quality;
    }
  }
  // Dark at the left, light at the right: what fills the last block up is the right.
  const Image sides = drawn(20, 20, [](int x, int) { return grey(x < 16 ? 20 : 230); });
  EXPECT_LT(difference(sides, back(sides, 75)).most, 12);
  const Image ends = drawn(20, 20, [](int, int y) { return grey(y < 16 ? 20 : 230); });
  EXPECT_LT(difference(ends, back(ends, 75)).most, 12);
}

TEST(EncodeJpeg, OfNoiseFillsEveryBlockAndLosesLittleAtTheHighestQuality) {
  std::mt19937 random(9);
  const Image noise = drawn(120, 88, [&](int, int) -> std::array<int, 3> { return {int(random() & 255), int(random() & 255), int(random() & 255)}; });
  const auto off = difference(noise, back(noise, 100));
  EXPECT_LT(off.rms, 1);
  EXPECT_LT(std::abs(off.mean), 0.05);
  // From black to white and back, each pixel: the largest of all coefficients, behind as many zeros as there can be.
  for (const int period : {1, 2, 4, 8}) {
    const Image chess = drawn(64, 64, [=](int x, int y) { return grey((x / period + y / period) % 2 == 0 ? 0 : 255); });
    for (const int quality : {100, 91, 60}) EXPECT_LT(difference(chess, back(chess, quality)).rms, quality == 60 ? 16 : 4) << period << " at " << quality;
  }
  const Image odd = drawn(64, 64, [](int x, int y) { return grey(128 + ((x + y) % 2 == 0 ? 9 : -9)); });
  EXPECT_LT(difference(odd, back(odd, 100)).rms, 1);
}

TEST(EncodeJpeg, KeepsEachCoefficientWhateverStandsBeforeIt) {
  const auto wave = [](int at, int k) { return std::cos((2 * at + 1) * k * std::acos(-1.0) / 16); };
  for (int u = 0; u < 8; ++u) {
    for (int v = 0; v < 8; ++v) {
      const Image one = drawn(8, 8, [&](int x, int y) { return grey(static_cast<int>(std::lround(128 + 90 * wave(x, u) * wave(y, v)))); });
      for (const int quality : {80, 100}) EXPECT_LT(difference(one, back(one, quality)).rms, quality == 100 ? 1 : 8) << u << ", " << v;
    }
  }
}

TEST(EncodeJpeg, RoundsToTheNearestStepWithoutGettingLighterOrDarker) {
  for (const int quality : {25, 50, 75, 95}) {
    const double step = std::max(1.0, std::floor((16 * (quality < 50 ? 5000 / quality : 200 - 2 * quality) + 50) / 100.0)) / 8;
    double sum = 0;
    for (int level = 0; level < 256; ++level) {
      const Image plain = drawn(8, 8, [=](int, int) { return grey(level); });
      const Image out = back(plain, quality);
      ASSERT_EQ(out.width, 8);
      EXPECT_LE(std::abs(out.pixels[0] - level), step / 2 + 0.51) << level << " at " << quality;
      sum += out.pixels[0] - level;
    }
    EXPECT_LT(std::abs(sum / 256), 0.15) << quality;
  }
  // Many small coefficients, as film grain has them.
  std::mt19937 random(11);
  const Image grain = drawn(128, 128, [&](int, int) { return grey(90 + static_cast<int>(random() % 25)); });
  for (const int quality : {60, 80, 92, 96}) EXPECT_LT(std::abs(difference(grain, back(grain, quality)).mean), 0.3) << quality;
}

TEST(EncodeJpeg, ShowsTheBackgroundWhereAPictureIsClearInPart) {
  Image half = drawn(40, 24, [](int, int) -> std::array<int, 3> { return {250, 10, 10}; });
  for (size_t i = 0; i < half.pixels.size(); i += 4) half.pixels[i + 3] = i / 4 % 40 < 20 ? 0 : i / 4 % 40 < 30 ? 128 : 255;
  auto file = encode_jpeg(half, {.quality = 95, .background = {10, 10, 250}});
  ASSERT_TRUE(file);
  const auto out = decode(file->span());
  ASSERT_TRUE(out);
  const auto at = [&](size_t x) { return out->image.pixels.data() + 4 * (12 * 40 + x); };
  EXPECT_NEAR(at(5)[0], 10, 6);
  EXPECT_NEAR(at(5)[2], 250, 6);
  EXPECT_NEAR(at(25)[0], 130, 8);
  EXPECT_NEAR(at(35)[0], 250, 6);
}

TEST(EncodeJpeg, WithinALimitIsTheVeryFileOfThatQuality) {
  std::mt19937 random(13);
  const Image picture = drawn(90, 70, [&](int x, int y) -> std::array<int, 3> { return {x * 2 + int(random() % 20), y * 3, (x * y) % 256}; });
  for (const int quality : {20, 60, 90, 91, 97}) {
    auto plain = encode_jpeg(picture, {.quality = quality});
    ASSERT_TRUE(plain);
    auto within = encode_jpeg_within(picture, static_cast<int64_t>(plain->size()));
    ASSERT_TRUE(within);
    EXPECT_GE(within->quality, quality);
    auto same = encode_jpeg(picture, {.quality = within->quality});
    ASSERT_TRUE(same);
    ASSERT_EQ(within->file.size(), same->size());
    EXPECT_EQ(std::memcmp(within->file.data(), same->data(), same->size()), 0);
  }
}

}  // namespace
}  // namespace media::image
