// kit.placement: rows of doubles in, a row of doubles out.
#include <emscripten/bind.h>

#include <cstring>
#include <initializer_list>

#include "bridge.h"
#include "placement_rows.h"

namespace media::bridge {
namespace {

using placement::Box;
using placement::Placement;
using placement::Point;
using placement::Size;

Address send_numbers(std::initializer_list<double> values) {
  auto data = Bytes::make(values.size() * sizeof(double));
  if (!data) return fail(data.error());
  std::memcpy(data->data(), values.begin(), data->size());
  return reply("", std::move(*data));
}

Address send_box(const Box& b) { return send_numbers({b.center_x, b.center_y, b.width, b.height, b.rotation}); }
Address send_rect(const placement::Rect& r) { return send_numbers({r.left, r.top, r.width, r.height}); }
Address send_placement(const Placement& p, double extra) {
  return send_numbers({p.x, p.y, p.width, p.height, p.unit == placement::Unit::px ? 1.0 : 0.0, p.z, p.rotation, p.opacity, extra});
}

// Refuses what cannot be computed with, naming the first number at fault.
template <class T, class Answer>
Address checked(const char* name, const T& value, Answer answer) {
  const auto issues = placement::check(std::span<const T>(&value, 1));
  if (issues.empty()) return answer(value);
  return fail({ErrorCode::invalid_argument, std::string(name) + "." + issues[0].field + " " + issues[0].message + "."});
}

}  // namespace

Address placement_to_box(Address in, uint32_t, double width, double height) {
  return checked("placement", read_placement(array<const double>(in, 64).data()),
                 [&](const Placement& p) { return send_box(placement::to_box(p, {width, height})); });
}

Address placement_from_box(Address in, uint32_t, double width, double height, int unit) {
  return checked("box", read_box(array<const double>(in, 40).data()), [&](const Box& box) {
    Placement like;
    like.unit = unit == 1 ? placement::Unit::px : placement::Unit::percent;
    return send_placement(placement::to_placement(box, {width, height}, like), 0);
  });
}

Address placement_pixel_rect(Address in, uint32_t) {
  return checked("box", read_box(array<const double>(in, 40).data()), [](const Box& box) { return send_rect(placement::pixel_rect(box)); });
}

Address placement_bounds(Address in, uint32_t) {
  return checked("box", read_box(array<const double>(in, 40).data()), [](const Box& box) { return send_rect(placement::bounds(box)); });
}

Address placement_corners(Address in, uint32_t) {
  return checked("box", read_box(array<const double>(in, 40).data()), [](const Box& box) {
    const auto [a, b, c, d] = placement::corners(box);
    return send_numbers({a.x, a.y, b.x, b.y, c.x, c.y, d.x, d.y});
  });
}

// A box, then: handle, grab x, y, pointer x, y, lock, aspect, from centre, smallest width, height, largest width,
// height. A grab that is NaN is where the handle is.
Address placement_resize(Address in, uint32_t) {
  const double* n = array<const double>(in, 17 * 8).data();
  return checked("box", read_box(n), [n](const Box& box) {
    const auto handle = static_cast<placement::Handle>(static_cast<int>(n[5]));
    const Point grab = n[6] == n[6] ? Point{n[6], n[7]} : placement::handle_point(box, handle);
    const placement::ResizeOptions options{n[10] != 0, n[11], n[12] != 0, {{n[13], n[14]}, {n[15], n[16]}}, placement::Keep::bleed, {}};
    const auto [out, flipped_x, flipped_y] = placement::resize(box, handle, grab, {n[8], n[9]}, options);
    return send_numbers({out.center_x, out.center_y, out.width, out.height, out.rotation, flipped_x ? 1.0 : 0.0, flipped_y ? 1.0 : 0.0});
  });
}

Address placement_hit_test(Address rows, uint32_t length, double width, double height, double x, double y) {
  const size_t hit = placement::hit_test(read_placements(rows, length), {width, height}, {x, y});
  return send_numbers({hit == placement::kNone ? -1.0 : static_cast<double>(hit)});
}

// An image's width of 0: unknown.
Address placement_default(uint32_t index, double width, double height, double image_width, double image_height) {
  const Size image{image_width, image_height};
  const auto out = placement::default_placement(index, {width, height}, image_width > 0 ? &image : nullptr);
  return send_placement(out.placement, out.lock_aspect ? 1 : 0);
}

EMSCRIPTEN_BINDINGS(placement) {
  emscripten::function("placement_to_box", &placement_to_box);
  emscripten::function("placement_from_box", &placement_from_box);
  emscripten::function("placement_pixel_rect", &placement_pixel_rect);
  emscripten::function("placement_bounds", &placement_bounds);
  emscripten::function("placement_corners", &placement_corners);
  emscripten::function("placement_resize", &placement_resize);
  emscripten::function("placement_hit_test", &placement_hit_test);
  emscripten::function("placement_default", &placement_default);
}

}  // namespace media::bridge
