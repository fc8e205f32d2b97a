// What is drawn around a picture, following its alpha; internal.
#pragma once

#include "base/error.h"
#include "image/image.h"
#include "preview/preview.h"

namespace media::preview {

// Whole pixels by which effects reach beyond each side of a picture; 0 for none.
int reach(const Effects& effects);

// The same in a picture that is drawn `scale` times as large.
Effects scaled_effects(const Effects& effects, double scale);

// The picture with its effects behind it, `reach` pixels larger on each side. Widths are measured from where alpha
// crosses one half, by an exact Euclidean distance transform (Felzenszwalb and Huttenlocher 2012), so that edges are
// antialiased as the picture's own.
Result<image::Image> with_effects(image::ImageView picture, const Effects& effects);

}  // namespace media::preview
