// Foreground colours of half-transparent pixels: alpha·F + (1 − alpha)·B = I is solved for F and B so that both
// change little from pixel to pixel, from a single pixel up to the image in steps of about two (Germer, Uelwer,
// Conrad, Harmeling: Fast Multi-Level Foreground Estimation, ICPR 2020). Only what lies near half-transparent
// pixels is solved.
#include "cutout/foreground.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <optional>

namespace media::cutout {
namespace {

constexpr float kRegularization = 1e-5F;  // how much neighbours pull where alpha is the same; from the paper
constexpr int kSmallSide = 32, kSmallIterations = 10, kBigIterations = 2;
constexpr double kWorkingPixels = 1 << 20;
constexpr size_t kMeanLevels = 6;  // the level that shows what colours there are: 64 cells wide

bool is_mixed(uint8_t alpha) { return alpha != 0 && alpha != 255; }

// Whether none of eight alphas is between nothing and all.
bool is_plain(const uint8_t* alphas) {
  uint64_t eight = 0;
  std::memcpy(&eight, alphas, 8);
  // Byte by byte, all bits equal the one beside them: 0 or 255.
  return ((eight ^ (eight >> 1)) & 0x7F7F7F7F7F7F7F7FULL) == 0;
}

}  // namespace

Result<Foreground::Level> Foreground::Level::make(int width, int height) {
  Level out;
  out.width = width;
  out.height = height;
  auto slots = Buffer<uint32_t>::zeroed(static_cast<size_t>(width) * static_cast<size_t>(height));
  if (!slots) return slots.error();
  out.slots = std::move(*slots);
  return out;
}

void Foreground::Level::add(size_t cell) {
  if (slots[cell] != 0) return;
  cells.push_back(static_cast<uint32_t>(cell));
  slots[cell] = static_cast<uint32_t>(cells.size());
}

void Foreground::Level::add_neighbours() {
  const auto w = static_cast<size_t>(width);
  for (size_t k = 0, count = cells.size(); k < count; ++k) {
    const size_t x = cells[k] % w, y = cells[k] / w;
    for (size_t v = y == 0 ? 0 : y - 1; v <= std::min(static_cast<size_t>(height) - 1, y + 1); ++v) {
      for (size_t u = x == 0 ? 0 : x - 1; u <= std::min(w - 1, x + 1); ++u) add(v * w + u);
    }
  }
}

// Lists the finest level's cells that hold mixed pixels.
void Foreground::mark_band() {
  const int width = image_.width;
  for (int y = 0; y < image_.height; ++y) {
    const uint8_t* const alphas = alpha_.data + static_cast<size_t>(y) * static_cast<size_t>(width);
    const size_t row = static_cast<size_t>(y / block_) * static_cast<size_t>(level_.width);
    for (int x = 0; x < width;) {
      if (x + 8 <= width && is_plain(alphas + x)) {
        x += 8;
        continue;
      }
      for (const int end = std::min(width, x + 8); x < end; ++x) {
        if (is_mixed(alphas[x])) level_.add(row + static_cast<size_t>(x / block_));
      }
    }
  }
}

// Colour and alpha of each near cell: means over the block of pixels in its middle.
void Foreground::sample(Level& level, int step) const {
  const int side = block_ << step, offset = (side - block_) / 2;
  level.colours.resize(level.cells.size());
  level.alphas.resize(level.cells.size());
  for (size_t i = 0; i < level.cells.size(); ++i) {
    const int x = static_cast<int>(level.cells[i]) % level.width, y = static_cast<int>(level.cells[i]) / level.width;
    const int left = std::min(x * side + offset, image_.width - 1), top = std::min(y * side + offset, image_.height - 1);
    const int right = std::min(left + block_, image_.width), bottom = std::min(top + block_, image_.height);
    std::array<uint32_t, 4> sums{};
    uint32_t alpha = 0;
    for (int v = top; v < bottom; ++v) {
      const size_t row = static_cast<size_t>(v) * static_cast<size_t>(image_.width);
      for (int u = left; u < right; ++u) {
        const uint8_t* const p = image_.data + 4 * (row + static_cast<size_t>(u));
        for (size_t c = 0; c < 4; ++c) sums[c] += p[c];
        alpha += alpha_.data[row + static_cast<size_t>(u)];
      }
    }
    const float share = 1 / static_cast<float>((right - left) * (bottom - top));
    for (size_t c = 0; c < 4; ++c) level.colours[i][c] = share * static_cast<float>(sums[c]);
    level.alphas[i] = share / 255 * static_cast<float>(alpha);
  }
}

// The mean colours of what is rather foreground and of what is rather background, among a level's cells.
void Foreground::means_of(Level& level, int step, Colour& foreground, Colour& background) const {
  sample(level, step);
  float front = 0, back = 0;
  for (size_t i = 0; i < level.cells.size(); ++i) {
    const float a = level.alphas[i], b = 1 - a;
    for (size_t c = 0; c < 4; ++c) {
      foreground[c] += a * a * level.colours[i][c];
      background[c] += b * b * level.colours[i][c];
    }
    front += a * a, back += b * b;
  }
  for (float& c : foreground) c /= std::max(front, 1e-6F);
  for (float& c : background) c /= std::max(back, 1e-6F);
}

// Starts a level with the colours of the coarser one; what is opaque, or clear, shows its own.
void Foreground::grow(const Level& from, Level& to) {
  const auto w = static_cast<size_t>(to.width);
  for (size_t i = 0; i < to.cells.size(); ++i) {
    const size_t x = to.cells[i] % w, y = to.cells[i] / w;
    const size_t parent = from.slot(y / 2 * static_cast<size_t>(from.width) + x / 2);
    to.foreground[i] = to.alphas[i] > 0.999F ? to.colours[i] : from.foreground[parent];
    to.background[i] = to.alphas[i] < 0.001F ? to.colours[i] : from.background[parent];
  }
}

// One Gauss-Seidel sweep.
void Foreground::sweep(Level& level) {
  const auto w = static_cast<size_t>(level.width), h = static_cast<size_t>(level.height);
  for (size_t i = 0; i < level.solved; ++i) {
    const size_t cell = level.cells[i], x = cell % w, y = cell / w;
    const std::array<size_t, 4> neighbours{x > 0 ? cell - 1 : cell, x + 1 < w ? cell + 1 : cell, y > 0 ? cell - w : cell, y + 1 < h ? cell + w : cell};
    const float a = level.alphas[i], b = 1 - a;
    float pull = 0;
    Colour f{}, g{};
    for (const size_t neighbour : neighbours) {
      const size_t j = level.slot(neighbour);
      const float weight = kRegularization + std::abs(a - level.alphas[j]);
      pull += weight;
      const Colour &near_f = level.foreground[j], &near_g = level.background[j];
      for (size_t c = 0; c < 4; ++c) f[c] += weight * near_f[c];
      for (size_t c = 0; c < 4; ++c) g[c] += weight * near_g[c];
    }
    const float aa = a * a + pull, ab = a * b, bb = b * b + pull;
    const float scale = 1 / (aa * bb - ab * ab);
    const Colour colour = level.colours[i];
    Colour out_f, out_g;
    for (size_t c = 0; c < 4; ++c) {
      const float u = a * colour[c] + f[c], v = b * colour[c] + g[c];
      out_f[c] = std::clamp(scale * (bb * u - ab * v), 0.0F, 255.0F);
      out_g[c] = std::clamp(scale * (aa * v - ab * u), 0.0F, 255.0F);
    }
    level.foreground[i] = out_f;
    level.background[i] = out_g;
  }
}

Result<Foreground> Foreground::estimate(image::ImageView image, image::GreyView alpha) {
  Foreground out(image, alpha);
  const double area = static_cast<double>(image.width) * image.height;
  out.block_ = std::max(1, static_cast<int>(std::lround(std::sqrt(area / kWorkingPixels))));
  auto finest = Level::make((image.width + out.block_ - 1) / out.block_, (image.height + out.block_ - 1) / out.block_);
  if (!finest) return finest.error();
  out.level_ = std::move(*finest);
  out.mark_band();
  if (out.level_.cells.empty()) return out;

  // From fine to coarse: a level's cells are solved where the finer one needs values to start with.
  out.level_.add_neighbours();
  out.level_.solved = out.level_.cells.size();
  out.level_.add_neighbours();
  std::vector<Level> levels;
  levels.push_back(std::move(out.level_));
  while (levels.back().width > 1 || levels.back().height > 1) {
    const Level& fine = levels.back();
    auto coarse = Level::make((fine.width + 1) / 2, (fine.height + 1) / 2);
    if (!coarse) return coarse.error();
    const auto w = static_cast<size_t>(fine.width);
    for (const uint32_t cell : fine.cells) coarse->add(cell / w / 2 * static_cast<size_t>(coarse->width) + cell % w / 2);
    coarse->solved = coarse->cells.size();
    coarse->add_neighbours();
    levels.push_back(std::move(*coarse));
  }

  // What both are on the whole, to start with.
  Colour whole_foreground{}, whole_background{};
  const size_t medium = std::max(levels.size(), kMeanLevels + 1) - kMeanLevels - 1;
  out.means_of(levels[medium], static_cast<int>(medium), whole_foreground, whole_background);
  for (std::optional<Level> coarser;;) {
    const size_t step = levels.size() - 1;
    Level& level = levels[step];
    out.sample(level, static_cast<int>(step));
    level.foreground.assign(level.cells.size(), whole_foreground);
    level.background.assign(level.cells.size(), whole_background);
    if (coarser) grow(*coarser, level);
    const int iterations = level.width <= kSmallSide && level.height <= kSmallSide ? kSmallIterations : kBigIterations;
    for (int i = 0; i < iterations; ++i) sweep(level);
    if (step == 0) break;
    coarser = std::move(level);
    levels.pop_back();
  }
  out.level_ = std::move(levels[0]);
  // Cells are whole blocks, also the last ones, which the image may cut.
  const auto places = [&](int pixels, int cells, std::vector<Between>& into) {
    for (int i = 0; i < pixels; ++i) into.push_back(between(i, cells, cells * out.block_));
  };
  places(image.width, out.level_.width, out.columns_);
  places(image.height, out.level_.height, out.rows_);
  return out;
}

void Foreground::unmix_row(int y, uint8_t* pixels) const {
  if (columns_.empty()) return;  // nothing is mixed
  const uint8_t* const alphas = alpha_.data + static_cast<size_t>(y) * static_cast<size_t>(image_.width);
  const Between row = rows_[static_cast<size_t>(y)];
  const size_t top = row.low * static_cast<size_t>(level_.width), bottom = row.high * static_cast<size_t>(level_.width);
  for (int x = 0; x < image_.width; ++x) {
    if (x + 8 <= image_.width && is_plain(alphas + x)) {
      x += 7;
      continue;
    }
    if (!is_mixed(alphas[x])) continue;
    const float a = static_cast<float>(alphas[x]) / 255, b = 1 - a;
    const Between column = columns_[static_cast<size_t>(x)];
    const float s = column.share, t = row.share;
    const std::array<size_t, 4> corners{level_.slot(top + column.low), level_.slot(top + column.high), level_.slot(bottom + column.low), level_.slot(bottom + column.high)};
    const auto sample = [&](const std::vector<Colour>& values) {
      const Colour &nw = values[corners[0]], &ne = values[corners[1]], &sw = values[corners[2]], &se = values[corners[3]];
      Colour out;
      for (size_t c = 0; c < 4; ++c) {
        const float above = nw[c] + s * (ne[c] - nw[c]), below = sw[c] + s * (se[c] - sw[c]);
        out[c] = above + t * (below - above);
      }
      return out;
    };
    const Colour f = sample(level_.foreground), g = sample(level_.background);
    uint8_t* const p = pixels + 4 * static_cast<size_t>(x);
    const float part = a / (a * a + b * b);
    for (size_t c = 0; c < 3; ++c) {
      // The smallest change of both that makes up the pixel exactly.
      const float rest = static_cast<float>(p[c]) - (a * f[c] + b * g[c]);
      p[c] = static_cast<uint8_t>(std::clamp(f[c] + rest * part, 0.0F, 255.0F) + 0.5F);
    }
  }
}

}  // namespace media::cutout
