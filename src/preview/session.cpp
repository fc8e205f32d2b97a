// An editor's canvas: what did not change is neither scaled, turned nor drawn again.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "preview/preview.h"
#include "preview/sprite.h"
#include "preview/sprite_cache.h"

namespace media::preview {

namespace {

Result<image::Image> copy(image::ImageView from) {
  auto out = image::make_image(from.width, from.height);
  if (out) std::memcpy(out->pixels.data(), from.data, out->pixels.size());
  return out;
}

bool is_empty(const Window& w) { return w.width <= 0 || w.height <= 0; }

Window both(const Window& a, const Window& b) {
  if (is_empty(a)) return b;
  if (is_empty(b)) return a;
  const int left = std::min(a.left, b.left), top = std::min(a.top, b.top);
  return {left, top, std::max(a.left + a.width, b.left + b.width) - left,
          std::max(a.top + a.height, b.top + b.height) - top};
}

bool meet(const Window& a, const Window& b) {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height &&
         b.top < a.top + a.height;
}

}  // namespace

Session::Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Result<Session> Session::make(double width, double height, Colour fill) {
  Session out;
  auto canvas = make_canvas(width, height, fill);
  if (!canvas) return canvas.error();
  auto background = copy(*canvas);
  if (!background) return background.error();
  out.fill_ = fill;
  out.canvas_ = std::move(*canvas);
  out.background_ = std::move(*background);
  out.sprites_ = std::make_unique<SpriteCache>();
  return out;
}

Result<Done> Session::set_background(Colour fill) {
  auto blank = make_canvas(canvas_.width, canvas_.height, fill);
  if (!blank) return blank.error();
  fill_ = fill;
  fresh_ = true;
  background_ = std::move(*blank);
  return Done{};
}

Result<Done> Session::set_background(image::ImageView background, placement::Fit fit) {
  if (auto blank = set_background(fill_); !blank) return blank;
  if (const auto drawn = draw_background(background_, background, fit); !drawn) return drawn.error();
  return Done{};
}

Result<Done> Session::set_image(uint32_t number, image::ImageView image) {
  auto own = copy(image);
  if (!own) return own.error();
  remove_image(number);
  sprites_->set(number, std::move(*own));
  return Done{};
}

void Session::remove_image(uint32_t number) {
  sprites_->forget(number);
  if (std::find(changed_.begin(), changed_.end(), number) == changed_.end()) changed_.push_back(number);
}

// The box that a layer takes: what is drawn, and what is drawn anew when it changes.
placement::Box Session::taken(const Layer& layer) const {
  const placement::Box given = placement::to_box(layer.placement, {double(canvas_.width), double(canvas_.height)});
  const image::Image* const asset = sprites_->find(layer.image);
  return asset == nullptr ? given : fitted(*asset, given, layer.look);
}

Result<Drawn> Session::draw(image::Image& part, const Window& window, const Layer& layer) {
  const placement::Size canvas{double(canvas_.width), double(canvas_.height)};
  const image::Image* const asset = sprites_->find(layer.image);
  const placement::Box whole = taken(layer);
  const placement::Box box = placement::pixel_box(whole);
  const double opacity = layer.placement.opacity;
  if (!(opacity > 0)) return Drawn::nothing;
  // Of a box that is far larger than the canvas only what is seen is rendered, and not kept.
  if (!renders_whole({box.width, box.height}, canvas)) {
    if (asset != nullptr) return draw_part(part, window, canvas, *asset, whole, opacity, layer.look);
    auto substitute = stand_in_for(whole, canvas, layer.label);
    if (!substitute) return substitute.error();
    return draw_part(part, window, canvas, *substitute, whole, opacity, {});
  }
  auto sprite = sprites_->get(layer, box, canvas);
  if (!sprite) return sprite.error();
  const placement::Rect at = placement::pixel_rect(whole);
  image::source_over(part, (*sprite)->pixels, int(at.left) + (*sprite)->left - window.left,
                     int(at.top) + (*sprite)->top - window.top, std::min(opacity / 100, 1.0));
  return Drawn::something;
}

Result<Window> Session::update(std::span<const Layer> layers) {
  const Window all{0, 0, canvas_.width, canvas_.height};
  std::vector<Window> windows;
  for (const Layer& layer : layers) windows.push_back(seen(sprites_->find(layer.image) ? reached(taken(layer), layer.look) : taken(layer), all));
  Window dirty;
  if (fresh_) dirty = all;
  const auto is_changed = [&](const Layer& layer) {
    return std::find(changed_.begin(), changed_.end(), layer.image) != changed_.end();
  };
  for (size_t i = 0; i < std::max(layers.size(), layers_.size()); ++i) {
    const bool before = i < layers_.size(), now = i < layers.size();
    if (before && now && layers_[i] == layers[i] && !is_changed(layers[i])) continue;
    if (before) dirty = both(dirty, drawn_[i]);
    if (now) dirty = both(dirty, windows[i]);
  }
  if (!is_empty(dirty)) {
    auto part = image::make_image(dirty.width, dirty.height);
    if (!part) return part.error();
    copy_rows(background_, dirty.left, dirty.top, *part, 0, 0, dirty.width, dirty.height);
    for (size_t i = 0; i < layers.size(); ++i) {
      if (!meet(windows[i], dirty)) continue;
      auto drawn = draw(*part, dirty, layers[i]);
      if (!drawn) return drawn.error();
    }
    copy_rows(*part, 0, 0, canvas_, dirty.left, dirty.top, dirty.width, dirty.height);
  }
  layers_.assign(layers.begin(), layers.end());
  drawn_ = std::move(windows);
  changed_.clear();
  fresh_ = false;
  return dirty;
}

}  // namespace media::preview
