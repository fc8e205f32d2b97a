#include "cutout/flat_keyer.h"

#include <algorithm>
#include <array>

namespace media::cutout {
namespace {

constexpr float kVisibleStep = 20;      // levels by which a subject's edge stands out
constexpr double kStraysPerEdge = 0.3;  // a drawn edge has next to none
constexpr double kStraysPerPixel = 0.02;
constexpr float kLeastRise = 3, kMostBend = 1.25F, kMostBendShare = 0.06F;  // of five pixels in a row: levels, and of the rise
constexpr float kMostRinging = 24;
constexpr float kLeastEdge = 0.42F, kLeastEdgeOfCodec = 0.28F;  // of the range nearby: a step that is an edge
constexpr int kNearby = 4, kSoon = 3, kLater = 9;               // pixels
constexpr float kLeastSoon = 0.35F, kLeastSoonOfCodec = 0.65F;  // of how far colours get from the ground later, that an edge has soon
constexpr size_t kEach = 3;             // of an outline's pixels one is looked at
constexpr float kLeastOfSquare = 1.5F;  // squares of a checkerboard that show in a hole of it

}  // namespace

Result<Keyer> Keyer::of(image::ImageView image, bool jpeg) {
  const size_t area = static_cast<size_t>(image.width) * static_cast<size_t>(image.height);
  auto kinds = Bytes::zeroed(area);
  if (!kinds) return kinds.error();
  auto offs = Buffer<uint16_t>::make(area);
  if (!offs) return offs.error();
  return Keyer(image, std::move(*kinds), std::move(*offs), jpeg);
}

void Keyer::use(std::unique_ptr<Ground> ground) {
  const bool same = ground_ && ground->is_same(*ground_);
  ground_ = std::move(ground);
  for (int y = 0; y < image_.height && !same; ++y) {
    const uint8_t* const row = pixel(0, y);
    uint16_t* const offs = offs_.data() + index(0, y);
    ground_->distances(y, row, offs);
    for (int x = 0; x < image_.width; ++x) offs[x] = row[4 * x + 3] == 0 ? uint16_t{0} : offs[x];
  }
  mark();
}

uint32_t Keyer::root(uint32_t span) {
  while (spans_[span].of != span) span = spans_[span].of = spans_[spans_[span].of].of;
  return span;
}

// Row by row: spans, and with which of the row above each hangs together.
void Keyer::find_spans() {
  spans_.clear();
  const uint16_t most = in_steps(ground_->tolerance());
  size_t above = 0, above_end = 0;
  for (int y = 0; y < image_.height; ++y) {
    const uint16_t* const offs = offs_.data() + index(0, y);
    const size_t start = spans_.size();
    for (int x = 0; x < image_.width;) {
      while (x < image_.width && offs[x] > most) ++x;
      const int first = x;
      while (x < image_.width && offs[x] <= most) ++x;
      if (x > first) spans_.push_back({y, first, x, static_cast<uint32_t>(spans_.size())});
    }
    for (size_t here = start; here < spans_.size() && above < above_end;) {
      if (spans_[here].end <= spans_[above].first) {
        ++here;
      } else if (spans_[above].end <= spans_[here].first) {
        ++above;
      } else {
        const uint32_t a = root(static_cast<uint32_t>(above)), b = root(static_cast<uint32_t>(here));
        spans_[std::max(a, b)].of = std::min(a, b);
        if (spans_[here].end < spans_[above].end) ++here;
        else ++above;
      }
    }
    above = start, above_end = spans_.size();
  }
}

void Keyer::mark() {
  find_spans();
  std::vector<bool> outer(spans_.size(), false);
  for (uint32_t i = 0; i < spans_.size(); ++i) {
    const Span& span = spans_[i];
    if (span.y == 0 || span.y + 1 == image_.height || span.first == 0 || span.end == image_.width) outer[root(i)] = true;
  }
  std::memset(kinds_.data(), subject, kinds_.size());
  for (uint32_t i = 0; i < spans_.size(); ++i) {
    const Span& span = spans_[i];
    std::memset(kinds_.data() + index(span.first, span.y), outer[root(i)] ? background : enclosed, static_cast<size_t>(span.end - span.first));
  }
}

float Keyer::contrast() const {
  std::array<size_t, 257> counts{};
  size_t all = 0, seen = 0, level = 256;
  each_covered([&](int x, int y) {
    ++counts[static_cast<size_t>(off(index(x, y)))];
    ++all;
  });
  while (level > 0 && 4 * (seen += counts[level]) < all) --level;
  return static_cast<float>(level);
}

float Keyer::ringing() const {
  const float contrast = this->contrast();
  const float most = std::min(40.0F, 0.5F * contrast), paint = std::min(60.0F, 0.6F * contrast);
  std::array<size_t, 41> strays{};
  size_t stray = 0, edge = 0, covered = 0;
  const uint16_t least_stray = in_steps(ground_->tolerance()), most_stray = in_steps(most), painted = in_steps(paint);
  const auto is_paint = [&](int u, int v) {
    const uint16_t there = offs_[index(u, v)];
    return there > painted || (there > least_stray && is_solid(u, v));
  };
  each_covered([&](int x, int y) {
    ++covered;
    const uint16_t here = offs_[index(x, y)];
    if (here > painted) {
      edge += beside(x, y, 1, [&](int u, int v) { return offs_[index(u, v)] <= painted; }) ? 1 : 0;
      return;
    }
    if (here > most_stray || here <= least_stray || is_solid(x, y) || (!jpeg_ && is_slope(x, y)) || beside(x, y, 2, is_paint)) return;
    ++stray;
    ++strays[static_cast<size_t>(off(index(x, y)))];
  });
  if (stray == 0) return 0;
  const double tolerated = std::max(kStraysPerEdge * static_cast<double>(edge), kStraysPerPixel * static_cast<double>(covered));
  if (is_drawn() && static_cast<double>(stray) < tolerated) return 0;
  size_t seen = 0, level = 0;
  while (level < strays.size() && static_cast<double>(seen += strays[level]) < 0.95 * static_cast<double>(stray)) ++level;
  return std::min(static_cast<float>(level + 1), kMostRinging);
}

Result<Done> Keyer::paint(size_t i) {
  if (painted_.size() == 0) {
    auto made = Bytes::zeroed(kinds_.size());
    if (!made) return made.error();
    painted_ = std::move(*made);
  }
  painted_[i] = 1;
  kinds_[i] = subject;
  return Done{};
}

bool Keyer::is_slope(int x, int y) const {
  const auto goes_evenly = [&](size_t step) {
    const uint8_t* const p = pixel(x, y) - 2 * step;
    bool rises = false;
    for (size_t c = 0; c < 3; ++c) {
      const auto from = static_cast<float>(p[c]), rise = static_cast<float>(p[c + 4 * step]) - from;
      for (size_t i = 1; i < 4; ++i) {
        if (std::abs(static_cast<float>(p[c + i * step]) - from - rise * static_cast<float>(i) / 4) > kMostBend + kMostBendShare * std::abs(rise)) return false;
      }
      rises = rises || std::abs(rise) >= kLeastRise;
    }
    return rises;
  };
  return (x >= 2 && x + 2 < image_.width && goes_evenly(4)) || (y >= 2 && y + 2 < image_.height && goes_evenly(4 * static_cast<size_t>(image_.width)));
}

std::pair<int, size_t> Keyer::settle_holes(Holes holes) {
  // Per hanging together: all pixels, and those on a checkerboard's second colour.
  std::vector<std::array<size_t, 2>> sizes(spans_.size());
  const float square = ground_->square();
  for (uint32_t i = 0; i < spans_.size(); ++i) {
    const Span& span = spans_[i];
    if (kinds_[index(span.first, span.y)] != enclosed) continue;
    auto& [size, second] = sizes[root(i)];
    size += static_cast<size_t>(span.end - span.first);
    for (int x = span.first; square > 0 && x < span.end; ++x) second += ground_->is_second(x, span.y) ? 1 : 0;
  }
  const size_t least = std::max<size_t>(is_drawn() ? 2 : 6, static_cast<size_t>(kLeastOfSquare * square * square));
  const auto is_hole = [&](const std::array<size_t, 2>& of) {
    // White paint fits the white squares of a checkerboard, one by one.
    return holes != Holes::keep && of[0] >= least && (square == 0 || (4 * of[1] >= of[0] && 4 * of[1] <= 3 * of[0]));
  };
  int count = 0;
  size_t removed = 0;
  for (uint32_t i = 0; i < spans_.size(); ++i) {
    const Span& span = spans_[i];
    uint8_t* const kinds = kinds_.data() + index(span.first, span.y);
    if (*kinds != enclosed) continue;
    const auto& of = sizes[root(i)];
    std::memset(kinds, is_hole(of) ? background : subject, static_cast<size_t>(span.end - span.first));
    if (root(i) != i || !is_hole(of)) continue;
    ++count;
    removed += of[0];
  }
  return {count, removed};
}

size_t Keyer::subject_size() const {
  return static_cast<size_t>(std::count(kinds_.data(), kinds_.data() + kinds_.size(), static_cast<uint8_t>(subject)));
}

float Keyer::sharp_share() const {
  size_t edge = 0, sharp = 0;
  each_covered([&](int x, int y) {
    if (kind(x, y) != subject || is_inside(x, y, 1) || !beside(x, y, 1, [&](int u, int v) { return is_background(u, v); })) return;
    ++edge;
    sharp += beside(x, y, 3, [&](int u, int v) {
      const float step = off(index(u, v));
      return step >= kVisibleStep || (is_drawn() && step > ground_->tolerance() && is_solid(u, v));
    }) ? 1 : 0;
  });
  return edge == 0 ? 1 : static_cast<float>(sharp) / static_cast<float>(edge);
}

bool Keyer::has_edge(int x, int y) const {
  const uint8_t* const p = pixel(x, y);
  const Rgb here{static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])};
  float step = 0, range = 0;
  around(x, y, 1, [&](int u, int v) {
    if (u == x || v == y) step = std::max(step, distance(pixel(u, v), here));
  });
  around(x, y, kNearby, [&](int u, int v) { range = std::max(range, distance(pixel(u, v), here)); });
  return step >= (is_drawn() ? kLeastEdge : kLeastEdgeOfCodec) * range;
}

float Keyer::soft_share() const {
  size_t edge = 0, looked = 0, soft = 0;
  each_covered([&](int x, int y) {
    if (kind(x, y) != subject || is_inside(x, y, 1) || !beside(x, y, 1, [&](int u, int v) { return is_background(u, v); })) return;
    if (edge++ % kEach != 0) return;
    ++looked;
    float soon = 0, later = 0;
    const auto most = [&](float& of) { return [&](int u, int v) { of = std::max(of, off(index(u, v))); }; };
    around(x, y, kSoon, most(soon));
    if (is_drawn() && has_edge(x, y)) return;
    around(x, y, kLater, most(later));
    soft += soon < (is_drawn() ? kLeastSoon : kLeastSoonOfCodec) * later ? 1 : 0;
  });
  return looked == 0 ? 0 : static_cast<float>(soft) / static_cast<float>(looked);
}

}  // namespace media::cutout
