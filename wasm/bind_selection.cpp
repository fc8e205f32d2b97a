// Selections by hand: they live here, by number, from create to dispose. A step answers
// {"left","top","width","height","canUndo","canRedo"}, where the mask changed, and the mask's bytes there.
#include <algorithm>
#include <cstring>
#include <map>

#include "base/room.h"
#include "cutout/selection.h"
#include "views.h"

namespace media::bridge {
namespace {

std::map<uint32_t, cutout::Selection> selections;
uint32_t last_selection = 0;

cutout::Selection* find(uint32_t number) {
  const auto found = selections.find(number);
  return found == selections.end() ? nullptr : &found->second;
}

Error no_selection() { return {ErrorCode::disposed, "This selection does not exist."}; }

Address answer(const cutout::Selection& selection, const Result<cutout::Rect>& changed) {
  if (!changed) return fail(changed.error());
  const auto [left, top, width, height] = *changed;
  auto part = Bytes::make(size_t(width) * size_t(height));
  if (!part) return fail(part.error());
  const image::GreyView mask = selection.mask();
  for (int y = 0; y < height; ++y) {
    std::memcpy(part->data() + size_t(y) * size_t(width),
                mask.data + (size_t(top + y) * size_t(mask.width) + size_t(left)), size_t(width));
  }
  JsonObject out;
  out.number("left", left).number("top", top).number("width", width).number("height", height);
  out.flag("canUndo", selection.can_undo()).flag("canRedo", selection.can_redo());
  return reply(out.done(), std::move(*part));
}

template <class Do>
Address step(uint32_t number, Do what) {
  cutout::Selection* const selection = find(number);
  return selection == nullptr ? fail(no_selection()) : answer(*selection, what(*selection));
}

}  // namespace

// The mask's bytes, or none; the box as four doubles, or none. Answers the selection's number.
MEDIA_EXPORT Address selection_create(Address pixels, uint32_t length, Address values, uint32_t values_length,
                                      Address box, uint32_t box_length, int width, int height, int mask_width,
                                      int mask_height) {
  if (!covers(length, width, height, 4) ||
      (values_length != 0 && !covers(values_length, mask_width, mask_height, 1))) {
    return fail({ErrorCode::invalid_argument,
                 "An image has 4 bytes, and a mask 1, for each pixel of its width and height."});
  }
  std::optional<image::GreyView> mask;
  if (values_length != 0)
    mask = image::GreyView{bytes(values, values_length).data(), mask_width, mask_height};
  std::optional<cutout::Box> within;
  const auto b = array<const double>(box, box_length);
  if (b.size() == 4) within = cutout::Box{b[0], b[1], b[2], b[3]};
  auto made = cutout::Selection::make({bytes(pixels, length).data(), width, height}, mask, within);
  if (!made) return fail(made.error());
  selections.emplace(++last_selection, std::move(*made));
  return reply(std::to_string(last_selection));
}

// The whole mask.
MEDIA_EXPORT Address selection_mask(uint32_t number) {
  return step(number, [](cutout::Selection& s) {
    return Result<cutout::Rect>({0, 0, s.mask().width, s.mask().height});
  });
}

// Points as pairs of doubles.
MEDIA_EXPORT Address selection_add(Address points, uint32_t length, uint32_t number, int kind, double radius,
                                   double hardness) {
  return step(number, [&](cutout::Selection& s) {
    const auto n = array<const double>(points, length);
    cutout::Stroke stroke{static_cast<cutout::StrokeKind>(kind), {}, radius, hardness};
    // One more than are allowed is enough to be refused.
    const size_t count = std::min(n.size() / 2, cutout::kMaxStrokePoints + 1);
    const auto room = room_for(count * sizeof(cutout::Point));
    if (!room) return Result<cutout::Rect>(room.error());
    stroke.points.reserve(count);
    for (size_t i = 0; i < count; ++i) stroke.points.push_back({n[2 * i], n[2 * i + 1]});
    return s.add(stroke);
  });
}

MEDIA_EXPORT Address selection_box(uint32_t number, double x, double y, double width, double height) {
  return step(number, [&](cutout::Selection& s) { return s.box({x, y, width, height}); });
}

MEDIA_EXPORT Address selection_undo(uint32_t number) {
  return step(number, [](cutout::Selection& s) { return s.undo(); });
}

MEDIA_EXPORT Address selection_redo(uint32_t number) {
  return step(number, [](cutout::Selection& s) { return s.redo(); });
}

MEDIA_EXPORT Address selection_reset(uint32_t number) {
  return step(number, [](cutout::Selection& s) { return s.reset(); });
}

MEDIA_EXPORT Address selection_dispose(uint32_t number) {
  selections.erase(number);
  return reply("");
}

}  // namespace media::bridge
