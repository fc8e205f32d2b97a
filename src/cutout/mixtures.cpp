#include "cutout/mixtures.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace media::cutout {
namespace {

constexpr float kOwn = 0.98F;  // of the way from the ground: what is nearer to a colour is that colour
constexpr float kLeast = 0.2F;
// What is no mixture of much ground may as well be light that the screen throws back.
constexpr float kDeep = 0.55F;
constexpr float kStep = 0.12F;   // from cell to cell: what changes faster is a narrow edge
constexpr float kSlack = 0.04F, kNoise = 0.25F;  // beside the way, of its length and of a pixel's noise: a cell is the mean of several
constexpr int kSweeps = 2;

float dot(const Rgb& a, const Rgb& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Rgb minus(const Rgb& a, const Rgb& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }

class Mixtures {
 public:
  Mixtures(Surface& subject, const Surface& ground, float noise)
      : subject_(subject), ground_(ground), noise_(noise), count_(subject.index(0, subject.rows())), origins_(count_), shares_(count_, 1) {
    for (size_t i = 0; i < count_; ++i) origins_[i] = subject.colour(i);
  }

  void run() {
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      for (size_t i = 0; i < count_; ++i) look_around(i);
      for (size_t i = count_; i-- > 0;) look_around(i);
    }
    // From where a way is deep, all of it.
    std::vector<size_t> waiting;
    std::vector<uint8_t> taken(count_);
    const auto take = [&](size_t i) {
      if (taken[i]) return;
      taken[i] = 1;
      waiting.push_back(i);
    };
    for (size_t i = 0; i < count_; ++i) {
      if (shares_[i] < kDeep) take(i);
    }
    while (!waiting.empty()) {
      const size_t i = waiting.back();
      waiting.pop_back();
      subject_.colour(i) = origins_[i];
      for_neighbours(i, [&](size_t j) {
        if (shares_[j] < 1 && shares_[j] > shares_[i] && shares_[j] - shares_[i] < kStep) take(j);
      });
    }
  }

 private:
  void look_around(size_t i) {
    if (subject_.weight(i) <= 0) return;
    for_neighbours(i, [&](size_t j) {
      if (subject_.weight(j) <= 0) return;
      const Rgb &behind = ground_.colour(i), way = minus(origins_[j], behind), own = minus(subject_.colour(i), behind);
      const float length = std::max(1.0F, dot(way, way)), share = dot(own, way) / length;
      if (share < kLeast || share >= std::min(kOwn, shares_[i])) return;
      const float slack = kNoise * noise_ + kSlack * std::sqrt(length);
      if (dot(own, own) - share * share * length > slack * slack) return;
      shares_[i] = share;
      origins_[i] = origins_[j];
    });
  }

  template <class Visit>
  void for_neighbours(size_t i, Visit visit) const {
    const auto columns = static_cast<size_t>(subject_.columns());
    const size_t x = i % columns;
    const bool left = x > 0, right = x + 1 < columns, up = i >= columns, down = i + columns < count_;
    if (left) visit(i - 1);
    if (right) visit(i + 1);
    if (up) visit(i - columns);
    if (down) visit(i + columns);
    if (left && up) visit(i - columns - 1);
    if (right && up) visit(i - columns + 1);
    if (left && down) visit(i + columns - 1);
    if (right && down) visit(i + columns + 1);
  }

  Surface& subject_;
  const Surface& ground_;
  float noise_;
  size_t count_;
  std::vector<Rgb> origins_;   // the colour that each cell's is a mixture of
  std::vector<float> shares_;  // and the share of it
};

}  // namespace

void take_mixtures_out(Surface& subject, const Surface& ground, float noise) { Mixtures(subject, ground, noise).run(); }

}  // namespace media::cutout
