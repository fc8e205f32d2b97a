// Real files of every kind.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <utility>

#include "image/image.h"
#include "shared_data.h"

namespace media::image {
namespace {

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    auto extension = entry.path().extension();
    if (entry.is_regular_file() && extension != ".txt" && extension != ".md" && extension != ".LICENSE")
      out.push_back(entry.path());
  }
  EXPECT_FALSE(out.empty()) << folder;
  return out;
}

Image decoded(const std::filesystem::path& path) {
  auto file = read_file(path);
  auto out = decode(file);
  EXPECT_TRUE(out) << path << ": " << (out ? "" : out.error().message);
  return out ? std::move(out->image) : Image{};
}

// The greatest difference of a channel; of invisible pixels only the alpha counts.
int difference(ImageView a, ImageView b) {
  if (a.width != b.width || a.height != b.height) return 256;
  int out = 0;
  for (int i = 0; i < a.width * a.height; ++i) {
    const uint8_t *p = a.data + i * 4, *q = b.data + i * 4;
    out = std::max(out, std::abs(p[3] - q[3]));
    for (int c = 0; c < 3 && p[3] + q[3] > 0; ++c) out = std::max(out, std::abs(p[c] - q[c]));
  }
  return out;
}

}  // namespace

TEST(PngSuite, EveryPrimaryFileEqualsItsReference) {
  NEEDS_SHARED_DATA();
  auto suite = shared_data() / "images/pngsuite";
  int files = 0;
  for (const auto& path : files_in(suite / "primary")) {
    EXPECT_EQ(difference(decoded(path), decoded(suite / "primary_check" / path.filename())), 0) << path;
    ++files;
  }
  EXPECT_EQ(files, 77);
}

TEST(PngSuite, EveryCorruptFileIsRefused) {
  NEEDS_SHARED_DATA();
  for (const auto& path : files_in(shared_data() / "images/pngsuite/corrupt")) {
    auto file = read_file(path);
    auto out = decode(file);
    EXPECT_FALSE(out) << path;
    DecodeOptions lenient;
    lenient.allow_truncated = true;
    (void)decode(file, lenient);  // must do no harm
  }
}

TEST(PngSuite, SixteenBitsInterlacedOrNotGiveTheSamePicture) {
  NEEDS_SHARED_DATA();
  auto folder = shared_data() / "images/pngsuite/16bit";
  for (const char* kind : {"0g16", "2c16", "4a16", "6a16"}) {
    EXPECT_EQ(difference(decoded(folder / (std::string("basn") + kind + ".png")),
                         decoded(folder / (std::string("basi") + kind + ".png"))),
              0)
        << kind;
  }
  auto grey = decoded(folder / "basn0g16.png");
  EXPECT_EQ(probe(read_file(folder / "basn0g16.png"))->bit_depth, 16);
  EXPECT_EQ(grey.pixels[3], 255);
}

TEST(PngSuite, ApplesVariantGivesTheSamePicture) {
  NEEDS_SHARED_DATA();
  auto suite = shared_data() / "images/pngsuite";
  for (const char* name : {"tbyn3p08.png", "z06n2c08.png", "basi0g02.png", "basi3p02.png", "basi0g01.png"}) {
    Image ours = decoded(suite / "iphone" / (std::string("iphone_") + name));
    Image original = decoded(suite / "primary" / name);
    EXPECT_LE(difference(ours, original), 1) << name;
  }
}

TEST(Formats, EveryPngJpegAndGifOpens) {
  NEEDS_SHARED_DATA();
  for (const char* folder : {"png", "jpg", "gif"}) {
    for (const auto& path : files_in(shared_data() / "images/formats" / folder)) {
      auto file = read_file(path);
      auto out = decode(file);
      EXPECT_TRUE(out) << path << ": " << (out ? "" : out.error().message);
      if (out) {
        EXPECT_EQ(out->image.width, out->info.width);
        EXPECT_EQ(out->image.height, out->info.height);
      }
    }
  }
}

// Colours as Pillow 9.4 gives them; an inverted or ignored black would be far off.
TEST(Formats, CmykJpegComesOutInItsColours) {
  NEEDS_SHARED_DATA();
  Image image = decoded(shared_data() / "images/formats/cmyk.jpg");
  ASSERT_EQ(image.pixels.size(), 100u * 100 * 4);
  const uint8_t* corner = image.pixels.data();
  const uint8_t* middle = corner + (50 * 100 + 50) * 4;
  for (auto [found, expected] : {std::pair{corner[0], 255},
                                 {corner[1], 13},
                                 {corner[2], 25},
                                 {middle[0], 1},
                                 {middle[1], 4},
                                 {middle[2], 5}}) {
    EXPECT_NEAR(found, expected, 2);
  }
}

}  // namespace media::image
