// Geometry of an editor as pure functions on plain structs. The whole public face of this folder.
// Pixels are doubles with the origin at the canvas' top left, y down; angles are degrees clockwise.
#pragma once

namespace media::placement {

struct Size {
  double width = 0;
  double height = 0;
};

// An oriented box: a rectangle turned about its centre.
struct Box {
  double center_x = 0;
  double center_y = 0;
  double width = 0;
  double height = 0;
  double rotation = 0;
};

}  // namespace media::placement
