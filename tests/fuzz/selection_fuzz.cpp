// Selections by hand with any box, mask, strokes and steps: what changed lies in the rectangle that is told, refused
// steps change nothing, and what is undone and done again is as it was.
#include <optional>

#include "cutout/selection.h"
#include "fuzz_input.h"

using namespace media;
using fuzz::check;

namespace {

std::vector<uint8_t> values(const cutout::Selection& selection) {
  const auto mask = selection.mask();
  return {mask.data, mask.data + static_cast<size_t>(mask.width) * static_cast<size_t>(mask.height)};
}

void check_only_inside(const std::vector<uint8_t>& before, const std::vector<uint8_t>& after, const cutout::Rect& rect, int width, int height) {
  check(rect.left >= 0 && rect.top >= 0 && rect.width >= 0 && rect.height >= 0 && rect.left + rect.width <= width && rect.top + rect.height <= height);
  for (size_t i = 0; i < before.size(); ++i) {
    const int x = static_cast<int>(i) % width, y = static_cast<int>(i) / width;
    check(before[i] == after[i] || (x >= rect.left && y >= rect.top && x < rect.left + rect.width && y < rect.top + rect.height));
  }
}

cutout::Stroke stroke(fuzz::Input& in) {
  cutout::Stroke out;
  out.kind = static_cast<cutout::StrokeKind>(in.byte() % 4);
  const int odd = in.byte() % 8;
  out.radius = odd == 0 ? in.number() : 0.5 + in.byte() % 16;
  out.hardness = odd == 1 ? in.number() : in.byte() / 255.0;
  out.points.resize(in.byte() % 5);
  for (auto& p : out.points) p = odd == 2 ? cutout::Point{in.number(), in.number()} : cutout::Point{in.byte() % 64 - 8.0, in.byte() % 64 - 8.0};
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::Input in(data, size);
  const int width = in.whole(1, 40), height = in.whole(1, 40), begin = in.byte();
  const int mask_width = (begin & 4) != 0 ? in.whole(1, 40) : width, mask_height = (begin & 4) != 0 ? in.whole(1, 40) : height;
  const auto box = [&] { return cutout::Box{in.number(), in.number(), in.number(), in.number()}; };
  std::optional<cutout::Box> within;
  if ((begin & 1) != 0) within = box();
  struct Step {
    int what;
    cutout::Stroke stroke;
    cutout::Box box;
  };
  std::vector<Step> steps;
  for (int i = in.byte() % 8; i > 0; --i) {
    Step step{in.byte() % 8, {}, {}};
    if (step.what < 4) step.stroke = stroke(in);
    if (step.what == 4) step.box = box();
    steps.push_back(std::move(step));
  }
  std::vector<uint8_t> given;
  if ((begin & 2) != 0) given = in.bytes(static_cast<size_t>(mask_width * mask_height));
  const auto pixels = in.bytes(static_cast<size_t>(width * height * 4));
  std::optional<image::GreyView> mask;
  if (!given.empty()) mask = image::GreyView{given.data(), mask_width, mask_height};

  auto made = cutout::Selection::make({pixels.data(), width, height}, mask, within);
  if (!made) {
    check(within.has_value() && made.error().code == ErrorCode::invalid_argument);
    return 0;
  }
  cutout::Selection& selection = *made;
  check(selection.mask().width == width && selection.mask().height == height && !selection.can_undo() && !selection.can_redo());
  for (const Step& step : steps) {
    const auto before = values(selection);
    const auto changed = step.what < 4    ? selection.add(step.stroke)
                         : step.what == 4 ? selection.box(step.box)
                         : step.what == 5 ? selection.undo()
                         : step.what == 6 ? selection.redo()
                                          : selection.reset();
    const auto after = values(selection);
    if (!changed) {
      check(step.what <= 4 && changed.error().code == ErrorCode::invalid_argument && before == after);
      continue;
    }
    check_only_inside(before, after, *changed, width, height);
    if (selection.can_undo()) {
      check(static_cast<bool>(selection.undo()) && static_cast<bool>(selection.redo()));
      check(values(selection) == after);
    }
  }
  return 0;
}
