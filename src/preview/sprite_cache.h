// The images of a session and the bitmaps made of them; internal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "preview/preview.h"
#include "preview/sprite.h"

namespace media::preview {

class SpriteCache {
 public:
  // `most` bytes of bitmaps are kept, and the one that was asked for last, however large.
  explicit SpriteCache(size_t most = kSpriteBytes) : most_(most) {}

  // Null where no image has that number.
  const image::Image* find(uint32_t number) const;
  // The image under a number, and what was made of the one that had it before, go.
  void set(uint32_t number, image::Image image);
  void forget(uint32_t number);

  // The bitmap of a layer in a size and turn, from before or made now. Valid until the next call.
  Result<const Sprite*> get(const Layer& layer, const placement::Box& box, placement::Size canvas);

  size_t bytes() const;
  size_t count() const { return kept_.size(); }

 private:
  struct Registered {
    uint32_t number;
    image::Image image;
  };
  struct Kept {
    uint32_t image;
    std::string label;  // of a stand-in
    placement::Size size;
    double rotation;
    Look look;
    Sprite sprite;
    uint64_t last_drawn;
  };

  void make_room(size_t bytes);

  size_t most_;
  std::vector<Registered> images_;
  std::vector<Kept> kept_;
  uint64_t clock_ = 0;  // counts drawings
};

}  // namespace media::preview
