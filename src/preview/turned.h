// Pixels of a box that is turned, or of which only a part is wanted.
#pragma once

#include "base/error.h"
#include "image/image.h"
#include "placement/placement.h"
#include "preview/preview.h"

namespace media::preview {

// The window's pixels of `asset` stretched over `box`: bilinear in premultiplied colour, each pixel that an
// edge of the box crosses weighted by the exact area that is covered. Straight RGBA, transparent outside the
// box. The asset should have about the box' size, or less: it is not averaged when it is larger.
Result<image::Image> render_window(image::ImageView asset, const placement::Box& box, const Window& window);

}  // namespace media::preview
