// Every kind of file that is decoded shows its picture.
#include "../image_samples.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "image/image.h"

namespace media::image {
namespace {

// Of the channels on average, colours weighted by their alpha; 256 for other sizes.
double difference(const Image& a, const Image& b) {
  if (a.width != b.width || a.height != b.height) return 256;
  double sum = 0;
  for (size_t i = 0; i < a.pixels.size(); ++i) {
    const bool is_alpha = i % 4 == 3;
    sum += std::abs(a.pixels[i] * (is_alpha ? 255 : a.pixels[i | 3]) -
                    b.pixels[i] * (is_alpha ? 255 : b.pixels[i | 3]));
  }
  return sum / 255 / static_cast<double>(a.pixels.size());
}

bool has_transparency(const Image& image) {
  for (size_t i = 3; i < image.pixels.size(); i += 4) {
    if (image.pixels[i] != 255) return true;
  }
  return false;
}

}  // namespace

TEST(Samples, EachShowsItsPicture) {
  const auto samples = image_samples("files");
  EXPECT_GT(samples.size(), 30u);
  for (const Sample& sample : samples) {
    SCOPED_TRACE(sample.name);
    const auto expected = decode(sample.picture), found = decode(sample.file);
    ASSERT_TRUE(expected);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_LE(difference(found->image, expected->image), sample.within);
    if (has_transparency(expected->image)) EXPECT_TRUE(found->info.has_alpha);
  }
}

TEST(Samples, CutOffOnesAreRefusedOrDecodedAsFarAsTheyGo) {
  for (const Sample& sample : image_samples("files")) {
    SCOPED_TRACE(sample.name);
    const ByteView cut =
        ByteView(sample.file).first(sample.file.size() - 4);  // into the pixels, past an end marker
    const auto strict = decode(cut);
    ASSERT_FALSE(strict);
    EXPECT_EQ(strict.error().code, ErrorCode::corrupt_image);
    const auto lenient = decode(cut, {.allow_truncated = true});
    EXPECT_TRUE(lenient) << lenient.error().message;
  }
}

TEST(Samples, AvifsTellWhatTheyAre) {
  for (const Sample& sample : image_samples("avif")) {
    SCOPED_TRACE(sample.name);
    const auto picture = decode(sample.picture);
    const auto info = probe(sample.file);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->format, Format::avif);
    EXPECT_EQ(info->width, picture->image.width);
    EXPECT_EQ(info->height, picture->image.height);
    EXPECT_EQ(info->has_alpha, sample.name.ends_with("translucent"));
    EXPECT_EQ(info->frame_count, sample.name.find("three frames") != std::string::npos ? 3 : 1);
    EXPECT_EQ(decode(sample.file).error().code, ErrorCode::unsupported_format);
  }
}

TEST(Samples, AWebpsExifTurnsIt) {
  const auto samples = image_samples("webp");
  ASSERT_EQ(samples.size(), 1u);
  const auto info = probe(samples[0].file);
  ASSERT_TRUE(info);
  EXPECT_EQ(info->orientation, 6);
  EXPECT_EQ(info->stored_width, 24);
  EXPECT_EQ(info->width, 16);
  EXPECT_EQ(info->height, 24);
}

}  // namespace media::image
