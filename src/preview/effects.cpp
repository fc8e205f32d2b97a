#include "preview/effects.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace media::preview {
namespace {

constexpr float kFar = 1e20f;

// A grid of numbers, row by row.
struct Grid {
  int width = 0, height = 0;
  std::vector<float> at;
};

// The nearest of the places along a line, by squared distance: the lower envelope of the parabolas that stand on the
// values that the places begin with.
class Line {
 public:
  explicit Line(size_t longest) : values_(longest), places_(longest), starts_(longest + 1) {}

  // `line` becomes squared distances, `nearest` the places that they lead to.
  void transform(float* line, int* nearest, size_t count, size_t stride) {
    for (size_t i = 0; i < count; ++i) values_[i] = line[i * stride];
    size_t last = 0;
    places_[0] = 0;
    starts_[0] = -kFar;
    starts_[1] = kFar;
    for (size_t i = 1; i < count; ++i) {
      float start = meeting(places_[last], i);
      while (last > 0 && start <= starts_[last]) start = meeting(places_[--last], i);
      places_[++last] = i;
      starts_[last] = start;
      starts_[last + 1] = kFar;
    }
    for (size_t i = 0, k = 0; i < count; ++i) {
      while (k < last && starts_[k + 1] < float(i)) ++k;
      const float way = float(i) - float(places_[k]);
      line[i * stride] = way * way + values_[places_[k]];
      nearest[i * stride] = int(places_[k]);
    }
  }

 private:
  // Where the parabola of `b` begins to be below that of `a`, which lies before it.
  float meeting(size_t a, size_t b) const {
    const float x = float(a), y = float(b);
    return (values_[b] + y * y - values_[a] - x * x) / (2 * (y - x));
  }

  std::vector<float> values_;
  std::vector<size_t> places_;
  std::vector<float> starts_;
};

// Alpha with a margin of nothing around it, 0 to 1.
Grid alphas(image::ImageView picture, int margin) {
  Grid out{picture.width + 2 * margin, picture.height + 2 * margin, {}};
  out.at.assign(size_t(out.width) * size_t(out.height), 0);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      out.at[size_t(y + margin) * size_t(out.width) + size_t(x + margin)] =
          float(picture.data[4 * (size_t(y) * size_t(picture.width) + size_t(x)) + 3]) / 255;
    }
  }
  return out;
}

// Whether the outline passes through a pixel or by it: it is more than half covered, or beside one that is. What is
// faint far from that is no part of the picture's shape.
bool is_of_shape(const Grid& alpha, int x, int y) {
  const auto covered = [&](int at_x, int at_y) {
    return at_x >= 0 && at_y >= 0 && at_x < alpha.width && at_y < alpha.height &&
           alpha.at[size_t(at_y) * size_t(alpha.width) + size_t(at_x)] >= 0.5f;
  };
  if (covered(x, y)) return true;
  if (alpha.at[size_t(y) * size_t(alpha.width) + size_t(x)] == 0) return false;
  return covered(x - 1, y) || covered(x + 1, y) || covered(x, y - 1) || covered(x, y + 1);
}

// How far each pixel's middle is from where alpha crosses one half, below 0 within. A pixel of the edge is as much
// inside as it is covered.
Grid distances(const Grid& alpha) {
  Grid out{alpha.width, alpha.height, std::vector<float>(alpha.at.size(), kFar)};
  const auto width = size_t(out.width), height = size_t(out.height);
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      if (is_of_shape(alpha, x, y)) out.at[size_t(y) * width + size_t(x)] = 0;
    }
  }
  std::vector<int> rows(out.at.size()), columns(out.at.size());
  Line line(std::max(width, height));
  for (size_t x = 0; x < width; ++x) line.transform(out.at.data() + x, rows.data() + x, height, width);
  for (size_t y = 0; y < height; ++y) line.transform(out.at.data() + y * width, columns.data() + y * width, width, 1);
  for (size_t i = 0; i < out.at.size(); ++i) {
    if (out.at[i] >= kFar / 2) continue;
    const auto column = size_t(columns[i]);
    const auto row = size_t(rows[i / width * width + column]);
    out.at[i] = std::sqrt(out.at[i]) + 0.5f - alpha.at[row * width + column];
  }
  return out;
}

// How much of a pixel lies within a width of the outline.
float within(float distance, double width) { return std::clamp(float(width) + 0.5f - distance, 0.0f, 1.0f); }

// The mean of 2 · radius + 1 values along each line.
void box_blur(std::vector<float>& values, size_t lines, size_t line_step, size_t count, size_t step, size_t radius) {
  std::vector<float> line(count);
  const float share = 1.0f / float(2 * radius + 1);
  for (size_t l = 0; l < lines; ++l) {
    float* const first = values.data() + l * line_step;
    for (size_t i = 0; i < count; ++i) line[i] = first[i * step];
    float sum = 0;
    for (size_t i = 0; i < std::min(radius, count); ++i) sum += line[i];
    for (size_t i = 0; i < count; ++i) {
      if (i + radius < count) sum += line[i + radius];
      if (i > radius) sum -= line[i - radius - 1];
      first[i * step] = std::max(0.0f, sum * share);
    }
  }
}

// Three box blurs in a row are near a Gaussian blur that reaches as far as they do together.
void blur(Grid& grid, double width) {
  const auto radius = size_t(std::lround(width / 3));
  if (radius == 0) return;
  const auto across = size_t(grid.width), down = size_t(grid.height);
  for (int pass = 0; pass < 3; ++pass) {
    box_blur(grid.at, down, across, across, 1, radius);
    box_blur(grid.at, across, 1, down, across, radius);
  }
}

// Premultiplied, 0 to 1.
struct Blend {
  float red = 0, green = 0, blue = 0, alpha = 0;

  void over(Colour colour, float coverage) {
    const float a = coverage * float(colour.alpha) / 255, rest = 1 - a;
    red = red * rest + a * float(colour.red) / 255;
    green = green * rest + a * float(colour.green) / 255;
    blue = blue * rest + a * float(colour.blue) / 255;
    alpha = alpha * rest + a;
  }

  void store(uint8_t* out) const {
    const float scale = alpha > 0 ? 255 / alpha : 0;
    out[0] = uint8_t(std::min(255.0f, red * scale + 0.5f));
    out[1] = uint8_t(std::min(255.0f, green * scale + 0.5f));
    out[2] = uint8_t(std::min(255.0f, blue * scale + 0.5f));
    out[3] = uint8_t(std::min(255.0f, alpha * 255 + 0.5f));
  }
};

bool has_glow(const Effects& e) { return e.glow > 0 && e.glow_colour.alpha > 0; }
bool has_outline(const Effects& e) { return e.outline > 0 && e.outline_colour.alpha > 0; }
bool has_shadow(const Effects& e) { return e.shadow_colour.alpha > 0; }
double edge_of(const Effects& e) { return has_outline(e) ? e.outline : 0; }

}  // namespace

int reach(const Effects& e) {
  double most = edge_of(e);
  if (has_glow(e)) most = std::max(most, edge_of(e) + e.glow);
  if (has_shadow(e)) {
    const double way = std::max(std::abs(e.shadow_x), std::abs(e.shadow_y));
    most = std::max(most, edge_of(e) + way + e.shadow_blur);
  }
  const bool any = has_outline(e) || has_glow(e) || has_shadow(e);
  return any ? int(std::ceil(most)) + 1 : 0;
}

Effects scaled_effects(const Effects& effects, double scale) {
  Effects out = effects;
  for (double* const length : {&out.outline, &out.glow, &out.shadow_x, &out.shadow_y, &out.shadow_blur})
    *length *= scale;
  return out;
}

Result<image::Image> with_effects(image::ImageView picture, const Effects& effects) {
  const int margin = reach(effects);
  auto out = image::make_image(picture.width + 2 * margin, picture.height + 2 * margin);
  if (!out) return out;
  const Grid distance = distances(alphas(picture, margin));
  const auto width = size_t(distance.width);
  const double edge = edge_of(effects);
  Grid shadow;
  if (has_shadow(effects)) {
    shadow = distance;
    for (float& value : shadow.at) value = within(value, edge);
    blur(shadow, effects.shadow_blur);
  }
  const auto shadow_at = [&](int x, int y) {
    const int from_x = x - int(std::lround(effects.shadow_x)), from_y = y - int(std::lround(effects.shadow_y));
    const bool inside = from_x >= 0 && from_y >= 0 && from_x < distance.width && from_y < distance.height;
    return inside ? shadow.at[size_t(from_y) * width + size_t(from_x)] : 0.0f;
  };
  for (int y = 0; y < distance.height; ++y) {
    for (int x = 0; x < distance.width; ++x) {
      const float far = distance.at[size_t(y) * width + size_t(x)];
      Blend pixel;
      if (has_shadow(effects)) pixel.over(effects.shadow_colour, shadow_at(x, y));
      if (has_glow(effects)) {
        const float fade = std::clamp(1 - (far - float(edge)) / float(effects.glow), 0.0f, 1.0f);
        pixel.over(effects.glow_colour, fade * fade);
      }
      if (has_outline(effects)) pixel.over(effects.outline_colour, within(far, edge));
      const int px = x - margin, py = y - margin;
      if (px >= 0 && py >= 0 && px < picture.width && py < picture.height) {
        const uint8_t* const p = picture.data + 4 * (size_t(py) * size_t(picture.width) + size_t(px));
        pixel.over({p[0], p[1], p[2], p[3]}, 1);
      }
      pixel.store(out->pixels.data() + 4 * (size_t(y) * width + size_t(x)));
    }
  }
  return out;
}

}  // namespace media::preview
