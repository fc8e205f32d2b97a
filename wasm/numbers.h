// Numeric operations: doubles in, doubles out, in memory that the caller keeps (Core.compute in
// js/src/core.ts). Geometry crosses as rows; js/src/placement/rows.ts writes and reads them.
#pragma once

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <vector>

#include "bridge.h"
#include "placement/placement.h"

namespace media::bridge {

// x, y, width, height, unit (0 percent, 1 px), z, rotation, opacity.
constexpr size_t kPlacementStride = 8;
// Centre x, centre y, width, height, rotation.
constexpr size_t kBoxStride = 5;

// One call's inputs, read in order, and its outputs. What cannot be computed with ends it in an error.
class Numbers {
 public:
  Numbers(Address in, uint32_t count, Address out, uint32_t room)
      : next_(reinterpret_cast<const double*>(in)),
        end_(next_ + count),
        out_(reinterpret_cast<double*>(out)),
        room_(room) {}

  double number() { return next_ != end_ ? *next_++ : 0; }
  // An enum or an axis; −1, which is none, for what is no small whole number.
  int integer() {
    const double value = number();
    return value >= 0 && value <= 65535 ? static_cast<int>(value) : -1;
  }
  size_t count() {
    const double value = number();
    return value >= 0 && value <= UINT32_MAX ? static_cast<size_t>(value) : 0;
  }
  // As many as the number before them says.
  std::vector<double> counted() {
    std::vector<double> out(std::min(count(), left()));
    for (double& value : out) value = number();
    return out;
  }
  bool flag() { return number() != 0; }
  placement::Point point() {
    const double x = number();
    return {x, number()};
  }
  placement::Size size() {
    const double width = number();
    return {width, number()};
  }
  placement::Rect rect() {
    const auto [left, top] = point();
    const auto [width, height] = size();
    return {left, top, width, height};
  }
  placement::SizeLimits limits() {
    const auto smallest = size();
    return {smallest, size()};
  }
  size_t left() const { return static_cast<size_t>(end_ - next_); }

  placement::Box box() { return checked("box", read_box()); }
  std::vector<placement::Box> boxes() { return rows("box", "boxes", kBoxStride, &Numbers::read_box); }
  // Runs a function on each box and writes what it answers.
  template <class Each>
  void each_box(Each each) {
    const bool alone = left() < 2 * kBoxStride;
    for (size_t i = 0; left() >= kBoxStride; ++i) {
      const placement::Box box = read_box();
      if (!placement::is_usable(box))
        return refuse_row(alone ? "box" : "boxes[" + std::to_string(i) + "]", box);
      put(each(box));
    }
  }
  std::vector<placement::Placement> placements() {
    return rows("placement", "placements", kPlacementStride, &Numbers::read_placement);
  }
  // Unchecked: what cannot be computed with is merely not found.
  std::vector<placement::Placement> any_placements() {
    std::vector<placement::Placement> out;
    while (left() >= kPlacementStride) out.push_back(read_placement());
    return out;
  }

  void put(std::initializer_list<double> values) {
    double* o = place(values.size());
    for (const double value : values) {
      if (o != nullptr) *o++ = value;
    }
  }
  void put(const placement::Box& b) {
    if (double* o = place(5))
      o[0] = b.center_x, o[1] = b.center_y, o[2] = b.width, o[3] = b.height, o[4] = b.rotation;
  }
  void put(const placement::Rect& r) {
    if (double* o = place(4)) o[0] = r.left, o[1] = r.top, o[2] = r.width, o[3] = r.height;
  }
  void put(const std::array<placement::Point, 4>& p) {
    for (const placement::Point point : p) put(point);
  }
  void put(placement::Point p) {
    if (double* o = place(2)) o[0] = p.x, o[1] = p.y;
  }
  void put(const placement::Placement& p) {
    put({p.x, p.y, p.width, p.height, p.unit == placement::Unit::px ? 1.0 : 0.0, p.z, p.rotation, p.opacity});
  }
  template <class T>
  void put(const std::vector<T>& values) {
    for (const T& value : values) put(value);
  }
  void put(double value) { put({value}); }

  void refuse(std::string message) {
    if (error_.empty()) error_ = std::move(message);
  }
  bool failed() const { return !error_.empty(); }

  // How many doubles were written, or less than 0: minus the address of an error's Reply.
  double answer() {
    if (error_.empty()) return static_cast<double>(written_);
    return -static_cast<double>(fail({ErrorCode::invalid_argument, error_}));
  }

 private:
  // Room for some doubles, or null when there is none.
  double* place(size_t count) {
    if (written_ + count > room_) {
      refuse("These are too many numbers for one call.");
      return nullptr;
    }
    written_ += count;
    return out_ + written_ - count;
  }
  placement::Box read_box() {
    const placement::Point center = point();
    const placement::Size sides = size();
    return {center.x, center.y, sides.width, sides.height, number()};
  }
  placement::Placement read_placement() {
    placement::Placement p;
    p.x = number(), p.y = number(), p.width = number(), p.height = number();
    p.unit = number() == 1 ? placement::Unit::px : placement::Unit::percent;
    p.z = number(), p.rotation = number(), p.opacity = number();
    return p;
  }
  template <class T>
  T checked(const char* name, T value) {
    if (!placement::is_usable(value)) refuse_row(name, value);
    return value;
  }
  template <class T>
  std::vector<T> rows(const char* one, const char* many, size_t stride, T (Numbers::*read)()) {
    std::vector<T> out;
    const size_t count = left() / stride;
    out.reserve(count);
    for (size_t i = 0; i < count; ++i) {
      out.push_back((this->*read)());
      if (placement::is_usable(out.back())) continue;
      refuse_row(count == 1 ? one : many + ("[" + std::to_string(i) + "]"), out.back());
      out.clear();
      break;
    }
    return out;
  }
  template <class T>
  void refuse_row(const std::string& name, const T& value) {
    const auto issues = placement::check(std::span<const T>(&value, 1));
    refuse(name + "." + issues[0].field + " " + issues[0].message + ".");
  }

  const double* next_;
  const double* end_;
  double* out_;
  size_t room_;
  size_t written_ = 0;
  std::string error_;
};

// A resize but for its box: handle, whether it was grabbed off its own place, that place, pointer, lock,
// aspect, from centre, limits, keep, area.
struct ResizeInput {
  explicit ResizeInput(Numbers& n)
      : handle(static_cast<placement::Handle>(n.integer())),
        off(n.flag()),
        grabbed(n.point()),
        pointer(n.point()) {
    options.lock_aspect = n.flag();
    options.aspect = n.number();
    options.from_center = n.flag();
    options.limits = n.limits();
    options.keep = static_cast<placement::Keep>(n.integer());
    options.area = n.rect();
  }
  placement::Point grab(const placement::Box& box) const {
    return off ? grabbed : placement::handle_point(box, handle);
  }

  placement::Handle handle;
  bool off;
  placement::Point grabbed, pointer;
  placement::ResizeOptions options;
};

// [{"index":0,"field":"x","type":"finite_number","message":"must be a finite number"}, …]
inline std::string json(const std::vector<placement::Issue>& issues) {
  return json_list(issues, [](const placement::Issue& issue) {
    JsonObject row;
    row.number("index", issue.index).text("field", issue.field).text("type", issue.type);
    return row.text("message", issue.message).done();
  });
}

// The answer is as long as the doubles written, or less than 0: the address of a Reply that says why there is
// none.
template <void (*Operation)(Numbers&)>
double compute(Address in, uint32_t count, Address out, uint32_t room) {
  Numbers numbers(in, count, out, room);
  Operation(numbers);
  return numbers.answer();
}

// Exports a function over Numbers as an operation of its room.
#ifndef MEDIA_NUMERIC  // the fuzz targets have their own
#define MEDIA_NUMERIC(room, name)                                                                 \
  MEDIA_EXPORT double room##_##name(Address in, uint32_t count, Address out, uint32_t capacity) { \
    return compute<&name>(in, count, out, capacity);                                              \
  }
#endif

}  // namespace media::bridge
