#include "cutout/selection.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "base/room.h"
#include "cutout/brush.h"
#include "cutout/selection_check.h"
#include "cutout/selection_state.h"

namespace media::cutout {
namespace {

constexpr size_t kHistoryBytes = 64U << 20;

}  // namespace

Result<Done> Selection::State::brush(const Stroke& stroke, const Rect& rect) {
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
  return Done{};
}

// When the memory cannot be had the mask is again as it was.
Result<Done> Selection::State::remember(MaskPatch before, const Rect& changed, const Standing& from) {
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
  return Done{};
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
  standing.found = standing.corrects = mask && bounds_of(state->mask, 0x80).width > 0;
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
      const auto finding = state->find(nullptr);
      if (!finding) return finding.error();
      state->write(*finding);
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
  // Strokes that were undone go only when this one is there.
  const auto end = s.strokes.begin() + std::ptrdiff_t(from.last);
  std::vector<Stroke> undone(std::make_move_iterator(end), std::make_move_iterator(s.strokes.end()));
  s.strokes.resize(from.last);
  s.strokes.push_back(stroke);
  s.standing.last += 1;
  const auto step = [&]() -> Result<Rect> {
    Finding finding;
    if (found) {
      auto looked_for = s.find(&s.strokes.back());
      if (!looked_for) return looked_for.error();
      finding = std::move(*looked_for);
    }
    const Rect changed = found ? finding.rect : touched;
    auto before = MaskPatch::make(s.mask, changed);
    if (!before) return before.error();
    if (found) s.write(finding);
    else if (const auto brushed = s.brush(stroke, touched); !brushed) return brushed.error();
    s.standing.found = s.standing.found || adds(stroke);
    const auto remembered = s.remember(std::move(*before), changed, from);
    if (!remembered) return remembered.error();
    return changed;
  };
  Result<Rect> changed = step();
  if (changed) return changed;
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
  s.standing.box = *within;
  s.standing.corrects = s.standing.found = false;
  s.study.reset();
  const auto step = [&]() -> Result<Rect> {
    const auto looked = s.look({int(within->x), int(within->y), std::max(1, int(within->width)), std::max(1, int(within->height))});
    if (!looked) return looked.error();
    const auto finding = s.find(nullptr);
    if (!finding) return finding.error();
    const Rect old = bounds_of(s.mask, 0xFF), changed = united(old, finding->rect);
    auto before = MaskPatch::make(s.mask, changed);
    if (!before) return before.error();
    for (int y = old.top; y < old.top + old.height; ++y) std::memset(s.mask.values.data() + size_t(y) * size_t(s.mask.width) + size_t(old.left), 0, size_t(old.width));
    s.write(*finding);
    s.standing.found = true;
    const auto remembered = s.remember(std::move(*before), changed, from);
    if (!remembered) return remembered.error();
    return changed;
  };
  Result<Rect> changed = step();
  if (!changed) s.standing = from, s.study.reset();
  return changed;
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
