#include "preview/preview.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "placement_random.h"

namespace media::preview {
namespace {

using image::Image;
using image::ImageView;
using placement::Box;

// Smooth colours with varying alpha and hard box edges: what an antialiased edge is judged on.
Image smooth(int width, int height, bool opaque) {
  Image out{std::move(*Bytes::make(size_t(width) * size_t(height) * 4)), width, height};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      uint8_t* p = out.pixels.data() + 4 * (size_t(y) * size_t(width) + size_t(x));
      p[0] = uint8_t(255 * x / width);
      p[1] = uint8_t(255 * y / height);
      p[2] = uint8_t(127 + 120 * std::sin(x * 0.03) * std::cos(y * 0.03));
      p[3] = opaque ? 255 : uint8_t(128 + 127 * std::sin((x + y) * 0.015));
    }
  }
  return out;
}

// The eight bits of i in reverse order.
int reversed(int i) {
  int out = 0;
  for (int bit = 0; bit < 8; ++bit) out |= (i >> bit & 1) << (7 - bit);
  return out;
}

// The slow, obviously correct way: every canvas pixel is the mean of 256 points, each of which is the asset's
// pixel under it laid over the backdrop, in premultiplied floating point. The points are a Hammersley set: a
// square grid would miss much of an edge that is almost level.
std::vector<double> reference(Colour backdrop, int canvas_width, int canvas_height, ImageView asset,
                              const Box& given, double opacity) {
  const Box box = placement::pixel_box(given);
  constexpr int kPoints = 256;
  const placement::Point origin = placement::to_local(box, {0, 0}), across = placement::to_local(box, {1, 0}),
                         down = placement::to_local(box, {0, 1});
  std::vector<double> out(size_t(canvas_width) * size_t(canvas_height) * 4);
  for (int y = 0; y < canvas_height; ++y) {
    for (int x = 0; x < canvas_width; ++x) {
      double sum[4] = {};
      for (int i = 0; i < kPoints; ++i) {
        const double right = x + (i + 0.5) / kPoints, below = y + (reversed(i) + 0.5) / kPoints;
        const placement::Point local{origin.x + right * (across.x - origin.x) + below * (down.x - origin.x),
                                     origin.y + right * (across.y - origin.y) + below * (down.y - origin.y)};
        double colour[4] = {0, 0, 0, 0};
        if (std::abs(local.x) < box.width / 2 && std::abs(local.y) < box.height / 2) {
          const int u = std::clamp(int((local.x / box.width + 0.5) * asset.width), 0, asset.width - 1);
          const int v = std::clamp(int((local.y / box.height + 0.5) * asset.height), 0, asset.height - 1);
          const uint8_t* p = asset.data + 4 * (size_t(v) * size_t(asset.width) + size_t(u));
          colour[3] = p[3] / 255.0 * opacity / 100;
          for (int c = 0; c < 3; ++c) colour[c] = p[c] * colour[3];
        }
        const double under = backdrop.alpha / 255.0 * (1 - colour[3]);
        sum[0] += colour[0] + backdrop.red * under;
        sum[1] += colour[1] + backdrop.green * under;
        sum[2] += colour[2] + backdrop.blue * under;
        sum[3] += colour[3] + under;
      }
      double* p = &out[4 * (size_t(y) * size_t(canvas_width) + size_t(x))];
      for (int c = 0; c < 3; ++c) p[c] = sum[3] > 0 ? sum[c] / sum[3] : 0;
      p[3] = sum[3] / (kPoints)*255;
    }
  }
  return out;
}

struct Difference {
  double mean = 0, largest = 0;
};

// Of premultiplied colour and alpha, in levels.
Difference compare(const Image& image, const std::vector<double>& expected) {
  Difference out;
  for (size_t i = 0; i < image.pixels.size(); i += 4) {
    for (size_t c = 0; c < 4; ++c) {
      const double got = c == 3 ? image.pixels[i + 3] : image.pixels[i + c] * image.pixels[i + 3] / 255.0;
      const double want = c == 3 ? expected[i + 3] : expected[i + c] * expected[i + 3] / 255.0;
      out.mean += std::abs(got - want);
      out.largest = std::max(out.largest, std::abs(got - want));
    }
  }
  out.mean /= double(image.pixels.size());
  return out;
}

TEST(DrawImage, AgreesWithASupersampledReference) {
  const Box boxes[] = {
      {80, 60, 70, 50, 0},    {80.5, 60.5, 71, 51, 30}, {80, 60, 90, 40, 45},      {70, 66, 61, 61, 89.9},
      {80, 60, 100, 20, 173}, {10, 10, 90, 70, 250},    {155, 115, 60, 80, 311.3}, {80, 60, 64, 48, 90},
      {80, 60, 64, 48, 180},  {80, 60, 300, 300, 12},   {80, 60, 12, 90, 20},
  };
  struct Case {
    bool opaque;
    Colour backdrop;
    double opacity;
  };
  for (const Case& c : {Case{true, {0, 0, 0, 0}, 100}, Case{false, {20, 200, 90, 255}, 100},
                        Case{true, {20, 200, 90, 128}, 35}}) {
    const Image asset = smooth(200, 150, c.opaque);
    for (const Box& box : boxes) {
      Image canvas = std::move(*make_canvas(160, 120, c.backdrop));
      ASSERT_TRUE(draw_image(canvas, asset, box, c.opacity));
      const auto difference = compare(canvas, reference(c.backdrop, 160, 120, asset, box, c.opacity));
      EXPECT_LT(difference.mean, 0.8) << box.width << "×" << box.height << " at " << box.rotation << "°";
      EXPECT_LT(difference.largest, 8) << box.width << "×" << box.height << " at " << box.rotation << "°";
    }
  }
}

TEST(DrawImage, QuarterTurnsMovePixelsUnchanged) {
  const Image asset = smooth(20, 10, false);
  Image canvas = std::move(*make_canvas(40, 40, {}));
  ASSERT_TRUE(draw_image(canvas, asset, {20, 20, 20, 10, 90}, 100));
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 20; ++x) {
      const size_t from = 4 * size_t(y * 20 + x), to = 4 * size_t((10 + x) * 40 + (24 - y));
      for (size_t c = 0; c < 4; ++c)
        EXPECT_EQ(canvas.pixels[to + c], asset.pixels[from + c]) << x << ", " << y;
    }
  }
}

TEST(DrawImage, AtItsOwnSizeIsTheImageItself) {
  const Image asset = smooth(30, 20, true);
  Image canvas = std::move(*make_canvas(30, 20, {}));
  ASSERT_TRUE(draw_image(canvas, asset, {15, 10, 30, 20, 0}, 100));
  EXPECT_TRUE(
      std::equal(asset.pixels.data(), asset.pixels.data() + asset.pixels.size(), canvas.pixels.data()));
}

TEST(DrawImage, GiganticAndThinBoxesCostOnlyWhatIsSeen) {
  const Image asset = smooth(64, 64, true);
  for (const Box& box : {Box{50, 50, 1e11, 1e11, 0}, Box{50, 50, 1e11, 1e11, 33}, Box{1e8, 50, 2e8, 30, 0},
                         Box{50, 50, 1e11, 1, 45}, Box{50, 50, 1, 1e11, 0}, Box{-1e9, -1e9, 1, 1, 10},
                         Box{50, 50, 1e-9, 1e-9, 5}}) {
    Image canvas = std::move(*make_canvas(100, 100, {1, 2, 3, 255}));
    EXPECT_TRUE(draw_image(canvas, asset, box, 100));
    EXPECT_TRUE(draw_stand_in(canvas, "gone", box, 100));
  }
  Image canvas = std::move(*make_canvas(100, 100, {}));
  ASSERT_TRUE(draw_image(canvas, asset, {50, 50, 1e11, 1e11, 0}, 100));
  EXPECT_EQ(canvas.pixels[3], 255);
}

TEST(DrawImage, ZeroOpacityAndPlacesOffTheCanvasDrawNothing) {
  const Image asset = smooth(8, 8, true);
  Image canvas = std::move(*make_canvas(20, 20, {}));
  EXPECT_EQ(*draw_image(canvas, asset, {10, 10, 8, 8, 0}, 0), Drawn::nothing);
  EXPECT_EQ(*draw_image(canvas, asset, {-10, 10, 8, 8, 45}, 100), Drawn::nothing);
  EXPECT_TRUE(std::all_of(canvas.pixels.data(), canvas.pixels.data() + canvas.pixels.size(),
                          [](uint8_t v) { return v == 0; }));
}

TEST(DrawStandIn, IsSeen) {
  Image canvas = std::move(*make_canvas(40, 40, {255, 255, 255, 255}));
  ASSERT_EQ(*draw_stand_in(canvas, "", {20, 20, 30, 30, 0}, 100), Drawn::something);
  EXPECT_LT(canvas.pixels[4 * (20 * 40 + 20)], 120);  // the cross
  EXPECT_EQ(canvas.pixels[0], 255);                   // outside
}

Image labelled(std::string_view label, double width = 60, double height = 40, double rotation = 0) {
  Image canvas = std::move(*make_canvas(100, 100, {255, 255, 255, 255}));
  EXPECT_EQ(*draw_stand_in(canvas, label, {50, 50, width, height, rotation}, 100), Drawn::something);
  return canvas;
}

bool same(const Image& a, const Image& b) {
  return std::equal(a.pixels.data(), a.pixels.data() + a.pixels.size(), b.pixels.data());
}

TEST(DrawStandIn, WritesItsLabelInTheMiddle) {
  const Image box = labelled("IT");  // 13 × 11 squares of one pixel, from 43, 44
  const char* const expected[] = {"#############", "#############", "##...##.....#", "###.#####.###",
                                  "###.#####.###", "###.#####.###", "###.#####.###", "###.#####.###",
                                  "##...####.###", "#############", "#############"};
  for (size_t y = 0; y < 11; ++y) {
    for (size_t x = 0; x < 13; ++x) {
      const uint8_t red = box.pixels[4 * ((44 + y) * 100 + 43 + x)];
      EXPECT_EQ(red == 255 ? '.' : '#', expected[y][x]) << x << ", " << y;
    }
  }
}

TEST(DrawStandIn, LabelsTurnGrowAndGoWithTheirBox) {
  EXPECT_FALSE(same(labelled("IT", 60, 40, 30), labelled("", 60, 40, 30)));
  const auto letters = [](const Image& image) {
    int white = 0;
    for (size_t y = 30; y < 70; ++y)
      for (size_t x = 10; x < 90; ++x) white += image.pixels[4 * (y * 100 + x)] == 255;
    return white;
  };
  EXPECT_EQ(letters(labelled("IT", 90, 90)), 9 * letters(labelled("IT", 84, 46)));  // squares of 3 pixels
  EXPECT_TRUE(same(labelled("IT", 60, 12), labelled("", 60, 12)));
  EXPECT_TRUE(same(labelled("gone", 18, 40), labelled("", 18, 40)));
}

TEST(DrawStandIn, LongLabelsEndInAnEllipsisAndForeignLettersAreBoxes) {
  EXPECT_TRUE(same(labelled("a long name, 1"), labelled("a long name, 2")));
  EXPECT_FALSE(same(labelled("a long name, 1"), labelled("a long ")));
  EXPECT_TRUE(same(labelled("\xc3\xa9"), labelled("\xe6\x97\xa5")));
  EXPECT_FALSE(same(labelled("\xc3\xa9"), labelled("\xc3\xa9\xc3\xa9")));
}

TEST(DrawBackground, CoversTheWholeCanvas) {
  const Image asset = smooth(37, 91, true);
  Image canvas = std::move(*make_canvas(100, 63, {}));
  ASSERT_TRUE(draw_background(canvas, asset, placement::Fit::cover));
  for (size_t i = 3; i < canvas.pixels.size(); i += 4) ASSERT_EQ(canvas.pixels[i], 255);
  Image inside = std::move(*make_canvas(100, 63, {}));
  ASSERT_TRUE(draw_background(inside, asset, placement::Fit::contain));
  EXPECT_EQ(inside.pixels[3], 0);
  EXPECT_EQ(inside.pixels[4 * (31 * 100 + 50) + 3], 255);
}

TEST(DrawImage, DrawsNothingOfAnImageWithoutPixels) {
  Image canvas = smooth(8, 8, true);
  const Box box{4, 4, 6, 3, 0};
  EXPECT_FALSE(draw_image(canvas, {}, box, 100));
  EXPECT_FALSE(draw_background(canvas, {}, placement::Fit::fill));
  for (const placement::Fit fit : {placement::Fit::fill, placement::Fit::contain, placement::Fit::cover}) {
    const auto drawn = draw_image(canvas, {}, box, 100, {.fit = fit, .crop = {0.25, 0.25, 0, 0}});
    EXPECT_FALSE(drawn && *drawn == Drawn::something);
  }
  EXPECT_EQ(std::memcmp(canvas.pixels.data(), smooth(8, 8, true).pixels.data(), canvas.pixels.size()), 0);
}

TEST(MakeCanvas, RefusesSizesThatAreNone) {
  for (const double side : {0.0, -1.0, 0.5, std::nan(""), 1e300}) {
    EXPECT_FALSE(make_canvas(side, 10, {}));
    EXPECT_FALSE(make_canvas(10, side, {}));
  }
  EXPECT_EQ(make_canvas(8193, 1, {}).error().code, ErrorCode::image_too_large);
  EXPECT_EQ(make_canvas(8192, 8192, {}).error().code, ErrorCode::image_too_large);
}

// The largest difference of a channel.
int difference(const Image& a, const Image& b) {
  int most = 0;
  for (size_t i = 0; i < a.pixels.size(); ++i) most = std::max(most, std::abs(a.pixels[i] - b.pixels[i]));
  return most;
}

TEST(Session, ShowsWhatAStillShowsAfterAnySequenceOfChanges) {
  const Image opaque = smooth(80, 60, true), soft = smooth(50, 90, false), backdrop = smooth(40, 40, true);
  auto session = Session::make(160, 120, {10, 20, 30, 255});
  ASSERT_TRUE(session);
  ASSERT_TRUE(session->set_image(1, opaque));
  ASSERT_TRUE(session->set_image(2, soft));
  placement::Random random(51);
  std::vector<Layer> layers;
  bool with_backdrop = false;
  for (int step = 0; step < 120; ++step) {
    if (layers.size() < 5) {
      const double size = step % 17 == 0 ? 900 : random.in(1, 90);  // some far larger than the canvas
      const placement::Placement p{random.in(-20, 120), random.in(-20, 120), size, random.in(1, 90)};
      layers.push_back({uint32_t(random.below(4)), p, step % 2 == 0 ? "hero" : "logo"});
    } else if (step % 11 == 0) {
      layers.erase(layers.begin() + long(random.below(layers.size())));
    } else if (step % 13 == 0) {
      std::swap(layers.front(), layers.back());
    } else {
      placement::Placement& p = layers[random.below(layers.size())].placement;
      (step % 2 == 0 ? p.x : p.rotation) += random.in(-30, 30);
      p.opacity = random.in(-10, 110);
    }
    if (step == 60) {
      ASSERT_TRUE(session->set_background(backdrop, placement::Fit::cover));
      with_backdrop = true;
    }
    if (step == 80) session->remove_image(2);
    if (step == 100) ASSERT_TRUE(session->set_image(1, soft));
    ASSERT_TRUE(session->update(layers));

    Image still = std::move(*make_canvas(160, 120, {10, 20, 30, 255}));
    if (with_backdrop) ASSERT_TRUE(draw_background(still, backdrop, placement::Fit::cover));
    for (const Layer& layer : layers) {
      const Box box = placement::to_box(layer.placement, {160, 120});
      const bool missing = layer.image == 0 || layer.image == 3 || (layer.image == 2 && step >= 80);
      const Image& image = layer.image == 1 && step < 100 ? opaque : soft;
      ASSERT_TRUE(missing ? draw_stand_in(still, layer.label, box, layer.placement.opacity)
                          : draw_image(still, image, box, layer.placement.opacity));
    }
    ASSERT_LE(difference(session->canvas(), still), 1) << "step " << step;
  }
}

TEST(Session, ShowsWhatAStillShowsWithEachFit) {
  const Image high = smooth(7, 90, true), wide = smooth(90, 5, false);
  for (const placement::Fit fit : {placement::Fit::fill, placement::Fit::contain, placement::Fit::cover}) {
    auto session = Session::make(160, 120, {10, 20, 30, 255});
    ASSERT_TRUE(session && session->set_image(1, high) && session->set_image(2, wide));
    placement::Random random(52);
    std::vector<Layer> layers(3);
    for (int step = 0; step < 400; ++step) {
      Layer& layer = layers[random.below(3)];
      layer.image = 1 + uint32_t(random.below(2));
      layer.look.fit = fit;
      layer.placement = {random.in(0, 100), random.in(0, 100), random.in(0.1, 3), random.in(0.1, 60)};
      if (step % 3 == 0) layer.placement.rotation = random.in(0, 360);
      const bool swapped = step >= 200;
      if (step == 200) ASSERT_TRUE(session->set_image(1, wide));
      ASSERT_TRUE(session->update(layers));
      Image still = std::move(*make_canvas(160, 120, {10, 20, 30, 255}));
      for (const Layer& one : layers) {
        const Box box = placement::to_box(one.placement, {160, 120});
        const Image& image = one.image == 1 && !swapped ? high : wide;
        ASSERT_TRUE(one.image == 0 ? draw_stand_in(still, "", box, 100) : draw_image(still, image, box, 100, {fit}));
      }
      ASSERT_LE(difference(session->canvas(), still), 1) << int(fit) << " step " << step;
    }
  }
}

TEST(Session, DrawsOnlyWhereSomethingChanged) {
  const Image asset = smooth(20, 20, true);
  auto session = Session::make(200, 100, {});
  ASSERT_TRUE(session->set_image(1, asset));
  std::vector<Layer> layers = {{1, {25, 50, 10, 20}, ""}, {1, {75, 50, 10, 20}, ""}};
  EXPECT_EQ(session->update(layers)->width, 200);
  EXPECT_EQ(session->update(layers)->width, 0);
  layers[1].placement.x = 80;
  const auto dirty = session->update(layers);
  EXPECT_EQ(dirty->left, 140);
  EXPECT_EQ(dirty->width, 30);
  EXPECT_EQ(dirty->top, 40);
  EXPECT_EQ(dirty->height, 20);
}

TEST(DrawImage, FitsAnyImageIntoAnyBoxWithoutLeavingIt) {
  for (const auto& [asset_width, asset_height] : {std::pair{1, 1}, {1, 40}, {40, 1}, {33, 17}}) {
    const Image asset = smooth(asset_width, asset_height, true);
    for (const auto& [width, height] : {std::pair{1.0, 1.0}, {0.4, 30.0}, {30.0, 0.4}, {50.0, 21.0}, {900.0, 4000.0}}) {
      for (const auto fit : {placement::Fit::fill, placement::Fit::contain, placement::Fit::cover}) {
        auto canvas = make_canvas(60, 60, {});
        ASSERT_TRUE(canvas);
        const Box box{30, 30, width, height, 0};
        ASSERT_TRUE(draw_image(*canvas, asset, box, 100, {fit}));
        const placement::Rect at = placement::pixel_rect(box);
        for (int y = 0; y < 60; ++y) {
          for (int x = 0; x < 60; ++x) {
            const bool inside = x >= at.left && x < at.right() && y >= at.top && y < at.bottom();
            const uint8_t alpha = canvas->pixels[size_t(4 * (y * 60 + x) + 3)];
            if (!inside) ASSERT_EQ(alpha, 0) << x << ", " << y;
            if (inside && fit != placement::Fit::contain) ASSERT_EQ(alpha, 255) << x << ", " << y;
          }
        }
      }
    }
  }
}

// The picture's own sides are mirrored: the box, its turn and what is cropped stay.
TEST(DrawImage, MirrorsWhatItDraws) {
  const Image asset = smooth(24, 16, true);
  const auto mirrored = [&](bool across, bool down) {
    Image out = smooth(asset.width, asset.height, true);
    for (int y = 0; y < asset.height; ++y) {
      for (int x = 0; x < asset.width; ++x) {
        const int from_x = across ? asset.width - 1 - x : x, from_y = down ? asset.height - 1 - y : y;
        for (int c = 0; c < 4; ++c)
          out.pixels[size_t(4 * (y * asset.width + x) + c)] = asset.pixels[size_t(4 * (from_y * asset.width + from_x) + c)];
      }
    }
    return out;
  };
  for (const double rotation : {0.0, 90.0, 33.0}) {
    for (const auto& [width, height] : {std::pair{24.0, 16.0}, {11.0, 30.0}, {700.0, 500.0}}) {
      for (const auto fit : {placement::Fit::fill, placement::Fit::contain}) {
        for (const int way : {1, 2, 3}) {
          const bool across = (way & 1) != 0, down = (way & 2) != 0;
          const Box box{30, 28, width, height, rotation};
          auto canvas = make_canvas(60, 60, {}), expected = make_canvas(60, 60, {});
          ASSERT_TRUE(draw_image(*canvas, asset, box, 100, {fit, across, down}));
          ASSERT_TRUE(draw_image(*expected, mirrored(across, down), box, 100, {fit}));
          ASSERT_LE(difference(*canvas, *expected), 1) << rotation << " " << width << " way " << way;
        }
      }
    }
  }
}

}  // namespace
}  // namespace media::preview
