// Internal: colours that are known in places and change slowly, on a coarse grid over an image.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "cutout/bilinear.h"

namespace media::cutout {

using Rgb = std::array<float, 3>;

// One colour a cell of `cell` × `cell` pixels; what is unknown is filled from what lies around it.
class Surface {
 public:
  // The smallest cell that leaves at most `most` cells on the longer side.
  static int cell_for(int width, int height, int least, int most);

  Surface(int width, int height, int cell);

  int columns() const { return columns_; }
  int rows() const { return rows_; }
  int cell() const { return cell_; }
  size_t index(int column, int row) const { return static_cast<size_t>(row) * static_cast<size_t>(columns_) + static_cast<size_t>(column); }

  Rgb& colour(size_t cell) { return colours_[cell]; }
  const Rgb& colour(size_t cell) const { return colours_[cell]; }
  // 0: unknown; else how much the cell counts beside others.
  float& weight(size_t cell) { return weights_[cell]; }
  float weight(size_t cell) const { return weights_[cell]; }

  // Gives every unknown cell the colour of the known ones around it: averages over ever larger cells fill what the
  // smaller ones lack (pull-push: Gortler, Grzeszczuk, Szeliski, Cohen: The Lumigraph, SIGGRAPH 1996). The weight
  // becomes 1 where it was known and halves with each doubling of the distance to that. False where nothing is known.
  bool fill();

  // Colours and weights along a row of pixels, bilinear between the middles of cells.
  class Row {
   public:
    Row(const Surface& surface, int y);
    Rgb at(int x) const {
      const Between& c = surface_.across_[static_cast<size_t>(x)];
      const Rgb &low = colours_[c.low], &high = colours_[c.high];
      return {low[0] + c.share * (high[0] - low[0]), low[1] + c.share * (high[1] - low[1]), low[2] + c.share * (high[2] - low[2])};
    }
    float weight(int x) const {
      const Between& c = surface_.across_[static_cast<size_t>(x)];
      return weights_[c.low] + c.share * (weights_[c.high] - weights_[c.low]);
    }
    // The same of every pixel of the row: one channel of the colours, and the weights.
    void spread(size_t channel, float* out) const;
    void spread_weights(float* out) const;

   private:
    template <class Value>
    void spread_values(Value value, float* out) const;

    const Surface& surface_;
    std::vector<Rgb> colours_;
    std::vector<float> weights_;
  };

 private:
  Between along(int pixel, int cells) const;

  int columns_, rows_, cell_;
  std::vector<Rgb> colours_;
  std::vector<float> weights_;
  std::vector<Between> across_;
  std::vector<float> shares_;     // those of across_
  std::vector<size_t> stretches_; // where the pixels begin that lie between the same two cells, and where the last end
};

}  // namespace media::cutout
