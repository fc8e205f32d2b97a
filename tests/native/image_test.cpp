#include "image/image.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "shared_data.h"

namespace media::image {
namespace {

Decoded decoded(const std::filesystem::path& path) {
  auto file = read_file(path);
  auto out = decode(file);
  EXPECT_TRUE(out) << path << ": " << (out ? "" : out.error().message);
  return out ? std::move(*out) : Decoded{};
}

ErrorCode refusal(ByteView file, const DecodeOptions& options = {}) {
  auto out = decode(file, options);
  EXPECT_FALSE(out);
  return out ? ErrorCode::internal_error : out.error().code;
}

Image gradient(int width, int height, bool opaque = false) {
  Image image = std::move(*make_image(width, height));
  for (int i = 0; i < width * height; ++i) {
    uint8_t* pixel = image.pixels.data() + i * 4;
    pixel[0] = static_cast<uint8_t>(i);
    pixel[1] = static_cast<uint8_t>(i / width);
    pixel[2] = static_cast<uint8_t>(i * 7);
    pixel[3] = opaque ? 255 : static_cast<uint8_t>(i * 3);
  }
  return image;
}

// The greatest difference in alpha, and in colour where a pixel is visible, weighed by its alpha.
struct Difference {
  int alpha = 0;
  double colour = 0;
};

Difference difference(ImageView a, ImageView b) {
  Difference out;
  EXPECT_EQ(a.width, b.width);
  EXPECT_EQ(a.height, b.height);
  for (int i = 0; i < a.width * a.height; ++i) {
    const uint8_t *p = a.data + i * 4, *q = b.data + i * 4;
    out.alpha = std::max(out.alpha, std::abs(p[3] - q[3]));
    for (int c = 0; c < 3; ++c) out.colour = std::max(out.colour, std::abs(p[c] - q[c]) * (q[3] / 255.0));
  }
  return out;
}

}  // namespace

TEST(Decode, TurnsEveryExifOrientationToTheSameUprightPicture) {
  NEEDS_SHARED_DATA();
  Decoded first = decoded(shared_data() / "images/exif/Portrait_0.jpg");
  for (int orientation = 1; orientation <= 8; ++orientation) {
    Decoded other = decoded(shared_data() / ("images/exif/Portrait_" + std::to_string(orientation) + ".jpg"));
    EXPECT_EQ(other.info.orientation, orientation);
    ASSERT_EQ(other.image.width, first.image.width);
    ASSERT_EQ(other.image.height, first.image.height);
    EXPECT_EQ(other.info.width, other.image.width);
    double sum = 0;
    for (size_t i = 0; i < first.image.pixels.size(); ++i)
      sum += std::abs(first.image.pixels[i] - other.image.pixels[i]);
    EXPECT_LT(sum / static_cast<double>(first.image.pixels.size()), 8) << "orientation " << orientation;
  }
}

TEST(Decode, KeepsThePixelsAsStoredWhenAsked) {
  NEEDS_SHARED_DATA();
  auto file = read_file(shared_data() / "images/exif/Portrait_6.jpg");
  DecodeOptions options;
  options.orient = false;
  auto out = decode(file, options);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->info.orientation, 6);
  EXPECT_EQ(out->image.width, out->info.stored_width);
  EXPECT_GT(out->image.width, out->image.height);
}

TEST(Decode, RefusesBadInputEachWithItsCode) {
  auto png = encode_png(gradient(40, 30));
  ASSERT_TRUE(png);
  ByteView whole = png->span();
  EXPECT_EQ(refusal({}), ErrorCode::empty_input);
  EXPECT_EQ(refusal(whole.first(whole.size() / 2)), ErrorCode::corrupt_image);
  EXPECT_EQ(refusal(whole.first(20)), ErrorCode::corrupt_image);
  const uint8_t text[] = "This is a letter, not an image.";
  EXPECT_EQ(refusal(text), ErrorCode::unsupported_format);
  const uint8_t svg[] = "<?xml version='1.0'?><!-- x --><svg xmlns='http://www.w3.org/2000/svg'/>";
  EXPECT_EQ(refusal(svg), ErrorCode::unsupported_format);
  DecodeOptions few_bytes, few_pixels, short_sides;
  few_bytes.limits.max_bytes = 100;
  few_pixels.limits.max_pixels = 40 * 30 - 1;
  short_sides.limits.max_side = 39;
  EXPECT_EQ(refusal(whole, few_bytes), ErrorCode::input_too_large);
  EXPECT_EQ(refusal(whole, few_pixels), ErrorCode::image_too_large);
  EXPECT_EQ(refusal(whole, short_sides), ErrorCode::image_too_large);
}

TEST(Decode, RefusesAnEnormousSizeByTheHeaderAlone) {
  auto png = encode_png(gradient(4, 4));
  ASSERT_TRUE(png);
  for (size_t i = 16; i < 24; ++i) (*png)[i] = 0x7f;
  EXPECT_EQ(refusal(png->span()), ErrorCode::image_too_large);
}

TEST(Decode, GivesWhatThereIsOfATruncatedFileOnlyWhenAsked) {
  NEEDS_SHARED_DATA();
  for (const char* name : {"exif/Portrait_1.jpg", "formats/jpg/progressive/cat.jpg", "rembg/plants-1.jpg"}) {
    auto file = read_file(shared_data() / "images" / name);
    auto whole = decode(file);
    ASSERT_TRUE(whole) << name;
    for (size_t part : {2, 3}) {
      ByteView cut = ByteView(file).first(file.size() * part / 4);
      EXPECT_EQ(refusal(cut), ErrorCode::corrupt_image) << name;
      DecodeOptions options;
      options.allow_truncated = true;
      auto out = decode(cut, options);
      ASSERT_TRUE(out) << name << " " << out.error().message;
      ASSERT_EQ(out->image.pixels.size(), whole->image.pixels.size());
      double sum = 0;  // over the first third, which every cut leaves
      size_t third = out->image.pixels.size() / 3;
      for (size_t i = 0; i < third; ++i) sum += std::abs(out->image.pixels[i] - whole->image.pixels[i]);
      EXPECT_LT(sum / static_cast<double>(third), 8) << name;
    }
  }
}

TEST(Decode, OfATruncatedGifKeepsTheRestTransparent) {
  NEEDS_SHARED_DATA();
  auto file = read_file(shared_data() / "images/formats/gif/simple/sample_1.gif");
  ByteView cut = ByteView(file).first(file.size() - 8);
  EXPECT_EQ(refusal(cut), ErrorCode::corrupt_image);
  DecodeOptions options;
  options.allow_truncated = true;
  auto out = decode(cut, options);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->image.pixels[3], 255);
  EXPECT_EQ(out->image.pixels[out->image.pixels.size() - 1], 0);
}

TEST(EncodePng, IsReadBackUnchanged) {
  for (bool opaque : {false, true}) {
    for (bool small : {false, true}) {
      Image image = gradient(61, 47, opaque);
      auto file = encode_png(image, {.small = small});
      ASSERT_TRUE(file);
      auto info = probe(file->span());
      ASSERT_TRUE(info);
      EXPECT_EQ(info->has_alpha, !opaque);
      auto back = decode(file->span());
      ASSERT_TRUE(back);
      ASSERT_EQ(back->image.pixels.size(), image.pixels.size());
      EXPECT_EQ(std::memcmp(back->image.pixels.data(), image.pixels.data(), image.pixels.size()), 0);
    }
  }
}

TEST(Resize, AndSourceOverEqualPillow) {
  NEEDS_SHARED_DATA();
  auto folder = shared_data() / "pillow";
  auto text = read_file(folder / "manifest.json");
  auto manifest = nlohmann::json::parse(text, nullptr, false);
  int cases = 0;
  for (const auto& row : manifest) {
    Decoded in = decoded(folder / row["in"].get<std::string>()),
            expected = decoded(folder / row["out"].get<std::string>());
    Difference found;
    if (row["kind"] == "resize") {
      Filter filter = row["filter"] == "lanczos3" ? Filter::lanczos3 : Filter::bilinear;
      int width = row["width"], height = row["height"];
      if (row["mode"] == "L") {
        Grey grey = std::move(*make_grey(in.image.width, in.image.height));
        for (size_t i = 0; i < grey.values.size(); ++i) grey.values[i] = in.image.pixels[i * 4];
        auto out = resize(GreyView(grey), width, height, filter);
        ASSERT_TRUE(out);
        for (size_t i = 0; i < out->values.size(); ++i) {
          found.colour =
              std::max(found.colour, std::abs(out->values[i] - expected.image.pixels[i * 4]) * 1.0);
        }
      } else {
        auto out = resize(ImageView(in.image), width, height, filter);
        ASSERT_TRUE(out);
        found = difference(*out, expected.image);
      }
    } else {
      Decoded base = decoded(folder / row["base"].get<std::string>());
      source_over(base.image, in.image, 0, 0);
      found = difference(base.image, expected.image);
    }
    EXPECT_EQ(found.alpha, 0) << row;
    EXPECT_EQ(found.colour, 0) << row;
    ++cases;
  }
  EXPECT_EQ(cases, 18);
}

TEST(Resize, OfFloatsKeepsAConstantAndAgreesWithBytes) {
  Plane plane = std::move(*make_plane(50, 40));
  Grey grey = std::move(*make_grey(50, 40));
  for (size_t i = 0; i < plane.values.size(); ++i) {
    grey.values[i] = static_cast<uint8_t>(128 + 100 * std::sin(static_cast<double>(i) * 0.1));
    plane.values[i] = grey.values[i];
  }
  for (Filter filter : {Filter::lanczos3, Filter::bicubic, Filter::bilinear, Filter::box, Filter::nearest}) {
    auto floats = resize(PlaneView(plane), 33, 71, filter);
    auto bytes = resize(GreyView(grey), 33, 71, filter);
    ASSERT_TRUE(floats && bytes);
    for (size_t i = 0; i < floats->values.size(); ++i) {
      EXPECT_NEAR(std::clamp(floats->values[i], 0.f, 255.f), bytes->values[i], 1.51);
    }
  }
}

TEST(SourceOver, IsCorrectlyRoundedForEveryAlphaAndOpacity) {
  for (double opacity : {1.0, 0.5, 0.25}) {
    for (int over = 0; over < 256; over += 5) {
      for (int under = 0; under < 256; under += 3) {
        Image base = std::move(*make_image(1, 1)), top = std::move(*make_image(1, 1));
        const uint8_t b[4] = {200, 17, 96, static_cast<uint8_t>(under)},
                      t[4] = {13, 250, 97, static_cast<uint8_t>(over)};
        std::copy_n(b, 4, base.pixels.data());
        std::copy_n(t, 4, top.pixels.data());
        source_over(base, top, 0, 0, opacity);
        double as = over / 255.0 * opacity, ab = under / 255.0, a = as + ab * (1 - as);
        EXPECT_NEAR(base.pixels[3], a * 255, 0.5 + 1e-9);
        for (int c = 0; c < 3 && a > 0; ++c) {
          EXPECT_NEAR(base.pixels[static_cast<size_t>(c)], (t[c] * as + b[c] * ab * (1 - as)) / a,
                      0.5 + 1e-9);
        }
      }
    }
  }
}

TEST(SourceOver, ClipsAtTheEdges) {
  for (int y : {-5, 0, 6, 100, INT32_MAX, INT32_MIN}) {
    for (int x : {-7, 0, 5, 100, INT32_MAX, INT32_MIN}) {
      Image base = gradient(8, 8), top = gradient(10, 9, true), before = gradient(8, 8);
      source_over(base, top, x, y);
      for (int row = 0; row < 8; ++row) {
        for (int column = 0; column < 8; ++column) {
          int64_t u = int64_t{column} - x, v = int64_t{row} - y;
          bool covered = u >= 0 && v >= 0 && u < 10 && v < 9;
          const uint8_t* expected =
              covered ? top.pixels.data() + (v * 10 + u) * 4 : before.pixels.data() + (row * 8 + column) * 4;
          EXPECT_EQ(std::memcmp(base.pixels.data() + (row * 8 + column) * 4, expected, 4), 0);
        }
      }
    }
  }
}

}  // namespace media::image
