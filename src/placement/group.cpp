// A selection of several boxes, resized as one.
#include <algorithm>

#include "placement/placement.h"

namespace media::placement {

Resized resize_all(std::span<const Box> start, Handle handle, Point grab, Point pointer,
                   const ResizeOptions& given, std::span<Box> out) {
  if (start.empty()) return {};
  const Rect r = union_bounds(start);
  const Box frame{r.left + r.width / 2, r.top + r.height / 2, r.width, r.height, 0};

  // The members' limits as limits of the frame.
  ResizeOptions options = given;
  Size least{0, 0}, most{kLargest, kLargest};
  for (const Box& box : start) {
    least.width = std::max(least.width, given.limits.smallest.width / box.width);
    least.height = std::max(least.height, given.limits.smallest.height / box.height);
    most.width = std::min(most.width, given.limits.largest.width / box.width);
    most.height = std::min(most.height, given.limits.largest.height / box.height);
    if (turn(box.rotation).cos != 1) options.lock_aspect = true;
  }
  options.aspect = 0;
  options.limits = {{frame.width * least.width, frame.height * least.height},
                    {frame.width * most.width, frame.height * most.height}};

  const Resized resized = resize(frame, handle, grab, pointer, options);
  const double x = resized.box.width / frame.width, y = resized.box.height / frame.height;
  const double signed_x = resized.flipped_x ? -x : x, signed_y = resized.flipped_y ? -y : y;
  const bool mirrored = resized.flipped_x != resized.flipped_y;
  for (size_t i = 0; i < start.size(); ++i) {
    const Box& box = start[i];
    out[i] = {resized.box.center_x + (box.center_x - frame.center_x) * signed_x,
              resized.box.center_y + (box.center_y - frame.center_y) * signed_y, box.width * x,
              box.height * y, mirrored ? normalize_degrees(-box.rotation) : box.rotation};
  }
  return resized;
}

}  // namespace media::placement
