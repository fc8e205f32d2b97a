// What is looked at of the picture, and what is found there.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/room.h"
#include "cutout/brush.h"
#include "cutout/selection_state.h"
#include "cutout/shrink.h"

namespace media::cutout {
namespace {

constexpr int kSide = 512;                    // of the copy on which a selection is found
constexpr double kMargin = 0.3;               // around the subject, of its longer side
// What a step takes on the copy at most: per pixel (the graph of its border, mostly), and for the pairs of regions.
constexpr size_t kBytesPerPixel = 320, kBytesOfModel = 24U << 20;
constexpr double kAroundStrokes = 0.5;        // of their longer side: a box grows around strokes that leave it
constexpr int kFirstStrokes = 2;              // say what the subject is; later ones correct

size_t working_bytes(const Window& window) {
  return kBytesPerPixel * size_t(window.columns) * size_t(window.rows) + kBytesOfModel;
}

// The grid's pixels that a rectangle of the picture touches, and one around them.
Rect cells(const Rect& rect, const Window& window) {
  const auto from = [](double v, int most) { return std::clamp(int(std::floor(v)) - 1, 0, most); };
  const auto to = [](double v, int most) { return std::clamp(int(std::ceil(v)) + 1, 0, most); };
  const int left = from((rect.left - window.left) * window.across(), window.columns), right = to((rect.left + rect.width - window.left) * window.across(), window.columns);
  const int top = from((rect.top - window.top) * window.down(), window.rows), bottom = to((rect.top + rect.height - window.top) * window.down(), window.rows);
  return right > left && bottom > top ? Rect{left, top, right - left, bottom - top} : Rect{};
}

}  // namespace

Rect united(const Rect& a, const Rect& b) {
  if (a.width == 0) return b;
  if (b.width == 0) return a;
  const int left = std::min(a.left, b.left), top = std::min(a.top, b.top);
  return {left, top, std::max(a.left + a.width, b.left + b.width) - left, std::max(a.top + a.height, b.top + b.height) - top};
}

Rect bounds_of(image::GreyView mask, uint8_t bits) {
  int left = mask.width, right = 0, top = mask.height, bottom = 0;
  const uint64_t eight = bits * uint64_t{0x0101010101010101};
  for (int y = 0; y < mask.height; ++y) {
    const uint8_t* const row = mask.data + size_t(y) * size_t(mask.width);
    int x = 0;
    // Eight at a time: most of a mask is empty.
    for (uint64_t next; x + 8 <= mask.width; x += 8) {
      std::memcpy(&next, row + x, 8);
      if ((next & eight) != 0) break;
    }
    while (x < mask.width && (row[x] & bits) == 0) ++x;
    if (x == mask.width) continue;
    int last = mask.width - 1;
    while ((row[last] & bits) == 0) --last;
    left = std::min(left, x), right = std::max(right, last + 1);
    top = std::min(top, y), bottom = y + 1;
  }
  return right > left ? Rect{left, top, right - left, bottom - top} : Rect{};
}

Result<Done> Selection::State::look(const Rect& at_least) {
  const int w = picture.width, h = picture.height;
  if (study) {
    const Window& now = study->window;
    const int margin = int(0.05 * std::max(now.width, now.height));
    const auto covers = [&](int from, int size, int first, int length, int most) {
      return (first == 0 || from - margin >= first) && (first + length == most || from + size + margin <= first + length);
    };
    if (covers(at_least.left, at_least.width, now.left, now.width, w) && covers(at_least.top, at_least.height, now.top, now.height, h)) return Done{};
  }
  Rect rect = at_least;
  if (standing.box) {
    const Box& b = *standing.box;
    rect = united(rect, {int(b.x), int(b.y), std::max(1, int(b.width)), std::max(1, int(b.height))});
  }
  for (size_t i = standing.first; i < standing.last; ++i) rect = united(rect, bounds(strokes[i], w, h));
  if (standing.found) rect = united(rect, bounds_of(mask, 0x80));
  if (!standing.box && !standing.found) rect = {0, 0, w, h};
  const int margin = int(kMargin * std::max(rect.width, rect.height)) + 4;
  Study next;
  next.window.left = std::max(0, rect.left - margin), next.window.top = std::max(0, rect.top - margin);
  next.window.width = std::min(w, rect.left + rect.width + margin) - next.window.left;
  next.window.height = std::min(h, rect.top + rect.height + margin) - next.window.top;
  const double scale = std::min(1.0, double(kSide) / std::max(next.window.width, next.window.height));
  next.window.columns = std::max(1, int(std::lround(next.window.width * scale)));
  next.window.rows = std::max(1, int(std::lround(next.window.height * scale)));
  const auto room = room_for(working_bytes(next.window));
  if (!room) return room.error();
  auto small = shrink(picture, next.window);
  if (!small) return small.error();
  next.small = std::move(*small);
  next.model = std::make_unique<SelectionModel>(next.small);
  study = std::move(next);
  return Done{};
}

// The mask on the study's grid: the pixel in the middle of each of the grid's.
std::vector<uint8_t> Selection::State::labels() const {
  const Window& w = study->window;
  std::vector<uint8_t> out(size_t(w.columns) * size_t(w.rows));
  if (!standing.found) return out;
  for (int y = 0; y < w.rows; ++y) {
    const size_t row = size_t(w.top + int((y + 0.5) / w.down())) * size_t(mask.width) + size_t(w.left);
    for (int x = 0; x < w.columns; ++x) {
      out[size_t(y) * size_t(w.columns) + size_t(x)] = mask.values[row + size_t((x + 0.5) / w.across())] >= 128;
    }
  }
  return out;
}

// The box, and around it what strokes keep outside of it.
Box Selection::State::wide_enough() const {
  double left = standing.box->x, top = standing.box->y, right = left + standing.box->width, bottom = top + standing.box->height;
  const Box box = *standing.box;
  for (size_t i = standing.first; i < standing.last; ++i) {
    const Stroke& stroke = strokes[i];
    if (stroke.kind != StrokeKind::keep) continue;
    const Rect r = bounds(stroke, picture.width, picture.height);
    const double more = kAroundStrokes * std::max(r.width, r.height);
    const auto beyond = [&](const Point& p) { return p.x < box.x || p.y < box.y || p.x > box.x + box.width || p.y > box.y + box.height; };
    if (r.width == 0 || std::none_of(stroke.points.begin(), stroke.points.end(), beyond)) continue;
    left = std::min(left, r.left - more), right = std::max(right, r.left + r.width + more);
    top = std::min(top, r.top - more), bottom = std::max(bottom, r.top + r.height + more);
  }
  return {left, top, right - left, bottom - top};
}

// Draws the strokes that are not on the grid yet; the pixels of the newest.
Result<std::vector<int>> Selection::State::mark(const Stroke* newest) {
  const Window& window = study->window;
  const size_t count = size_t(window.columns) * size_t(window.rows);
  if (study->first != standing.first || study->last > standing.last || study->marks.size() != count) {
    study->first = study->last = standing.first;
    study->marks.assign(count, Mark::none);
    study->painted.assign(count, 0);
  }
  std::vector<int> fresh;
  for (; study->last < standing.last; ++study->last) {
    const Stroke& stroke = strokes[study->last];
    const Rect part = cells(bounds(stroke, picture.width, picture.height), window);
    if (part.width == 0) continue;
    const auto cover = coverage(stroke, window, part);
    if (!cover) return cover.error();
    for (int y = 0, k = 0; y < part.height; ++y) {
      for (int x = 0; x < part.width; ++x, ++k) {
        if (cover->values[size_t(k)] < 0.5F) continue;
        const size_t i = size_t(part.top + y) * size_t(window.columns) + size_t(part.left + x);
        study->marks[i] = adds(stroke) ? Mark::keep : Mark::remove;
        study->painted[i] = !marks(stroke);
        if (&stroke == newest) fresh.push_back(int(i));
      }
    }
  }
  return fresh;
}

Result<Finding> Selection::State::find(const Stroke* newest) {
  const Window& window = study->window;
  const size_t count = size_t(window.columns) * size_t(window.rows);
  const auto room = room_for(working_bytes(window));
  if (!room) return room.error();
  auto fresh = mark(newest);
  if (!fresh) return fresh.error();
  const auto marked = std::count_if(strokes.begin() + std::ptrdiff_t(standing.first), strokes.begin() + std::ptrdiff_t(standing.last), marks);
  const std::vector<uint8_t> before = labels();
  Evidence evidence{study->marks, before, standing.found, standing.corrects, marked > kFirstStrokes, {}, std::move(*fresh)};
  if (standing.box) {
    const Box b = wide_enough();
    const auto x = [&](double v) { return float((v - window.left) * window.across()); };
    const auto y = [&](double v) { return float((v - window.top) * window.down()); };
    evidence.box = Area{x(b.x), y(b.y), x(b.x + b.width), y(b.y + b.height)};
  }
  Finding out;
  out.labels = solve(*study->model, evidence);

  // What changed, and as much around it as the border's filter looks at. Nothing else is written.
  constexpr int kAround = 4;
  out.touched.assign(count, 0);
  int left = window.columns, right = 0, top = window.rows, bottom = 0;
  for (int y = 0; y < window.rows; ++y) {
    for (int x = 0; x < window.columns; ++x) {
      const size_t i = size_t(y) * size_t(window.columns) + size_t(x);
      if (before[i] == out.labels[i]) continue;
      const int x0 = std::max(0, x - kAround), x1 = std::min(window.columns, x + kAround + 1);
      const int y0 = std::max(0, y - kAround), y1 = std::min(window.rows, y + kAround + 1);
      for (int v = y0; v < y1; ++v) std::memset(out.touched.data() + size_t(v) * size_t(window.columns) + size_t(x0), 1, size_t(x1 - x0));
      left = std::min(left, x0), right = std::max(right, x1), top = std::min(top, y0), bottom = std::max(bottom, y1);
    }
  }
  if (right <= left) return out;
  for (size_t i = 0; i < count; ++i) out.touched[i] = uint8_t(out.touched[i] & (study->painted[i] ^ 1));
  const auto at = [](int v, int from, int to) { return int(int64_t(v) * to / from); };
  Rect& rect = out.rect;
  rect = {window.left + at(left, window.columns, window.width), window.top + at(top, window.rows, window.height), 0, 0};
  rect.width = window.left + std::min(window.width, at(right, window.columns, window.width) + 1) - rect.left;
  rect.height = window.top + std::min(window.height, at(bottom, window.rows, window.height) + 1) - rect.top;
  return out;
}

void Selection::State::write(const Finding& finding) {
  if (finding.rect.width > 0) write_border(picture, study->small, study->window, finding, mask);
}

}  // namespace media::cutout
