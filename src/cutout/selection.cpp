#include "cutout/selection.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>

#include "base/room.h"
#include "cutout/brush.h"
#include "cutout/mask_history.h"
#include "cutout/selection_border.h"
#include "cutout/selection_check.h"
#include "cutout/selection_solve.h"
#include "cutout/shrink.h"

namespace media::cutout {
namespace {

constexpr int kSide = 512;                    // of the copy on which a selection is found
constexpr double kMargin = 0.3;               // around the subject, of its longer side
constexpr size_t kHistoryBytes = 64U << 20;
// What a step takes on the copy at most: per pixel (the graph of its border, mostly), and for the pairs of regions.
constexpr size_t kBytesPerPixel = 320, kBytesOfModel = 24U << 20;
constexpr double kAroundStrokes = 0.5;        // of their longer side: a box grows around strokes that leave it
constexpr int kFirstStrokes = 2;              // say what the subject is; later ones correct

Rect united(const Rect& a, const Rect& b) {
  if (a.width == 0) return b;
  if (b.width == 0) return a;
  const int left = std::min(a.left, b.left), top = std::min(a.top, b.top);
  return {left, top, std::max(a.left + a.width, b.left + b.width) - left, std::max(a.top + a.height, b.top + b.height) - top};
}

Rect subject_bounds(image::GreyView mask) {
  int left = mask.width, right = 0, top = mask.height, bottom = 0;
  for (int y = 0; y < mask.height; ++y) {
    const uint8_t* const row = mask.data + size_t(y) * size_t(mask.width);
    int x = 0;
    while (x < mask.width && row[x] < 128) ++x;
    if (x == mask.width) continue;
    int last = mask.width - 1;
    while (row[last] < 128) --last;
    left = std::min(left, x), right = std::max(right, last + 1);
    top = std::min(top, y), bottom = y + 1;
  }
  return right > left ? Rect{left, top, right - left, bottom - top} : Rect{};
}

bool marks(const Stroke& stroke) { return stroke.kind == StrokeKind::keep || stroke.kind == StrokeKind::remove; }
bool adds(const Stroke& stroke) { return stroke.kind == StrokeKind::keep || stroke.kind == StrokeKind::paint; }

size_t working_bytes(const Window& window) {
  return kBytesPerPixel * size_t(window.columns) * size_t(window.rows) + kBytesOfModel;
}

// The picture around the subject, small, with all that is known of it.
struct Study {
  Window window;
  image::Image small;
  std::unique_ptr<SelectionModel> model;
  // The strokes that were drawn onto the grid, and what they say there.
  size_t first = 0, last = 0;
  std::vector<Mark> marks;
  std::vector<uint8_t> painted;
};

}  // namespace

// What a step changes besides the mask.
struct Standing {
  size_t first = 0, last = 0;  // of the strokes, those that count
  std::optional<Box> box;
  bool corrects = false;  // a mask was given, which strokes correct
  bool found = false;     // the mask says something
};

struct Step {
  MaskPatch before, after;
  Standing from, to;
};

struct Selection::State {
  image::Image picture;
  image::Grey mask;
  MaskPatch original;
  Standing standing, standing_at_first;
  std::vector<Stroke> strokes;
  std::vector<Step> steps;
  size_t done = 0, history_bytes = 0;
  std::optional<Study> study;

  Result<bool> look(const Rect& at_least);
  Result<Rect> find(const Stroke* newest);
  Box wide_enough() const;
  Result<Rect> brush(const Stroke& stroke, const Rect& rect);
  std::vector<uint8_t> labels() const;
  Result<bool> remember(MaskPatch before, const Rect& changed, const Standing& from);
  Rect replace(const MaskPatch& patch, const Standing& to);
};

// Makes sure that what is studied covers a rectangle with some of its surroundings.
Result<bool> Selection::State::look(const Rect& at_least) {
  const int w = picture.width, h = picture.height;
  if (study) {
    const Window& now = study->window;
    const int margin = int(0.05 * std::max(now.width, now.height));
    const auto covers = [&](int from, int size, int first, int length, int most) {
      return (first == 0 || from - margin >= first) && (first + length == most || from + size + margin <= first + length);
    };
    if (covers(at_least.left, at_least.width, now.left, now.width, w) && covers(at_least.top, at_least.height, now.top, now.height, h)) return true;
  }
  Rect rect = at_least;
  if (standing.box) {
    const Box& b = *standing.box;
    rect = united(rect, {int(b.x), int(b.y), std::max(1, int(b.width)), std::max(1, int(b.height))});
  }
  for (size_t i = standing.first; i < standing.last; ++i) rect = united(rect, bounds(strokes[i], w, h));
  rect = united(rect, subject_bounds(mask));
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
  return true;
}

// The mask on the study's grid: the pixel in the middle of each of the grid's.
std::vector<uint8_t> Selection::State::labels() const {
  const Window& w = study->window;
  std::vector<uint8_t> out(size_t(w.columns) * size_t(w.rows));
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

// Finds the selection anew; `newest` is the last of the strokes, if one was just made.
Result<Rect> Selection::State::find(const Stroke* newest) {
  const Window& window = study->window;
  const size_t count = size_t(window.columns) * size_t(window.rows);
  const auto room = room_for(working_bytes(window));
  if (!room) return room.error();
  if (study->first != standing.first || study->last > standing.last || study->marks.size() != count) {
    study->first = study->last = standing.first;
    study->marks.assign(count, Mark::none);
    study->painted.assign(count, 0);
  }
  std::vector<int> fresh;
  for (; study->last < standing.last; ++study->last) {
    const Stroke& stroke = strokes[study->last];
    const auto cover = coverage(stroke, window);
    if (!cover) return cover.error();
    for (size_t k = 0; k < count; ++k) {
      if (cover->values[k] < 0.5F) continue;
      study->marks[k] = adds(stroke) ? Mark::keep : Mark::remove;
      study->painted[k] = !marks(stroke);
      if (&stroke == newest) fresh.push_back(int(k));
    }
  }
  const auto marked = std::count_if(strokes.begin() + std::ptrdiff_t(standing.first), strokes.begin() + std::ptrdiff_t(standing.last), marks);
  const std::vector<uint8_t> before = labels();
  Evidence evidence{study->marks, before, standing.found, standing.corrects, marked > kFirstStrokes, {}, std::move(fresh)};
  if (standing.box) {
    const Box b = wide_enough();
    const auto x = [&](double v) { return float((v - window.left) * window.across()); };
    const auto y = [&](double v) { return float((v - window.top) * window.down()); };
    evidence.box = Area{x(b.x), y(b.y), x(b.x + b.width), y(b.y + b.height)};
  }
  const auto after = solve(*study->model, evidence);

  // What changed, and as much around it as the border's filter looks at. Nothing else is written.
  constexpr int kAround = 4;
  std::vector<uint8_t> touched(count, 0);
  int left = window.columns, right = 0, top = window.rows, bottom = 0;
  for (int y = 0; y < window.rows; ++y) {
    for (int x = 0; x < window.columns; ++x) {
      const size_t i = size_t(y) * size_t(window.columns) + size_t(x);
      if (before[i] == after[i]) continue;
      const int x0 = std::max(0, x - kAround), x1 = std::min(window.columns, x + kAround + 1);
      const int y0 = std::max(0, y - kAround), y1 = std::min(window.rows, y + kAround + 1);
      for (int v = y0; v < y1; ++v) std::memset(touched.data() + size_t(v) * size_t(window.columns) + size_t(x0), 1, size_t(x1 - x0));
      left = std::min(left, x0), right = std::max(right, x1), top = std::min(top, y0), bottom = std::max(bottom, y1);
    }
  }
  if (right <= left) return Rect{};
  for (size_t i = 0; i < count; ++i) touched[i] = uint8_t(touched[i] & (study->painted[i] ^ 1));
  const auto at = [](int v, int from, int to) { return int(int64_t(v) * to / from); };
  Rect rect{window.left + at(left, window.columns, window.width), window.top + at(top, window.rows, window.height), 0, 0};
  rect.width = window.left + std::min(window.width, at(right, window.columns, window.width) + 1) - rect.left;
  rect.height = window.top + std::min(window.height, at(bottom, window.rows, window.height) + 1) - rect.top;
  write_border(picture, study->small, window, after, touched, mask);
  return rect;
}

Result<Rect> Selection::State::brush(const Stroke& stroke, const Rect& rect) {
  const auto cover = coverage(stroke, {rect.left, rect.top, rect.width, rect.height, rect.width, rect.height});
  if (!cover) return cover.error();
  const float to = adds(stroke) ? 255 : 0;
  for (int y = 0; y < rect.height; ++y) {
    uint8_t* const row = mask.values.data() + (size_t(rect.top + y) * size_t(mask.width) + size_t(rect.left));
    const float* const share = cover->values.data() + size_t(y) * size_t(rect.width);
    for (int x = 0; x < rect.width; ++x) {
      // Going over a place again does not soften what is there, nor harden the brush's edge.
      const float value = float(row[x]), next = adds(stroke) ? std::max(value, share[x] * to) : std::min(value, 255 - share[x] * 255);
      row[x] = uint8_t(next + 0.5F);
    }
  }
  return rect;
}

// When the memory cannot be had the mask is again as it was.
Result<bool> Selection::State::remember(MaskPatch before, const Rect& changed, const Standing& from) {
  auto after = MaskPatch::make(mask, changed);
  if (!after) {
    replace(before, from);
    return after.error();
  }
  for (; steps.size() > done; steps.pop_back()) history_bytes -= steps.back().before.bytes() + steps.back().after.bytes();
  Step step{std::move(before), std::move(*after), from, standing};
  history_bytes += step.before.bytes() + step.after.bytes();
  steps.push_back(std::move(step));
  size_t drop = 0;
  for (; history_bytes > kHistoryBytes && drop + 1 < steps.size(); ++drop) history_bytes -= steps[drop].before.bytes() + steps[drop].after.bytes();
  steps.erase(steps.begin(), steps.begin() + std::ptrdiff_t(drop));
  done = steps.size();
  return true;
}

Rect Selection::State::replace(const MaskPatch& patch, const Standing& to) {
  patch.write(mask);
  standing = to;
  if (study) study->marks.clear();  // strokes are not what they were
  return patch.rect();
}

Selection::Selection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Selection::Selection(Selection&&) noexcept = default;
Selection& Selection::operator=(Selection&&) noexcept = default;
Selection::~Selection() = default;

Result<Selection> Selection::make(image::ImageView picture, std::optional<image::GreyView> mask, std::optional<Box> box) {
  auto state = std::make_unique<State>();
  auto copy = image::make_image(picture.width, picture.height);
  if (!copy) return copy.error();
  std::memcpy(copy->pixels.data(), picture.data, copy->pixels.size());
  state->picture = std::move(*copy);
  if (mask && (mask->width < 1 || mask->height < 1)) return Error{ErrorCode::invalid_argument, "A mask is at least 1 pixel wide and high."};
  if (mask && (mask->width != picture.width || mask->height != picture.height)) {
    auto fitted = image::resize(*mask, picture.width, picture.height, image::Filter::lanczos3);
    if (!fitted) return fitted.error();
    state->mask = std::move(*fitted);
  } else {
    auto own = image::make_grey(picture.width, picture.height);
    if (!own) return own.error();
    if (mask) std::memcpy(own->values.data(), mask->data, own->values.size());
    else std::memset(own->values.data(), 0, own->values.size());
    state->mask = std::move(*own);
  }
  Standing& standing = state->standing;
  // A mask of nothing says nothing: strokes then select, as without one.
  standing.found = standing.corrects = mask && subject_bounds(state->mask).width > 0;
  if (box) {
    const auto within = inside(*box, picture.width, picture.height);
    if (!within) return within.error();
    const Box& b = *within;
    if (mask) {
      for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
          const bool in = x + 0.5 >= b.x && x + 0.5 <= b.x + b.width && y + 0.5 >= b.y && y + 0.5 <= b.y + b.height;
          if (!in) state->mask.values[size_t(y) * size_t(picture.width) + size_t(x)] = 0;
        }
      }
    } else {
      standing.box = b;
      const auto looked = state->look({int(b.x), int(b.y), std::max(1, int(b.width)), std::max(1, int(b.height))});
      if (!looked) return looked.error();
      const auto changed = state->find(nullptr);
      if (!changed) return changed.error();
      standing.found = true;
    }
  }
  state->standing_at_first = standing;
  auto original = MaskPatch::make(state->mask, {0, 0, picture.width, picture.height});
  if (!original) return original.error();
  state->original = std::move(*original);
  return Selection(std::move(state));
}

Result<Rect> Selection::add(const Stroke& stroke) {
  State& s = *state_;
  const auto fine = check(stroke);
  if (!fine) return fine.error();
  const Rect touched = bounds(stroke, s.picture.width, s.picture.height);
  if (touched.width == 0) return Rect{};
  // The stroke is kept, twice while its list grows.
  const auto room = room_for(sizeof(Point) * stroke.points.size() + 2 * sizeof(Stroke) * (s.strokes.size() + 1));
  if (!room) return room.error();
  const Standing from = s.standing;
  const bool found = marks(stroke);
  if (found) {
    const auto looked = s.look(touched);
    if (!looked) return looked.error();
  }
  const Rect area = found ? Rect{s.study->window.left, s.study->window.top, s.study->window.width, s.study->window.height} : touched;
  auto before = MaskPatch::make(s.mask, area);
  if (!before) return before.error();
  // Strokes that were undone go only when this one is there.
  const auto end = s.strokes.begin() + std::ptrdiff_t(from.last);
  std::vector<Stroke> undone(std::make_move_iterator(end), std::make_move_iterator(s.strokes.end()));
  s.strokes.resize(from.last);
  s.strokes.push_back(stroke);
  s.standing.last += 1;
  Result<Rect> changed = found ? s.find(&s.strokes.back()) : s.brush(stroke, touched);
  if (changed) {
    s.standing.found = s.standing.found || adds(stroke);
    const auto remembered = s.remember(std::move(*before), area, from);
    if (remembered) return changed;
    changed = remembered.error();
  }
  s.standing = from;
  s.strokes.resize(from.last);
  std::move(undone.begin(), undone.end(), std::back_inserter(s.strokes));
  if (s.study) s.study->marks.clear();
  return changed;
}

Result<Rect> Selection::box(const Box& box) {
  State& s = *state_;
  const auto within = inside(box, s.picture.width, s.picture.height);
  if (!within) return within.error();
  const Standing from = s.standing;
  const Rect whole{0, 0, s.picture.width, s.picture.height};
  auto before = MaskPatch::make(s.mask, whole);
  if (!before) return before.error();
  s.standing.box = *within;
  s.standing.corrects = s.standing.found = false;
  std::memset(s.mask.values.data(), 0, s.mask.values.size());
  s.study.reset();
  auto looked = s.look({int(within->x), int(within->y), std::max(1, int(within->width)), std::max(1, int(within->height))});
  Result<Rect> changed = looked ? s.find(nullptr) : Result<Rect>(looked.error());
  if (!changed) {
    s.replace(*before, from);
    return changed;
  }
  s.standing.found = true;
  const auto remembered = s.remember(std::move(*before), whole, from);
  if (!remembered) return remembered.error();
  return whole;
}

Result<Rect> Selection::undo() {
  State& s = *state_;
  if (s.done == 0) return Rect{};
  const Step& step = s.steps[--s.done];
  return s.replace(step.before, step.from);
}

Result<Rect> Selection::redo() {
  State& s = *state_;
  if (s.done == s.steps.size()) return Rect{};
  const Step& step = s.steps[s.done++];
  return s.replace(step.after, step.to);
}

Result<Rect> Selection::reset() {
  State& s = *state_;
  const Standing from = s.standing;
  const Rect whole{0, 0, s.picture.width, s.picture.height};
  auto before = MaskPatch::make(s.mask, whole);
  if (!before) return before.error();
  const size_t end = s.standing.last;
  s.standing = s.standing_at_first;
  s.standing.first = s.standing.last = end;
  s.original.write(s.mask);
  s.study.reset();
  const auto remembered = s.remember(std::move(*before), whole, from);
  if (!remembered) return remembered.error();
  return whole;
}

bool Selection::can_undo() const { return state_->done > 0; }
bool Selection::can_redo() const { return state_->done < state_->steps.size(); }
image::GreyView Selection::mask() const { return state_->mask; }

}  // namespace media::cutout
