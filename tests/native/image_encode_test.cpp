// Files that are written here and read back.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>

#include "image/png/adler32.h"
#include "image/image.h"

namespace media::image {
namespace {

// colour(x, y) gives 0xrrggbbaa.
template <class Colour>
Image drawn(int width, int height, Colour colour) {
  Image image = std::move(*make_image(width, height));
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      uint32_t value = colour(x, y);
      for (int c = 0; c < 4; ++c)
        image.pixels[static_cast<size_t>((y * width + x) * 4 + c)] =
            static_cast<uint8_t>(value >> (24 - 8 * c));
    }
  }
  return image;
}

uint32_t noise(int x, int y) {
  uint32_t value = static_cast<uint32_t>(x) * 374761393u + static_cast<uint32_t>(y) * 668265263u;
  value = (value ^ value >> 13) * 1274126177u;
  return value ^ value >> 16;
}

void expect_identical(ImageView image, ByteView file, int bit_depth, bool has_alpha) {
  auto back = decode(file);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->info.bit_depth, bit_depth);
  EXPECT_EQ(back->info.has_alpha, has_alpha);
  ASSERT_EQ(back->image.width, image.width);
  EXPECT_EQ(std::memcmp(back->image.pixels.data(), image.data, back->image.pixels.size()), 0);
}

double rms(ImageView a, ImageView b) {
  double sum = 0;
  size_t bytes = static_cast<size_t>(a.width) * static_cast<size_t>(a.height) * 4;
  for (size_t i = 0; i < bytes; ++i) sum += (a.data[i] - b.data[i]) * (a.data[i] - b.data[i]);
  return std::sqrt(sum / static_cast<double>(bytes));
}

}  // namespace

TEST(Adler32, IsTheOneOfRfc1950) {
  const auto of = [](std::string_view text) { return adler32({reinterpret_cast<const uint8_t*>(text.data()), text.size()}); };
  EXPECT_EQ(of(""), 1u);
  EXPECT_EQ(of("Wikipedia"), 0x11E60398u);
  // The largest sums, and lengths around the steps and runs: against the definition.
  for (const size_t length : {1u, 15u, 16u, 17u, 5551u, 5552u, 5553u, 200000u}) {
    const std::vector<uint8_t> bytes(length, 255);
    uint64_t a = 1, b = 0;
    for (const uint8_t byte : bytes) {
      a = (a + byte) % 65521;
      b = (b + a) % 65521;
    }
    EXPECT_EQ(adler32(bytes), static_cast<uint32_t>(b << 16 | a)) << length;
  }
}

TEST(EncodePng, StoresAsFewBitsAsThePictureNeedsWithoutLoss) {
  struct Case {
    Image image;
    int bit_depth;
    bool has_alpha;
  };
  Case cases[] = {
      {drawn(101, 33, [](int x, int) { return x % 2 ? 0xff0000ffu : 0x0000ff80u; }), 1, true},
      {drawn(101, 33, [](int x, int) { return x % 3 * 0x30405000u + 0xff; }), 2, false},
      {drawn(101, 33, [](int x, int y) { return (x + y) % 16 * 0x01020300u + 0xff; }), 4, false},
      {drawn(101, 33, [](int x, int y) { return (x * 7 + y) % 200 * 0x01000000u + 0xff; }), 8, false},
      {drawn(101, 33, [](int x, int y) { return (x * 2 + y) % 256 * 0x01010100u + 0xff; }), 8, false},
      {drawn(101, 33,
             [](int x, int y) {
               return static_cast<uint32_t>(x) * 0x01010100u + static_cast<uint32_t>(y * 7);
             }),
       8, true},
      {drawn(101, 33, [](int x, int y) { return noise(x, y) | 0xff; }), 8, false},
      {drawn(101, 33, [](int x, int y) { return noise(x, y); }), 8, true},
      {drawn(1, 1, [](int, int) { return 0x12345678u; }), 8, true},
  };
  for (const Case& each : cases) {
    for (bool small : {false, true}) {
      SCOPED_TRACE(&each - cases);
      auto file = encode_png(each.image, {small});
      ASSERT_TRUE(file);
      if (small) {
        auto fast = encode_png(each.image, {false});
        EXPECT_LE(file->size(), fast->size());
      } else {
        expect_identical(each.image, file->span(), each.bit_depth, each.has_alpha);
      }
      auto back = decode(file->span());
      ASSERT_TRUE(back);
      EXPECT_EQ(std::memcmp(back->image.pixels.data(), each.image.pixels.data(), each.image.pixels.size()),
                0);
    }
  }
}

TEST(EncodeJpeg, IsCloserTheHigherTheQuality) {
  Image image = drawn(160, 120, [](int x, int y) {
    return static_cast<uint32_t>(x) << 24 | static_cast<uint32_t>(y * 2) << 16 | 0x80ff;
  });
  double last = 1e9;
  for (int quality : {10, 50, 100}) {
    auto file = encode_jpeg(image, {.quality = quality});
    ASSERT_TRUE(file);
    auto back = decode(file->span());
    ASSERT_TRUE(back);
    double error = rms(image, back->image);
    EXPECT_LT(error, last);
    last = error;
  }
  EXPECT_LT(last, 1.5);
  EXPECT_FALSE(encode_jpeg(image, {.quality = 0}));
}

TEST(EncodeJpeg, ShowsTheBackgroundThroughTransparency) {
  Image clear = drawn(16, 16, [](int, int) { return 0x00ff0000u; });
  auto file = encode_jpeg(clear, {.quality = 95, .background = {200, 30, 60}});
  ASSERT_TRUE(file);
  auto back = decode(file->span());
  ASSERT_TRUE(back);
  for (size_t c = 0; c < 3; ++c) EXPECT_NEAR(back->image.pixels[c], (std::array{200, 30, 60}[c]), 3);
}

TEST(EncodeWithin, MeetsTheLimitByTheLeastLoss) {
  Image image = drawn(256, 256, [](int x, int y) {
    return static_cast<uint32_t>(x) << 24 | static_cast<uint32_t>(y) << 16 | (noise(x, y) & 0xf00) | 0xff;
  });
  auto exact = encode_png(image, {true});
  ASSERT_TRUE(exact);
  auto same = encode_png_within(image, static_cast<int64_t>(exact->size()));
  ASSERT_TRUE(same);
  EXPECT_EQ(same->colour_bits, 8);
  int last_bits = 8, last_quality = 101;
  for (int64_t limit : {60000, 30000, 15000}) {
    auto png = encode_png_within(image, limit);
    ASSERT_TRUE(png);
    EXPECT_LE(static_cast<int64_t>(png->file.size()), limit);
    EXPECT_LE(png->colour_bits, last_bits);
    last_bits = png->colour_bits;
    auto jpeg = encode_jpeg_within(image, limit);
    ASSERT_TRUE(jpeg);
    EXPECT_LE(static_cast<int64_t>(jpeg->file.size()), limit);
    EXPECT_LT(jpeg->quality, last_quality);
    last_quality = jpeg->quality;
    auto better = encode_jpeg(image, {.quality = std::min(100, jpeg->quality + 1)});
    EXPECT_TRUE(jpeg->quality == 100 || static_cast<int64_t>(better->size()) > limit);
  }
  EXPECT_LT(last_bits, 8);
  EXPECT_EQ(encode_png_within(image, 60).error().code, ErrorCode::cannot_fit);
  EXPECT_EQ(encode_jpeg_within(image, 60).error().code, ErrorCode::cannot_fit);
}

TEST(Export, EveryPresetTakesTheWorstPicture) {
  Image image = drawn(400, 300, [](int x, int y) { return noise(x, y); });
  for (const ExportPreset& preset : export_presets()) {
    for (auto [width, height] : preset.sizes) {
      if (width == 0) continue;
      auto fitted = contain(image, width, height);
      ASSERT_TRUE(fitted);
      EXPECT_EQ(fitted->width, width);
      EXPECT_EQ(fitted->height, height);
      auto file = preset.format == Format::jpeg ? encode_jpeg_within(*fitted, preset.max_bytes)
                                                : encode_png_within(*fitted, preset.max_bytes);
      ASSERT_TRUE(file) << preset.name;
      EXPECT_LE(static_cast<int64_t>(file->file.size()), preset.max_bytes);
    }
  }
}

TEST(Contain, CentresOnTransparent) {
  Image image = drawn(20, 10, [](int, int) { return 0xff8040ffu; });
  auto out = contain(image, 40, 40);
  ASSERT_TRUE(out);
  auto alpha = [&](int x, int y) { return out->pixels[static_cast<size_t>((y * 40 + x) * 4 + 3)]; };
  EXPECT_EQ(alpha(20, 9), 0);
  EXPECT_EQ(alpha(0, 10), 255);
  EXPECT_EQ(alpha(39, 29), 255);
  EXPECT_EQ(alpha(20, 30), 0);
}

TEST(EncodeWithin, GivesUpOneBitOfColourAtATime) {
  const Image image = drawn(64, 64, [](int x, int y) { return noise(x, y) | 0xff; });
  auto exact = encode_png(image, {true}), fast = encode_png(image, {false});
  ASSERT_TRUE(exact && fast);
  auto fits = encode_png_within(image, static_cast<int64_t>(exact->size()));
  ASSERT_TRUE(fits);
  EXPECT_EQ(fits->colour_bits, 8);
  auto less = encode_png_within(image, static_cast<int64_t>(std::min(exact->size(), fast->size())) - 1);
  ASSERT_TRUE(less);
  EXPECT_EQ(less->colour_bits, 7);
  // Each channel is the nearest of 128 levels, and alpha stays.
  auto back = decode(less->file.span());
  ASSERT_TRUE(back);
  for (size_t i = 0; i < image.pixels.size(); ++i) {
    const double level = std::round(image.pixels[i] * 127 / 255.0);
    ASSERT_EQ(back->image.pixels[i], i % 4 == 3 ? 255 : std::lround(level * 255 / 127)) << i;
  }
}

TEST(Contain, CentresAlongEitherSideAndRoundsTowardsTheStart) {
  struct Case {
    int from_width, from_height, width, height, left, top, inner_width, inner_height;
  };
  for (const Case& c : {Case{20, 10, 40, 40, 0, 10, 40, 20}, {10, 20, 40, 40, 10, 0, 20, 40}, {20, 10, 40, 41, 0, 10, 40, 20},
                        {10, 20, 41, 40, 10, 0, 20, 40}, {7, 7, 20, 9, 5, 0, 9, 9}}) {
    auto out = contain(drawn(c.from_width, c.from_height, [](int, int) { return 0xff8040ffu; }), c.width, c.height);
    ASSERT_TRUE(out);
    for (int y = 0; y < c.height; ++y) {
      for (int x = 0; x < c.width; ++x) {
        const bool inside = x >= c.left && x < c.left + c.inner_width && y >= c.top && y < c.top + c.inner_height;
        ASSERT_EQ(out->pixels[static_cast<size_t>((y * c.width + x) * 4 + 3)], inside ? 255 : 0) << x << ", " << y << " of " << c.width;
      }
    }
  }
}

}  // namespace media::image
