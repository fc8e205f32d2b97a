// What is where.
#include "placement/placement.h"

namespace media::placement {

bool contains(const Box& box, Point point) {
  const Box pixels = pixel_box(box);
  const Point local = to_local(pixels, point);
  const double x = local.x + pixels.width / 2, y = local.y + pixels.height / 2;
  return x >= 0 && x < pixels.width && y >= 0 && y < pixels.height;
}

size_t hit_test(std::span<const Placement> placements, Size canvas, Point point) {
  size_t front = kNone;
  for (size_t i = 0; i < placements.size(); ++i) {
    const bool in_front = front == kNone || placements[i].z >= placements[front].z;
    if (in_front && contains(to_box(placements[i], canvas), point)) front = i;
  }
  return front;
}

}  // namespace media::placement
