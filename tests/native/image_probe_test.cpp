// What probe() tells, from files written here and from real ones.
#include <gtest/gtest.h>

#include <string>

#include "image/image.h"
#include "shared_data.h"

namespace media::image {
namespace {

ByteView bytes(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

std::string be(uint64_t value, int count) {
  std::string out;
  for (int i = count - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
  return out;
}

std::string box(const std::string& type, const std::string& data) {
  return be(data.size() + 8, 4) + type + data;
}

const std::string none = be(0, 4);  // version and flags

// Item 1: 640 × 480, 10 bits, turned; item 2: its alpha.
std::string avif(const std::string& transform) {
  std::string ipco = box("ispe", none + be(640, 4) + be(480, 4)) + box("av1C", be(0x81054c00, 4)) +
                     transform + box("auxC", none + "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha" + be(0, 1));
  int properties = transform.empty() ? 2 : 3;
  std::string own = be(static_cast<uint64_t>(properties), 1) + be(1, 1) + be(0x82, 1) +
                    (transform.empty() ? "" : be(0x83, 1));
  std::string ipma = none + be(2, 4) + be(1, 2) + own + be(2, 2) + be(1, 1) + be(4, 1);
  std::string meta =
      box("meta", none + box("pitm", none + be(1, 2)) + box("iprp", box("ipco", ipco) + box("ipma", ipma)));
  return box("ftyp", "avif" + none + "mif1miaf") + meta;
}

Info info(const std::string& file) {
  auto out = probe(bytes(file));
  EXPECT_TRUE(out) << (out ? "" : out.error().message);
  return out ? *out : Info{};
}

Info shared_info(const char* name) {
  auto file = read_file(shared_data() / "images/formats" / name);
  auto out = probe(file);
  EXPECT_TRUE(out) << name << (out ? "" : out.error().message);
  return out ? *out : Info{};
}

}  // namespace

TEST(Probe, ReadsAnAvifsPrimaryItem) {
  Info plain = info(avif(""));
  EXPECT_EQ(plain.format, Format::avif);
  EXPECT_EQ(plain.width, 640);
  EXPECT_EQ(plain.height, 480);
  EXPECT_EQ(plain.bit_depth, 10);
  EXPECT_TRUE(plain.has_alpha);
  Info turned = info(avif(box("irot", be(3, 1))));
  EXPECT_EQ(turned.orientation, 6);
  EXPECT_EQ(turned.width, 480);
  EXPECT_EQ(turned.stored_width, 640);
  EXPECT_EQ(info(avif(box("imir", be(1, 1)))).orientation, 2);
}

TEST(Probe, ReadsAnSvgsSize) {
  struct Case {
    const char* attributes;
    int width, height;
  };
  for (const Case& each : {Case{"width='120' height=\"80px\"", 120, 80}, Case{"viewBox='0 0 24 12'", 24, 12},
                           Case{"width='100%' height='100%' viewBox='-5,-5 1e2 50.5'", 100, 51},
                           Case{"height='1in' viewBox='0 0 20 10'", 192, 96}, Case{"", 300, 150},
                           Case{"data-width='7' width='25.4mm' height='72pt'", 96, 96}}) {
    std::string file =
        "\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <svg> --><!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg " +
        std::string(each.attributes) + "><g/></svg>";
    Info found = info(file);
    EXPECT_EQ(found.format, Format::svg);
    EXPECT_EQ(found.width, each.width) << each.attributes;
    EXPECT_EQ(found.height, each.height) << each.attributes;
  }
  EXPECT_FALSE(probe(bytes("<svgx width='5' height='5'/>")));
  EXPECT_FALSE(probe(bytes("<svg width='0' height='5'/>")));
  EXPECT_FALSE(probe(bytes("<html><svg width='5' height='5'/></html>")));
}

TEST(Probe, ReadsEveryKindOfWebp) {
  NEEDS_SHARED_DATA();
  Info lossy = shared_info("webp/lossy_images/simple-rgb.webp"),
       lossless = shared_info("webp/lossless_images/simple.webp");
  EXPECT_EQ(lossy.format, Format::webp);
  EXPECT_GT(lossy.width, 0);
  EXPECT_FALSE(lossy.has_alpha);
  EXPECT_GT(lossless.width, 0);
  EXPECT_TRUE(shared_info("webp/extended_images/lossy_alpha.webp").has_alpha);
  EXPECT_GT(shared_info("webp/extended_images/anim.webp").frame_count, 1);
}

TEST(Probe, CountsTheFramesOfAnimations) {
  NEEDS_SHARED_DATA();
  EXPECT_GT(shared_info("png/apng/ball.png").frame_count, 1);
  EXPECT_GT(shared_info("gif/anim/large-gif-anim-combine.gif").frame_count, 1);
  EXPECT_EQ(shared_info("gif/simple/sample_1.gif").frame_count, 1);
  EXPECT_EQ(shared_info("png/interlaced/basi2c08.png").frame_count, 1);
}

TEST(Probe, ReadsEveryHeaderCutOffAnywhereWithoutHarm) {
  NEEDS_SHARED_DATA();
  for (const char* name : {"webp/extended_images/lossy_alpha.webp", "webp/lossless_images/simple.webp",
                           "jpg/portrait_2.jpg", "png/apng/ball.png", "gif/anim/interlaced.gif"}) {
    auto file = read_file(shared_data() / "images/formats" / name);
    for (size_t length = 0; length < std::min<size_t>(file.size(), 2000); ++length) {
      std::vector<uint8_t> cut(file.begin(), file.begin() + static_cast<ptrdiff_t>(length));
      (void)probe(cut);
      (void)decode(cut);
    }
  }
  std::string file = avif(box("irot", be(1, 1)));
  for (size_t length = 0; length < file.size(); ++length) {
    std::vector<uint8_t> cut(file.begin(), file.begin() + static_cast<ptrdiff_t>(length));
    (void)probe(cut);
  }
}

}  // namespace media::image
