// The numeric calls over usable boxes and any enums and options: results that are finite, sizes that are not negative.
#include "fuzz_input.h"
#include "placement/placement.h"

using namespace media;
using namespace media::placement;
using fuzz::check;

namespace {

Box box(fuzz::Input& in) { return {in.usable(), in.usable(), in.size(), in.size(), in.usable()}; }
Rect rect(fuzz::Input& in) { return {in.usable(), in.usable(), in.size(), in.size()}; }

void check_box(const Box& b) {
  check(std::isfinite(b.center_x) && std::isfinite(b.center_y) && std::isfinite(b.rotation));
  check(std::isfinite(b.width) && std::isfinite(b.height) && b.width >= 0 && b.height >= 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::Input in(data, size);
  const int operation = in.byte() % 14;
  std::vector<Box> boxes;
  for (int count = in.byte() % 6; count >= 0; --count) boxes.push_back(box(in));
  const Size canvas{in.size(), in.size()};
  const int choice = in.byte() % 12;
  switch (operation) {
    case 0: {
      const Placement p{in.number(), in.number(), in.number(), in.number(), Unit::percent, in.number(), in.number(), in.number()};
      check(placement::check(std::span(&p, 1)).empty() == is_usable(p));
      if (is_usable(p)) check_box(to_box(p, canvas));
      break;
    }
    case 1:
      for (const Box& b : boxes) {
        const Rect r = pixel_rect(b);
        check(r.width >= 1 && r.height >= 1 && r.left == std::floor(r.left));
        check(bounds(b).width >= 0);
        (void)corners(b);
      }
      break;
    case 2:
      for (const Box& b : boxes) check_box(at_anchor(b, static_cast<Anchor>(choice), anchor_point(b, static_cast<Anchor>(choice))));
      break;
    case 3:
      check_box(fit(canvas, rect(in), static_cast<Fit>(choice)));
      break;
    case 4:
      for (const Box& b : boxes) check_box(keep_inside(b, rect(in), static_cast<Keep>(choice)));
      break;
    case 5: {
      const Box start = boxes[0];
      check_box(move(start, {in.usable(), in.usable()}, {in.usable(), in.usable()}));
      break;
    }
    case 6:
      align(boxes, static_cast<Align>(choice), rect(in));
      break;
    case 7:
      distribute(boxes, choice & 1, (choice & 2) != 0);
      break;
    case 8:
      match_size(boxes, {(choice & 1) != 0 ? in.size() : 0, (choice & 2) != 0 ? in.size() : 0}, (choice & 4) != 0);
      break;
    case 9:
      layout(boxes, static_cast<Layout>(choice), rect(in), std::abs(in.usable()));
      break;
    case 10: {
      const Size to{in.size(), in.size()};
      for (const Box& b : boxes) check_box(retarget(b, canvas, to));
      break;
    }
    case 11: {
      std::vector<double> z;
      std::vector<uint8_t> selected;
      for (size_t i = 0; i < boxes.size(); ++i) z.push_back(in.usable()), selected.push_back(in.byte() & 1);
      check(normalize_z(z).size() == z.size());
      check(move_layers(z, selected, static_cast<LayerMove>(choice)).size() == z.size());
      break;
    }
    case 12: {
      std::vector<Box> out(boxes.size());
      pinch(boxes, {{{in.usable(), in.usable()}, {in.usable(), in.usable()}}}, {{{in.usable(), in.usable()}, {in.usable(), in.usable()}}}, (choice & 1) != 0, {}, out);
      break;
    }
    default:
      for (const Box& b : boxes) (void)in_marquee(b, rect(in), (choice & 1) != 0);
  }
  for (const Box& b : boxes) check_box(b);
  return 0;
}
