// Percent and pixels, and what cannot be either.
#include <cmath>

#include "placement/placement.h"

namespace media::placement {
namespace {

constexpr double kPercent = 100;

template <class T>
struct NumberField {
  const char* name;
  double T::*member;
  bool above_zero;
};

constexpr NumberField<Placement> kPlacementFields[] = {
    {"x", &Placement::x, false},
    {"y", &Placement::y, false},
    {"width", &Placement::width, true},
    {"height", &Placement::height, true},
    {"zIndex", &Placement::z, false},
    {"rotation", &Placement::rotation, false},
    {"opacity", &Placement::opacity, false},
};

constexpr NumberField<Box> kBoxFields[] = {
    {"x", &Box::center_x, false},   {"y", &Box::center_y, false},        {"width", &Box::width, true},
    {"height", &Box::height, true}, {"rotation", &Box::rotation, false},
};

template <class T, size_t n>
std::vector<Issue> check_fields(std::span<const T> rows, const NumberField<T> (&fields)[n]) {
  std::vector<Issue> issues;
  for (size_t i = 0; i < rows.size() && issues.size() < kMostIssues; ++i) {
    if (is_usable(rows[i])) continue;
    for (const auto& field : fields) {
      const double value = rows[i].*field.member;
      if (!std::isfinite(value)) {
        issues.push_back({i, field.name, "finite_number", "must be a finite number"});
      } else if (std::abs(value) > kLargest) {
        issues.push_back({i, field.name, "less_than_equal", "must be within 1000000000 either way"});
      } else if (field.above_zero && value <= 0) {
        issues.push_back({i, field.name, "greater_than", "must be greater than 0"});
      }
    }
  }
  return issues;
}

bool is_number(double value) { return std::abs(value) <= kLargest; }
bool is_size(double value) { return value > 0 && value <= kLargest; }

}  // namespace

bool is_usable(const Placement& p) {
  return is_number(p.x) && is_number(p.y) && is_size(p.width) && is_size(p.height) && is_number(p.z) &&
         is_number(p.rotation) && is_number(p.opacity);
}

bool is_usable(const Box& b) {
  return is_number(b.center_x) && is_number(b.center_y) && is_size(b.width) && is_size(b.height) &&
         is_number(b.rotation);
}

std::vector<Issue> check(std::span<const Placement> placements) {
  return check_fields(placements, kPlacementFields);
}
std::vector<Issue> check(std::span<const Box> boxes) { return check_fields(boxes, kBoxFields); }

Box to_box(const Placement& p, Size canvas) {
  const bool percent = p.unit == Unit::percent;
  return {p.x * canvas.width / kPercent, p.y * canvas.height / kPercent,
          percent ? p.width * canvas.width / kPercent : p.width,
          percent ? p.height * canvas.height / kPercent : p.height, p.rotation};
}

Placement to_placement(const Box& box, Size canvas, const Placement& like) {
  const bool percent = like.unit == Unit::percent;
  Placement out = like;
  out.x = box.center_x * kPercent / canvas.width;
  out.y = box.center_y * kPercent / canvas.height;
  out.width = percent ? box.width * kPercent / canvas.width : box.width;
  out.height = percent ? box.height * kPercent / canvas.height : box.height;
  out.rotation = box.rotation;
  return out;
}

}  // namespace media::placement
