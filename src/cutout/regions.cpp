#include "cutout/regions.h"

#include <algorithm>
#include <cmath>
#include <queue>

namespace media::cutout {
namespace {

constexpr float kCompactness = 10;  // how many units of colour weigh as much as one step of the grid
constexpr int kBuckets = 4096;      // of the queue, each 1/16 of a unit of cost wide; the last holds the rest

struct Linear {
  std::array<float, 256> of;
  Linear() {
    for (size_t i = 0; i < 256; ++i) {
      const double v = double(i) / 255;
      of[i] = float(v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4));
    }
  }
};

// CIE's function of a ratio from 0 to 1, from a table: cube roots take most of the time otherwise.
struct CubeRoot {
  static constexpr int kSteps = 4096;
  std::array<float, kSteps + 2> of;
  CubeRoot() {
    for (int i = 0; i < kSteps + 2; ++i) {
      const double t = double(i) / kSteps;
      of[size_t(i)] = float(t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116);
    }
  }
  float operator()(float t) const {
    const float at = std::clamp(t, 0.0F, 1.0F) * kSteps;
    const int i = int(at);
    return of[size_t(i)] + (at - float(i)) * (of[size_t(i) + 1] - of[size_t(i)]);
  }
};

// A queue of small whole costs: first in, first out within a cost.
class Buckets {
 public:
  explicit Buckets(size_t room) : first_(kBuckets, -1), last_(kBuckets, -1) { items_.reserve(room); }
  void push(int pixel, int region, float cost) {
    const int bucket = std::min(kBuckets - 1, int(cost));
    const int item = int(items_.size());
    items_.push_back({pixel, region, -1});
    if (last_[size_t(bucket)] == -1) first_[size_t(bucket)] = item;
    else items_[size_t(last_[size_t(bucket)])].next = item;
    last_[size_t(bucket)] = item;
    lowest_ = std::min(lowest_, bucket);
  }
  bool pop(int& pixel, int& region) {
    while (lowest_ < kBuckets && first_[size_t(lowest_)] == -1) ++lowest_;
    if (lowest_ == kBuckets) return false;
    const Item item = items_[size_t(first_[size_t(lowest_)])];
    first_[size_t(lowest_)] = item.next;
    if (item.next == -1) last_[size_t(lowest_)] = -1;
    pixel = item.pixel, region = item.region;
    return true;
  }

 private:
  struct Item {
    int pixel, region, next;
  };
  std::vector<Item> items_;
  std::vector<int> first_, last_;
  int lowest_ = kBuckets;
};

void find_borders(Regions& out, const std::vector<Lab>& lab, int width, int height) {
  struct Pair {
    uint64_t key;
    float contrast;
  };
  std::vector<Pair> pairs;
  const auto look = [&](size_t i, size_t j) {
    const auto a = uint64_t(std::min(out.of[i], out.of[j])), b = uint64_t(std::max(out.of[i], out.of[j]));
    if (a != b) pairs.push_back({a << 32 | b, distance2(lab[i], lab[j])});
  };
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const size_t i = size_t(y) * size_t(width) + size_t(x);
      if (x + 1 < width) look(i, i + 1);
      if (y + 1 < height) look(i, i + size_t(width));
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.key < b.key; });
  for (size_t i = 0; i < pairs.size();) {
    Border border{int(pairs[i].key >> 32), int(pairs[i].key & 0xFFFFFFFF)};
    const size_t start = i;
    for (; i < pairs.size() && pairs[i].key == pairs[start].key; ++i) border.length += 1, border.contrast += pairs[i].contrast;
    border.contrast /= border.length;
    out.borders.push_back(border);
  }
  out.first.assign(out.list.size() + 1, 0);
  for (const Border& b : out.borders) ++out.first[size_t(b.a) + 1], ++out.first[size_t(b.b) + 1];
  for (size_t i = 1; i < out.first.size(); ++i) out.first[i] += out.first[i - 1];
  out.borders_of.resize(2 * out.borders.size());
  std::vector<int> at(out.first.begin(), out.first.end());
  for (size_t i = 0; i < out.borders.size(); ++i) {
    out.borders_of[size_t(at[size_t(out.borders[i].a)]++)] = int(i);
    out.borders_of[size_t(at[size_t(out.borders[i].b)]++)] = int(i);
  }
}

}  // namespace

std::vector<Lab> to_lab(image::ImageView image) {
  const Linear linear;
  const CubeRoot root;
  const size_t count = size_t(image.width) * size_t(image.height);
  std::vector<Lab> out(count);
  for (size_t i = 0; i < count; ++i) {
    const uint8_t* const p = image.data + 4 * i;
    const float alpha = float(p[3]) / 255, grey = 0.2140F * (1 - alpha);
    const float r = linear.of[p[0]] * alpha + grey, g = linear.of[p[1]] * alpha + grey, b = linear.of[p[2]] * alpha + grey;
    const float x = root((0.4124F * r + 0.3576F * g + 0.1805F * b) / 0.9505F);
    const float y = root(0.2126F * r + 0.7152F * g + 0.0722F * b);
    const float z = root((0.0193F * r + 0.1192F * g + 0.9505F * b) / 1.089F);
    out[i] = {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }
  return out;
}

Regions make_regions(const std::vector<Lab>& lab, int width, int height, int count) {
  Regions out;
  out.of.assign(lab.size(), -1);
  const float step = std::max(1.0F, std::sqrt(float(lab.size()) / float(count)));
  const int columns = std::max(1, int(float(width) / step)), rows = std::max(1, int(float(height) / step));
  Buckets queue(lab.size() * 4);
  for (int j = 0; j < rows; ++j) {
    for (int i = 0; i < columns; ++i) {
      const int x = int((float(i) + 0.5F) * float(width) / float(columns)), y = int((float(j) + 0.5F) * float(height) / float(rows));
      queue.push(y * width + x, int(out.list.size()), 0);
      out.list.emplace_back();
    }
  }
  const float by_place = kCompactness * kCompactness / (step * step);
  int pixel = 0, region = 0;
  while (queue.pop(pixel, region)) {
    if (out.of[size_t(pixel)] != -1) continue;
    out.of[size_t(pixel)] = region;
    Region& r = out.list[size_t(region)];
    const int x = pixel % width, y = pixel / width;
    const float share = 1 / (r.area + 1);
    for (size_t k = 0; k < 3; ++k) r.colour[k] += share * (lab[size_t(pixel)][k] - r.colour[k]);
    r.x += share * (float(x) - r.x);
    r.y += share * (float(y) - r.y);
    r.area += 1;
    const auto offer = [&](int next, int u, int v) {
      if (out.of[size_t(next)] != -1) return;
      const float dx = float(u) - r.x, dy = float(v) - r.y;
      queue.push(next, region, std::sqrt(distance2(lab[size_t(next)], r.colour) + by_place * (dx * dx + dy * dy)) * 16);
    };
    if (x > 0) offer(pixel - 1, x - 1, y);
    if (x + 1 < width) offer(pixel + 1, x + 1, y);
    if (y > 0) offer(pixel - width, x, y - 1);
    if (y + 1 < height) offer(pixel + width, x, y + 1);
  }
  find_borders(out, lab, width, height);
  return out;
}

std::vector<uint8_t> with_neighbours(const Regions& regions, const std::vector<uint8_t>& named) {
  std::vector<uint8_t> out = named;
  for (const Border& b : regions.borders) {
    out[size_t(b.a)] |= named[size_t(b.b)];
    out[size_t(b.b)] |= named[size_t(b.a)];
  }
  return out;
}

}  // namespace media::cutout
