#include "cutout/brush.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace media::cutout {
namespace {

constexpr float kFar = 1e12F;

// Squared distances along a line to the lower envelope of parabolas, in place: Felzenszwalb and Huttenlocher:
// Distance Transforms of Sampled Functions, Theory of Computing 2012.
class Envelope {
 public:
  explicit Envelope(size_t longest) : values_(longest), at_(longest), from_(longest + 1) {}
  void run(float* first, size_t stride, size_t count) {
    size_t last = 0;
    bool any = false;
    for (size_t i = 0; i < count; ++i) {
      values_[i] = first[i * stride];
      if (values_[i] >= kFar) continue;
      if (!any) {
        any = true;
        at_[0] = i;
        from_[0] = -kFar;
        continue;
      }
      for (;;) {
        const size_t j = at_[last];
        const double meet = (double(values_[i]) + double(i) * double(i) - double(values_[j]) - double(j) * double(j)) / (2 * (double(i) - double(j)));
        if (meet > from_[last] || last == 0) {
          if (meet <= from_[last]) at_[0] = i;
          else at_[++last] = i, from_[last] = meet;
          break;
        }
        --last;
      }
    }
    if (!any) return;
    const size_t end = last;
    for (size_t i = 0, k = 0; i < count; ++i) {
      while (k < end && from_[k + 1] < double(i)) ++k;
      const float d = float(i) - float(at_[k]);
      first[i * stride] = d * d + values_[at_[k]];
    }
  }

 private:
  std::vector<float> values_;
  std::vector<size_t> at_;
  std::vector<double> from_;
};

// Marks the pixels along a line; outside, nothing.
void trace(image::Plane& plane, double x0, double y0, double x1, double y1) {
  // Only what is inside: Liang and Barsky's clipping.
  double enter = 0, leave = 1;
  const auto clip = [&](double from, double step, double most) {
    for (const auto& [p, q] : {std::pair{-step, from}, std::pair{step, most - from}}) {
      if (p == 0) {
        if (q < 0) return false;
      } else if (p < 0) enter = std::max(enter, q / p);
      else leave = std::min(leave, q / p);
    }
    return enter <= leave;
  };
  const double dx = x1 - x0, dy = y1 - y0;
  if (!clip(x0, dx, plane.width - 1e-6) || !clip(y0, dy, plane.height - 1e-6)) return;
  const double length = std::max(std::abs(dx), std::abs(dy)) * (leave - enter);
  const int steps = std::max(1, int(std::ceil(length)));
  for (int i = 0; i <= steps; ++i) {
    const double t = enter + (leave - enter) * i / steps;
    const int x = std::clamp(int(x0 + t * dx), 0, plane.width - 1), y = std::clamp(int(y0 + t * dy), 0, plane.height - 1);
    plane.values[size_t(y) * size_t(plane.width) + size_t(x)] = 0;
  }
}

}  // namespace

Rect bounds(const Stroke& stroke, int width, int height) {
  double left = stroke.points[0].x, top = stroke.points[0].y, right = left, bottom = top;
  for (const Point& p : stroke.points) {
    left = std::min(left, p.x), right = std::max(right, p.x);
    top = std::min(top, p.y), bottom = std::max(bottom, p.y);
  }
  const double more = stroke.radius + 1;
  const auto in = [](double v, int most) { return int(std::clamp(v, 0.0, double(most))); };
  const int x0 = in(std::floor(left - more), width), x1 = in(std::ceil(right + more), width);
  const int y0 = in(std::floor(top - more), height), y1 = in(std::ceil(bottom + more), height);
  return x1 > x0 && y1 > y0 ? Rect{x0, y0, x1 - x0, y1 - y0} : Rect{};
}

Result<image::Plane> coverage(const Stroke& stroke, const Window& window, const Rect& part) {
  // Room for the brush's middle to go outside of the window.
  const double sx = window.across(), sy = window.down(), scale = std::max(sx, sy);
  const double radius = std::max(0.5, std::min(stroke.radius, 2.0 * std::max(window.width, window.height)) * scale);
  const int margin = int(std::ceil(radius)) + 1;
  auto field = image::make_plane(part.width + 2 * margin, part.height + 2 * margin);
  if (!field) return field;
  std::fill(field->values.span().begin(), field->values.span().end(), kFar);
  const auto x = [&](const Point& p) { return std::clamp((p.x - window.left) * sx - part.left + margin, -1e7, 1e7); };
  const auto y = [&](const Point& p) { return std::clamp((p.y - window.top) * sy - part.top + margin, -1e7, 1e7); };
  for (size_t i = 0; i < stroke.points.size(); ++i) {
    const Point &a = stroke.points[i > 0 ? i - 1 : 0], &b = stroke.points[i];
    trace(*field, x(a), y(a), x(b), y(b));
  }
  const auto w = size_t(field->width), h = size_t(field->height);
  Envelope envelope(std::max(w, h));
  for (size_t column = 0; column < w; ++column) envelope.run(field->values.data() + column, w, h);
  for (size_t row = 0; row < h; ++row) envelope.run(field->values.data() + row * w, 1, w);
  auto out = image::make_plane(part.width, part.height);
  if (!out) return out;
  const float edge = float(std::max(1.0, radius * (1 - stroke.hardness)));
  for (size_t row = 0; row < size_t(out->height); ++row) {
    const float* const from = field->values.data() + (row + size_t(margin)) * w + size_t(margin);
    float* const to = out->values.data() + row * size_t(out->width);
    for (size_t column = 0; column < size_t(out->width); ++column) {
      to[column] = std::clamp((float(radius) + 0.5F - std::sqrt(from[column])) / edge, 0.0F, 1.0F);
    }
  }
  return out;
}

}  // namespace media::cutout
