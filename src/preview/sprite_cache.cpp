#include "preview/sprite_cache.h"

#include <algorithm>

namespace media::preview {

const image::Image* SpriteCache::find(uint32_t number) const {
  for (const Registered& r : images_) {
    if (r.number == number) return &r.image;
  }
  return nullptr;
}

void SpriteCache::set(uint32_t number, image::Image image) {
  forget(number);
  images_.push_back({number, std::move(image)});
}

void SpriteCache::forget(uint32_t number) {
  std::erase_if(kept_, [&](const Kept& k) { return k.image == number; });
  std::erase_if(images_, [&](const Registered& r) { return r.number == number; });
}

size_t SpriteCache::bytes() const {
  size_t total = 0;
  for (const Kept& k : kept_) total += k.sprite.pixels.pixels.size();
  return total;
}

void SpriteCache::make_room(size_t bytes) {
  size_t total = bytes + this->bytes();
  while (total > most_ && !kept_.empty()) {
    const auto oldest = std::min_element(kept_.begin(), kept_.end(), [](const Kept& a, const Kept& b) {
      return a.last_drawn < b.last_drawn;
    });
    total -= oldest->sprite.pixels.pixels.size();
    kept_.erase(oldest);
  }
}

Result<const Sprite*> SpriteCache::get(const Layer& layer, const placement::Box& box, placement::Size canvas) {
  ++clock_;
  const image::Image* image = find(layer.image);
  const std::string_view label = image == nullptr ? std::string_view(layer.label) : "";
  const double rotation = placement::normalize_degrees(box.rotation);
  for (Kept& k : kept_) {
    if (k.image != layer.image || k.label != label || k.size.width != box.width || k.size.height != box.height ||
        k.rotation != rotation || k.look != layer.look)
      continue;
    k.last_drawn = clock_;
    return &k.sprite;
  }
  image::Image substitute;
  if (image == nullptr) {
    auto made = stand_in_for(box, canvas, label);
    if (!made) return made.error();
    substitute = std::move(*made);
    image = &substitute;
  }
  // A label is to be read, however its image would lie.
  const Look look = image == &substitute ? Look{} : layer.look;
  auto sprite = make_sprite(*image, {box.width, box.height}, rotation, look);
  if (!sprite) return sprite.error();
  make_room(sprite->pixels.pixels.size());
  kept_.push_back(
      {layer.image, std::string(label), {box.width, box.height}, rotation, layer.look, std::move(*sprite), clock_});
  return &kept_.back().sprite;
}

}  // namespace media::preview
