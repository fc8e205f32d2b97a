// What regions are like after a keep and after a remove stroke in a box, and which are the subject's: for learn.py.
//   traits CASES OUT       CASES: as cases.mjs writes them
// OUT, a record a region, of floats: picture, 0 after the keep stroke or 1 after the remove stroke, area, the share
// of it that is the subject's, then its traits.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "cutout/brush.h"
#include "cutout/selection_solve.h"
#include "cutout/shrink.h"

using namespace media;
using namespace media::cutout;

namespace {

class Reader {
 public:
  explicit Reader(const char* path) : file_(std::fopen(path, "rb")) {
    if (!file_) std::perror(path), std::exit(2);
  }
  bool fill(void* to, size_t bytes) { return std::fread(to, 1, bytes, file_) == bytes; }
  float number() {
    float value = 0;
    if (!fill(&value, sizeof value)) std::fprintf(stderr, "The cases end too early.\n"), std::exit(2);
    return value;
  }

 private:
  std::FILE* file_;
};

Stroke read_stroke(Reader& in, StrokeKind kind) {
  Stroke out;
  out.kind = kind;
  out.radius = double(in.number());
  out.points.resize(size_t(in.number()));
  for (Point& p : out.points) p.x = double(in.number()), p.y = double(in.number());
  return out;
}

// As selection_find.cpp looks at a box.
Window around(const Box& box, int width, int height) {
  const int margin = int(0.3 * std::max(box.width, box.height)) + 4;
  Window w{};
  w.left = std::max(0, int(box.x) - margin), w.top = std::max(0, int(box.y) - margin);
  w.width = std::min(width, int(box.x + box.width) + margin) - w.left, w.height = std::min(height, int(box.y + box.height) + margin) - w.top;
  const double scale = std::min(1.0, 512.0 / std::max(w.width, w.height));
  w.columns = std::max(1, int(std::lround(w.width * scale))), w.rows = std::max(1, int(std::lround(w.height * scale)));
  return w;
}

}  // namespace

int main(int count, char** given) {
  if (count != 3) return std::fprintf(stderr, "traits CASES OUT\n"), 2;
  Reader in(given[1]);
  std::FILE* const out = std::fopen(given[2], "wb");
  if (!out) return std::perror(given[2]), 2;
  float width = 0;
  for (int number = 0; in.fill(&width, sizeof width); ++number) {
    const int w = int(width), h = int(in.number());
    Box box;
    box.x = double(in.number()), box.y = double(in.number()), box.width = double(in.number()), box.height = double(in.number());
    const Stroke strokes[]{read_stroke(in, StrokeKind::keep), read_stroke(in, StrokeKind::remove)};
    std::vector<uint8_t> pixels(size_t(w) * size_t(h) * 4), truth(size_t(w) * size_t(h));
    if (!in.fill(pixels.data(), pixels.size()) || !in.fill(truth.data(), truth.size())) return 2;
    const Window window = around(box, w, h);
    const auto small = shrink({pixels.data(), w, h}, window);
    if (!small) return 2;
    const SelectionModel model(*small);
    const size_t grid = model.pixels();
    std::vector<Mark> marks(grid, Mark::none);
    std::vector<uint8_t> labels(grid, 0);
    const auto x = [&](double v) { return float((v - window.left) * window.across()); };
    const auto y = [&](double v) { return float((v - window.top) * window.down()); };
    std::vector<Traits> traits;
    Evidence evidence{marks, labels, false, false, false, Area{x(box.x), y(box.y), x(box.x + box.width), y(box.y + box.height)}, {}, &traits};
    labels = solve(model, evidence);
    evidence.labelled = true;
    std::vector<float> area(model.regions().list.size(), 0.0F), subject = area;
    for (size_t i = 0; i < grid; ++i) {
      const size_t u = size_t(window.left) + size_t((double(i % size_t(window.columns)) + 0.5) / window.across());
      const size_t v = size_t(window.top) + size_t((double(i / size_t(window.columns)) + 0.5) / window.down());
      const auto r = size_t(model.regions().of[i]);
      area[r] += 1, subject[r] += truth[v * size_t(w) + u] >= 128;
    }
    for (int k = 0; k < 2; ++k) {
      const auto cover = coverage(strokes[k], window);
      if (!cover) return 2;
      evidence.newest.clear();
      for (size_t i = 0; i < grid; ++i) {
        if (cover->values[i] >= 0.5F) marks[i] = k == 0 ? Mark::keep : Mark::remove, evidence.newest.push_back(int(i));
      }
      traits.clear();
      labels = solve(model, evidence);
      for (size_t r = 0; r < traits.size(); ++r) {
        const float head[]{float(number), float(k), area[r], subject[r] / std::max(1.0F, area[r])};
        std::fwrite(head, sizeof head, 1, out);
        std::fwrite(traits[r].data(), sizeof(Traits), 1, out);
      }
    }
  }
  return std::fclose(out) == 0 ? 0 : 2;
}
