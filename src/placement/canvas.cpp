// A layout on another canvas.
#include <algorithm>
#include <cmath>

#include "placement/placement.h"

namespace media::placement {
namespace {

// A size on a canvas as one number that does not depend on the canvas' shape. With f the larger and g the
// smaller fraction of the canvas' sides that the bounds take, and r = f / g:
//   up to 1: f, it fits; from 2 on: 1 + g, it covers; between, what sticks out on one axis only.
// On a canvas of the bounds' own shape (r = 1) nothing lies between: f = 1 both fits and covers. There what does cover
// has 1, and the others keep a sliver (kLeastRoom) off it that remembers which they are.
constexpr double kLeastRoom = 1e-6;  // of the canvas: nobody sees it

bool is_same_shape(double r) { return r < 1 + 8 * kLeastRoom; }

double measure_of_same(double f) {
  constexpr double k = kLeastRoom;
  if (f <= 1 - 2 * k || f >= 1 + 4 * k) return f <= 1 ? f : 1 + f;
  if (f <= 1 - k / 2) return std::min(1.0, 2 * f - (1 - 2 * k));
  if (f < 1 + k / 2) return 2;
  return f < 1 + 2 * k ? std::clamp((f - 1) / k, 1.0, 2.0) : 2 + 2 * (f - 1 - 2 * k);
}

double fraction_of_same(double measure) {
  constexpr double k = kLeastRoom;
  if (measure <= 1 - 2 * k) return measure;
  if (measure <= 1) return (measure + 1 - 2 * k) / 2;
  if (std::abs(measure - 2) < 1e-9) return 1;
  if (measure < 2) return 1 + k * measure;
  return measure < 2 + 4 * k ? 2 * k + measure / 2 : measure - 1;
}

double measure_of(double f, double r) {
  if (is_same_shape(r)) return measure_of_same(f);
  if (f >= r) return 1 + f / r;
  return f <= 1 ? f : 1 + (f - 1) / (r - 1);
}

double fraction_of(double measure, double r) {
  if (is_same_shape(r)) return fraction_of_same(measure);
  if (measure <= 1) return measure;
  return measure >= 2 ? r * (measure - 1) : 1 + (measure - 1) * (r - 1);
}

// Where on its axis something lies: −1 and 1 touch the edges (of what spans more than the canvas: leave no
// gap), 0 is centred, beyond is outside. `offset` is of the centres, in fractions of the canvas, as `length`
// is. What spans the canvas keeps kLeastRoom, which remembers the side.
double place_of(double offset, double length) {
  const double room = std::max(std::abs(1 - length) / 2, kLeastRoom);
  return std::abs(offset) <= room ? offset / room : std::copysign(1 + std::abs(offset) - room, offset);
}

double offset_of(double place, double length) {
  const double room = std::max(std::abs(1 - length) / 2, kLeastRoom);
  return std::abs(place) <= 1 ? place * room : std::copysign(room + std::abs(place) - 1, place);
}

}  // namespace

Box retarget(const Box& box, Size from, Size to) {
  const Rect r = bounds(box);
  const double x = r.width / from.width, y = r.height / from.height;
  const double next_x = r.width / to.width, next_y = r.height / to.height;  // at the same size
  const double spread = std::max(x, y) / std::min(x, y),
               next_spread = std::max(next_x, next_y) / std::min(next_x, next_y);
  const double scale =
      fraction_of(measure_of(std::max(x, y), spread), next_spread) / std::max(next_x, next_y);

  Box out = box;
  out.width *= scale;
  out.height *= scale;
  out.center_x = to.width * (0.5 + offset_of(place_of(box.center_x / from.width - 0.5, x), next_x * scale));
  out.center_y = to.height * (0.5 + offset_of(place_of(box.center_y / from.height - 0.5, y), next_y * scale));
  return is_usable(out) ? out : box;
}

}  // namespace media::placement
