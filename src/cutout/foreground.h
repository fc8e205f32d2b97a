// Internal: see foreground.cpp.
#pragma once

#include <array>
#include <vector>

#include "cutout/bilinear.h"
#include "cutout/cutout.h"

namespace media::cutout {

// The foreground's colours where 0 < alpha < 255, estimated on a small image and only near such pixels.
class Foreground {
 public:
  // `alpha` has the image's size; both must outlive this. out_of_memory.
  static Result<Foreground> estimate(image::ImageView image, image::GreyView alpha);

  // Replaces the colours of a row's half-transparent pixels, which are the image's own before.
  void unmix_row(int y, uint8_t* pixels) const;

 private:
  using Colour = std::array<float, 4>;  // red, green, blue, 0 to 255, and nothing: four at once are as fast as three

  // A step of the pyramid: only cells near half-transparent pixels, in a list.
  struct Level {
    int width = 0, height = 0;
    Buffer<uint32_t> slots;       // of each cell: 1 + its place in the list, 0 for none
    std::vector<uint32_t> cells;  // first those to be solved, then those beside them
    size_t solved = 0;
    std::vector<Colour> colours, foreground, background;
    std::vector<float> alphas;

    static Result<Level> make(int width, int height);
    void add(size_t cell);
    void add_neighbours();  // of all that are in the list
    size_t slot(size_t cell) const { return slots[cell] - 1; }
  };

  Foreground(image::ImageView image, image::GreyView alpha) : image_(image), alpha_(alpha) {}

  void mark_band();
  void sample(Level& level, int step) const;
  void means_of(Level& level, int step, Colour& foreground, Colour& background) const;
  static void grow(const Level& from, Level& to);
  static void sweep(Level& level);

  image::ImageView image_;
  image::GreyView alpha_;
  int block_ = 1;  // pixels that a cell of the finest level is wide and high
  Level level_;
  std::vector<Between> columns_, rows_;
};

}  // namespace media::cutout
