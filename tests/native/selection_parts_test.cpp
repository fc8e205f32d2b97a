// What selecting by hand is built from: the least cut, regions, brushes and remembered masks; and where its border lies.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "cutout/brush.h"
#include "cutout/fade.h"
#include "cutout/mask_history.h"
#include "cutout/max_flow.h"
#include "cutout/regions.h"
#include "cutout/selection.h"
#include "cutout/selection_border.h"
#include "cutout/shrink.h"

namespace media::cutout {
namespace {

uint32_t random(uint32_t& seed) { return (seed = seed * 1664525 + 1013904223) >> 8; }

TEST(MaxFlow, FindsTheCutThatTryingAllOfThemFinds) {
  uint32_t seed = 3;
  for (int graph = 0; graph < 300; ++graph) {
    const int nodes = 1 + int(random(seed) % 9);
    struct Edge {
      int a, b, capacity;
    };
    std::vector<Edge> edges;
    std::vector<int> source(size_t(nodes), 0), sink(size_t(nodes), 0);
    MaxFlow flow(nodes, nodes * nodes);
    for (int i = 0; i < nodes; ++i) {
      source[size_t(i)] = int(random(seed) % 20), sink[size_t(i)] = int(random(seed) % 20);
      flow.terminals(i, source[size_t(i)], sink[size_t(i)]);
      for (int j = 0; j < i; ++j) {
        if (random(seed) % 2 == 0) continue;
        edges.push_back({i, j, int(random(seed) % 12)});
        flow.edge(i, j, edges.back().capacity);
      }
    }
    const auto cost = [&](uint32_t with_source) {
      int sum = 0;
      for (int i = 0; i < nodes; ++i) sum += (with_source >> i & 1) != 0 ? sink[size_t(i)] : source[size_t(i)];
      for (const Edge& e : edges) sum += (with_source >> e.a & 1) != (with_source >> e.b & 1) ? e.capacity : 0;
      return sum;
    };
    flow.solve();
    uint32_t found = 0;
    for (int i = 0; i < nodes; ++i) found |= uint32_t{flow.with_source(i)} << i;
    int least = cost(0);
    for (uint32_t cut = 1; cut < 1U << nodes; ++cut) least = std::min(least, cost(cut));
    ASSERT_EQ(cost(found), least) << "graph " << graph;
  }
}

TEST(MaxFlow, ManyNodesInARowAreCutWhereItCostsLeast) {
  constexpr int kNodes = 100000;
  MaxFlow flow(kNodes, kNodes);
  flow.terminals(0, 1 << 28, 0);
  flow.terminals(kNodes - 1, 0, 1 << 28);
  for (int i = 0; i + 1 < kNodes; ++i) flow.edge(i, i + 1, i == 70000 ? 3 : 5);
  flow.solve();
  EXPECT_TRUE(flow.with_source(70000));
  EXPECT_FALSE(flow.with_source(70001));
}

TEST(Regions, CoverThePictureAndKnowTheirNeighbours) {
  uint32_t seed = 5;
  for (const auto& [width, height] : {std::pair{60, 40}, {1, 1}, {1, 50}, {50, 1}, {7, 3}}) {
    std::vector<Lab> lab(size_t(width * height));
    for (Lab& c : lab) c = {float(random(seed) % 100), float(random(seed) % 60), 0};
    const Regions regions = make_regions(lab, width, height, std::max(1, width * height / 15));
    float area = 0;
    for (const Region& r : regions.list) area += r.area;
    EXPECT_EQ(area, float(width * height));
    for (const int r : regions.of) ASSERT_TRUE(r >= 0 && r < int(regions.list.size()));
    ASSERT_EQ(regions.first.size(), regions.list.size() + 1);
    for (size_t r = 0; r < regions.list.size(); ++r) {
      for (int k = regions.first[r]; k < regions.first[r + 1]; ++k) {
        const Border& b = regions.borders[size_t(regions.borders_of[size_t(k)])];
        ASSERT_TRUE(b.a == int(r) || b.b == int(r));
        ASSERT_NE(regions.across(regions.borders_of[size_t(k)], int(r)), int(r));
      }
    }
  }
}

TEST(Brush, CoversWhatLiesWithinItsRadiusOfItsLine) {
  const Stroke stroke{StrokeKind::keep, {{10.5, 20.5}, {30.5, 35.5}, {31, 12}}, 6};
  const auto cover = coverage(stroke, {0, 0, 50, 50, 50, 50});
  ASSERT_TRUE(cover);
  const auto from_line = [](double x, double y, const Point& a, const Point& b) {
    const double dx = b.x - a.x, dy = b.y - a.y, t = std::clamp(((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
    return std::hypot(x - a.x - t * dx, y - a.y - t * dy);
  };
  for (int y = 0; y < 50; ++y) {
    for (int x = 0; x < 50; ++x) {
      const double d = std::min(from_line(x + 0.5, y + 0.5, stroke.points[0], stroke.points[1]), from_line(x + 0.5, y + 0.5, stroke.points[1], stroke.points[2]));
      const float c = cover->values[size_t(y * 50 + x)];
      if (d < 4.5) EXPECT_EQ(c, 1) << x << ", " << y;
      if (d > 7.5) EXPECT_EQ(c, 0) << x << ", " << y;
    }
  }
}

TEST(Brush, OnACoarserGridIsTheSameStroke) {
  const Stroke stroke{StrokeKind::keep, {{100, 100}, {900, 100}}, 60};
  const auto cover = coverage(stroke, {0, 0, 1000, 400, 100, 40});
  ASSERT_TRUE(cover);
  EXPECT_EQ(cover->values[size_t(10 * 100 + 50)], 1);
  EXPECT_EQ(cover->values[size_t(14 * 100 + 50)], 1);
  EXPECT_EQ(cover->values[size_t(18 * 100 + 50)], 0);
  EXPECT_EQ(cover->values[size_t(10 * 100 + 1)], 0);
}

TEST(Shrink, IsTheMeanOfWhatLiesUnderEachPixelWeightedByAlpha) {
  std::vector<uint8_t> pixels(40 * 24 * 4, 0);
  for (size_t i = 0; i < 40 * 24; ++i) pixels[4 * i] = uint8_t(i % 40 < 20 ? 200 : 100), pixels[4 * i + 1] = uint8_t(i), pixels[4 * i + 3] = 255;
  for (size_t i = 0; i < 40 * 24; i += 2) pixels[4 * i + 2] = 240, pixels[4 * i + 3] = 0;  // unseen blue
  const auto small = shrink({pixels.data(), 40, 24}, {8, 4, 32, 16, 8, 4});
  ASSERT_TRUE(small);
  ASSERT_EQ(small->width, 8);
  ASSERT_EQ(small->height, 4);
  for (size_t i = 0; i < 32; ++i) {
    EXPECT_EQ(small->pixels[4 * i], i % 8 < 3 ? 200 : 100) << i;
    EXPECT_EQ(small->pixels[4 * i + 2], 0);
    EXPECT_EQ(small->pixels[4 * i + 3], 128);
  }
  const std::vector<uint8_t> clear(36 * 4, 0);
  const auto none = shrink({clear.data(), 6, 6}, {0, 0, 6, 6, 2, 2});
  ASSERT_TRUE(none);
  for (const uint8_t value : none->pixels.span()) EXPECT_EQ(value, 0);
}

TEST(MaskPatch, PutsBackWhatItWasMadeFrom) {
  uint32_t seed = 9;
  auto mask = image::make_grey(300, 20);
  ASSERT_TRUE(mask);
  // Long runs, short ones, and rows that begin and end in the midst of one.
  for (size_t i = 0, run = 0; i < mask->values.size(); ++i) {
    if (run == 0) run = 1 + random(seed) % (i % 3 == 0 ? 200 : 3);
    --run;
    mask->values[i] = run % 50 == 0 ? uint8_t(random(seed)) : i < 3000 ? 255 : 0;
  }
  const std::vector<uint8_t> before(mask->values.data(), mask->values.data() + mask->values.size());
  const auto patch = MaskPatch::make(*mask, {7, 3, 280, 15});
  ASSERT_TRUE(patch);
  std::fill(mask->values.span().begin(), mask->values.span().end(), uint8_t{77});
  patch->write(*mask);
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 300; ++x) {
      const bool in = x >= 7 && x < 287 && y >= 3 && y < 18;
      ASSERT_EQ(mask->values[size_t(y * 300 + x)], in ? before[size_t(y * 300 + x)] : 77) << x << ", " << y;
    }
  }
}

TEST(MaskPatch, NoiseHasAsManyRunsAsPixels) {
  uint32_t seed = 11;
  auto mask = image::make_grey(331, 97);
  ASSERT_TRUE(mask);
  for (uint8_t& value : mask->values.span()) value = uint8_t(random(seed));
  const std::vector<uint8_t> before(mask->values.data(), mask->values.data() + mask->values.size());
  const auto patch = MaskPatch::make(*mask, {0, 0, 331, 97});
  ASSERT_TRUE(patch);
  EXPECT_GT(patch->bytes(), before.size() * 3);
  std::fill(mask->values.span().begin(), mask->values.span().end(), uint8_t{0});
  patch->write(*mask);
  EXPECT_TRUE(std::equal(before.begin(), before.end(), mask->values.data()));
}

TEST(Fade, IsTheExponential) {
  for (int i = 0; i <= 8000; ++i) {
    const float x = float(i) / 100;
    EXPECT_NEAR(fade4(all(x))[0] / std::exp(-double(x)), 1, 1e-4) << x;
  }
  for (const float x : {81.0F, 1e9F, 1e30F}) EXPECT_EQ(fade4(all(x))[0], fade4(all(80))[0]);
}

// Every size from one pixel on: what is done four pixels at a time ends where the picture ends.
TEST(Border, FollowsAnEdgeOfThePictureUpToItsLastPixel) {
  for (int width = 1; width < 24; ++width) {
    const int height = 5, columns = (width + 2) / 3, rows = 2, edge = width / 2;
    auto picture = image::make_image(width, height), small = image::make_image(columns, rows);
    auto mask = image::make_grey(width, height);
    ASSERT_TRUE(picture && small && mask);
    const auto grey_at = [&](double x) { return uint8_t(x < edge ? 30 : 220); };
    for (size_t i = 0; i < size_t(width * height); ++i) {
      std::fill_n(picture->pixels.data() + 4 * i, 3, grey_at(double(i % size_t(width))));
      picture->pixels[4 * i + 3] = 255;
    }
    Finding finding{{0, 0, width, height}, std::vector<uint8_t>(size_t(columns * rows), 0), std::vector<uint8_t>(size_t(columns * rows), 1)};
    for (size_t i = 0; i < size_t(columns * rows); ++i) {
      const double x = (double(i % size_t(columns)) + 0.5) * width / columns;
      std::fill_n(small->pixels.data() + 4 * i, 3, grey_at(x));
      finding.labels[i] = x >= edge;
    }
    std::fill(mask->values.span().begin(), mask->values.span().end(), uint8_t{99});
    write_border(*picture, *small, {0, 0, width, height, columns, rows}, finding, *mask);
    const bool both = finding.labels.front() != finding.labels.back();
    for (size_t i = 0; both && i < mask->values.size(); ++i) {
      if (int(i % size_t(width)) < edge) EXPECT_LT(mask->values[i], 8) << width << ": " << i;
      else EXPECT_GT(mask->values[i], 247) << width << ": " << i;
    }
    for (size_t i = 0; !both && i < mask->values.size(); ++i) EXPECT_EQ(mask->values[i], finding.labels[0] ? 255 : 0) << width << ": " << i;
  }
}

// A disc, its rim in a colour of its own, on a ground; between them colours are mixed over 2.5 pixels, as lenses do.
std::vector<uint8_t> rimmed(int side, double radius, double rim, const std::array<int, 3>& colour) {
  std::vector<uint8_t> out(size_t(side * side * 4), 255);
  uint32_t seed = 7;
  constexpr std::array<int, 3> kFill{190, 60, 50}, kGround{60, 130, 70};
  for (int i = 0; i < side * side; ++i) {
    const double d = std::hypot(i % side + 0.5 - side / 2.0, i / side + 0.5 - side / 2.0);
    const double in = std::clamp((radius - d) / 2.5 + 0.5, 0.0, 1.0), core = std::clamp((radius - rim - d) / 2.5 + 0.5, 0.0, 1.0);
    for (size_t k = 0; k < 3; ++k) {
      const double subject = core * kFill[k] + (1 - core) * colour[k];
      out[size_t(4 * i) + k] = uint8_t(in * subject + (1 - in) * kGround[k] + int(random(seed) % 10) - 5);
    }
  }
  return out;
}

TEST(Selection, ASubjectsRimOfAnotherColourIsPartOfIt) {
  constexpr int kSide = 220;
  constexpr double kRadius = 70;
  for (const std::array<int, 3>& colour : {std::array{30, 25, 30}, {125, 100, 60}, {240, 230, 225}}) {
    const auto pixels = rimmed(kSide, kRadius, 1.5, colour);
    auto selection = Selection::make({pixels.data(), kSide, kSide}, {}, Box{36, 36, 148, 148});
    ASSERT_TRUE(selection);
    ASSERT_TRUE(selection->add({StrokeKind::keep, {{80, 110}, {140, 110}}, 3}));
    const auto mask = selection->mask();
    double rim = 0, selected = 0, around = 0, too_much = 0;
    for (int i = 0; i < kSide * kSide; ++i) {
      const double d = std::hypot(i % kSide + 0.5 - kSide / 2.0, i / kSide + 0.5 - kSide / 2.0);
      if (d < kRadius && d > kRadius - 2) rim += 1, selected += mask.data[i] >= 128;
      if (d > kRadius && d < kRadius + 2) around += 1, too_much += mask.data[i] >= 128;
    }
    EXPECT_GT(selected / rim, 0.9) << colour[0];
    EXPECT_LT(too_much / around, 0.4) << colour[0];
  }
}

TEST(Selection, WhatABoxWasDrawnUpToIsSelectedThoughItsColoursAreRare) {
  constexpr int kSide = 220;
  constexpr double kRadius = 14, kTop = 44;
  constexpr std::array<int, 3> kHead{150, 125, 110}, kBody{40, 45, 80}, kGround{105, 115, 85};
  for (uint32_t seed : {1U, 2U, 3U, 4U}) {
    std::vector<uint8_t> pixels(size_t(kSide * kSide * 4), 255), head(size_t(kSide * kSide), 0);
    for (int i = 0; i < kSide * kSide; ++i) {
      const double x = i % kSide + 0.5, y = i / kSide + 0.5;
      head[size_t(i)] = std::hypot(x - 110, y - kTop - kRadius) < kRadius;
      const bool body = x > 80 && x < 140 && y > 70 && y < 170;
      for (size_t k = 0; k < 3; ++k) pixels[size_t(4 * i) + k] = uint8_t((head[size_t(i)] ? kHead : body ? kBody : kGround)[k] + int(random(seed) % 30) - 15);
    }
    const auto selection = Selection::make({pixels.data(), kSide, kSide}, {}, Box{78, kTop - 2, 64, 172 - kTop});
    ASSERT_TRUE(selection);
    const auto mask = selection->mask();
    double area = 0, selected = 0;
    for (size_t i = 0; i < head.size(); ++i) area += head[i], selected += head[i] && mask.data[i] >= 128;
    EXPECT_GT(selected / area, 0.95);
  }
}

// A figure of three colours in much noise, of which only the coat is stroked.
TEST(Selection, ARemoveStrokeBesideASubjectTakesNothingOfItsOtherColours) {
  constexpr int kSide = 240;
  constexpr std::array<int, 3> kHead{186, 140, 118}, kCoat{52, 58, 96}, kLegs{150, 60, 60}, kWall{132, 130, 118}, kFloor{108, 104, 96};
  for (uint32_t seed : {1U, 2U, 3U}) {
    std::vector<uint8_t> pixels(size_t(kSide * kSide * 4), 255), truth(size_t(kSide * kSide), 0);
    for (int i = 0; i < kSide * kSide; ++i) {
      const double x = i % kSide + 0.5, y = i / kSide + 0.5;
      const bool head = std::hypot(x - 120, y - 52) < 16, coat = std::abs(x - 120) < 34 && y > 64 && y < 140, legs = std::abs(std::abs(x - 120) - 16) < 11 && y >= 140 && y < 206;
      truth[size_t(i)] = head || coat || legs;
      const auto& colour = coat ? kCoat : head ? kHead : legs ? kLegs : y < 150 ? kWall : kFloor;
      for (size_t k = 0; k < 3; ++k) pixels[size_t(4 * i) + k] = uint8_t(colour[k] + int(random(seed) % 40) - 20);
    }
    auto selection = Selection::make({pixels.data(), kSide, kSide}, {}, Box{83, 33, 74, 176});
    ASSERT_TRUE(selection);
    ASSERT_TRUE(selection->add({StrokeKind::keep, {{100, 80}, {140, 130}}, 2}));
    ASSERT_TRUE(selection->add({StrokeKind::remove, {{94, 40}, {92, 58}}, 2}));
    const auto mask = selection->mask();
    double both = 0, either = 0;
    for (size_t i = 0; i < truth.size(); ++i) both += truth[i] && mask.data[i] >= 128, either += truth[i] || mask.data[i] >= 128;
    EXPECT_GT(both / either, 0.98);
  }
}

}  // namespace
}  // namespace media::cutout
