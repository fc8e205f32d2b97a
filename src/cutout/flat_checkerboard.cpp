// The checkerboard of greys that image searches and editors show for transparency, saved as part of a picture.
#include <algorithm>
#include <cmath>
#include <vector>

#include "cutout/flat_ground.h"

namespace media::cutout {
namespace {

constexpr int kLeastContrast = 8, kMostHue = 14;  // levels between its colours, and between the channels of one
constexpr double kLeastSquare = 3;         // pixels
constexpr size_t kLeastRuns = 3;           // whole squares along a side
constexpr float kBlur = 1.5F;              // pixels beside a line over which its squares may run into each other
constexpr double kLeastRegular = 0.8;      // share of the border that must fit

int light_of(const uint8_t* p) { return (p[0] + p[1] + p[2]) / 3; }
int hue_of(const uint8_t* p) { return std::max({p[0], p[1], p[2]}) - std::min({p[0], p[1], p[2]}); }

// Squares along one direction: where a line lies, and how far the next is.
struct Grid {
  double square = 0, first = 0;
  long cell(double at) const { return std::lround(std::floor((at - first) / square)); }
  // To the nearest line, in pixels.
  double to_line(double at) const {
    const double t = (at - first) / square;
    return std::abs(t - std::round(t)) * square;
  }
};

// Which of two colours each pixel of a line of them has: 0, 1, or 2 for neither.
using Labels = std::vector<uint8_t>;

// The squares that explain most of a few lines of pixels, whichever colour each begins with; the share that is explained.
double fit_grid(const std::vector<Labels>& lines, Grid& best) {
  std::vector<int> runs;
  for (const Labels& line : lines) {
    size_t start = 0;
    for (size_t i = 1; i <= line.size(); ++i) {
      if (i < line.size() && line[i] == line[start]) continue;
      if (line[start] != 2 && start > 0 && i < line.size() && static_cast<double>(i - start) >= kLeastSquare - 1) runs.push_back(static_cast<int>(i - start));
      start = i;
    }
  }
  if (runs.size() < kLeastRuns) return 0;
  std::nth_element(runs.begin(), runs.begin() + static_cast<std::ptrdiff_t>(runs.size() / 2), runs.end());
  const double typical = runs[runs.size() / 2], length = static_cast<double>(lines[0].size());
  if (typical > length / 2) return 0;
  const auto regular = std::count_if(runs.begin(), runs.end(), [&](int run) { return std::abs(run - typical) <= 1.5 + 0.1 * typical; });
  if (2 * static_cast<size_t>(regular) < runs.size()) return 0;
  double most = 0;
  const auto attempt = [&](const Grid& grid) {
    double explained = 0, all = 0;
    for (const Labels& line : lines) {
      double same = 0, sure = 0;
      const size_t step = std::max<size_t>(1, line.size() / 600);
      for (size_t i = 0; i < line.size(); i += step) {
        all += 1;
        if (line[i] == 2) continue;
        sure += 1;
        same += (grid.cell(static_cast<double>(i) + 0.5) & 1) == line[i] ? 1 : 0;
      }
      explained += std::max(same, sure - same);
    }
    if (explained / all > most) most = explained / all, best = grid;
  };
  const double fine = std::max(0.002, typical * typical / (6 * length));
  for (double square = typical - 1; square <= typical + 2; square += fine) {
    if (square < kLeastSquare) continue;
    for (double first = 0; first < square; first += std::max(0.5, square / 16)) attempt({square, first});
  }
  const Grid rough = best;
  if (rough.square == 0) return 0;
  for (double square = rough.square - fine; square <= rough.square + fine; square += fine / 4) {
    for (double first = rough.first - rough.square / 8; first <= rough.first + rough.square / 8; first += 0.25) attempt({square, first});
  }
  return most;
}

class Checkerboard : public Ground {
 public:
  Checkerboard(image::ImageView image, const Grid& across, const Grid& down, int low, int high)
      : Ground(image.width), across_(across), down_(down) {
    const Samples samples = Samples::of(image, nullptr, false);
    // Which cells are which, and the colours, as most of the border has it.
    const double middle = (low + high) / 2.0;
    long same = 0;
    for (const Sample& s : samples.list) same += (light_of(s.colour) > middle) == (parity(s.x, s.y) == 1) ? 1 : -1;
    turned_ = same < 0;
    for (size_t kind = 0; kind < 2; ++kind) {
      std::array<std::vector<float>, 3> values;
      for (const Sample& s : samples.list) {
        const bool clear = across_.to_line(s.x + 0.5) > static_cast<double>(kBlur) && down_.to_line(s.y + 0.5) > static_cast<double>(kBlur);
        if (!clear || is_second(s.x, s.y) != (kind == 1) || (light_of(s.colour) > middle) != (kind == 1)) continue;
        for (size_t c = 0; c < 3; ++c) values[c].push_back(static_cast<float>(s.colour[c]));
      }
      for (size_t c = 0; c < 3; ++c) {
        auto& v = values[c];
        if (v.empty()) v.push_back(static_cast<float>(kind == 1 ? high : low));
        std::nth_element(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end());
        colours_[kind][c] = v[v.size() / 2];
      }
    }
    judge(samples);
    size_t fitting = 0;
    for (const Sample& s : samples.list) fitting += away_of(s.x, s.y, s.colour) <= tolerance_ ? 1 : 0;
    border_share_ = static_cast<float>(fitting) / static_cast<float>(samples.list.size());
  }

  Rgb at(int x, int y) const override { return colours_[is_second(x, y) ? 1 : 0]; }
  float square() const override { return static_cast<float>(std::min(across_.square, down_.square)); }
  bool is_second(int x, int y) const override { return (parity(x, y) == 1) != turned_; }

  void distances(int y, const uint8_t* row, uint16_t* out) const override {
    for (int x = 0; x < width_; ++x) out[x] = static_cast<uint16_t>(away_of(x, y, row + 4 * x) * kSteps + 0.5F);
  }

 private:
  int parity(int x, int y) const { return static_cast<int>((across_.cell(x + 0.5) + down_.cell(y + 0.5)) & 1); }

  // Beside a line anything between the two colours belongs to it.
  float away_of(int x, int y, const uint8_t* p) const {
    const float own = distance(p, at(x, y));
    if (across_.to_line(x + 0.5) > static_cast<double>(kBlur) && down_.to_line(y + 0.5) > static_cast<double>(kBlur)) return own;
    float most = 0;
    for (size_t c = 0; c < 3; ++c) {
      const float value = static_cast<float>(p[c]), low = std::min(colours_[0][c], colours_[1][c]), high = std::max(colours_[0][c], colours_[1][c]);
      most = std::max(most, std::max(low - value, value - high));
    }
    return std::min(own, most);
  }

  Grid across_, down_;
  bool turned_ = false;
  std::array<Rgb, 2> colours_{};
};

}  // namespace

std::unique_ptr<Ground> fit_checkerboard(image::ImageView image) {
  const int w = image.width, h = image.height;
  if (std::min(w, h) < 3 * kLeastSquare) return nullptr;
  const auto pixel = [&](int x, int y) { return image.data + 4 * (static_cast<size_t>(y) * static_cast<size_t>(w) + static_cast<size_t>(x)); };
  // The greys of the border: two of them hold most of it, about half each.
  std::array<int, 256> counts{};
  int all = 0, grey = 0;
  const auto look = [&](int x, int y) {
    ++all;
    if (hue_of(pixel(x, y)) > kMostHue) return;
    ++grey;
    ++counts[static_cast<size_t>(light_of(pixel(x, y)))];
  };
  for (int x = 0; x < w; ++x) look(x, 0), look(x, h - 1);
  for (int y = 0; y < h; ++y) look(0, y), look(w - 1, y);
  if (grey < kLeastRegular * all * 0.8) return nullptr;
  const auto percentile = [&](double share) {
    int level = 0;
    for (double seen = 0; level < 255; ++level) {
      if ((seen += counts[static_cast<size_t>(level)]) >= share * grey) break;
    }
    return level;
  };
  const int low = percentile(0.2), high = percentile(0.8);
  if (high - low < kLeastContrast) return nullptr;
  const int near = std::min(12, (high - low) / 3);
  const auto label = [&](int x, int y) -> uint8_t {
    const uint8_t* const p = pixel(x, y);
    if (hue_of(p) > kMostHue) return 2;
    const int light = light_of(p);
    return std::abs(light - low) <= near ? 0 : std::abs(light - high) <= near ? 1 : 2;
  };
  std::vector<Labels> rows(2), columns(2);
  for (int x = 0; x < w; ++x) rows[0].push_back(label(x, 0)), rows[1].push_back(label(x, h - 1));
  for (int y = 0; y < h; ++y) columns[0].push_back(label(0, y)), columns[1].push_back(label(w - 1, y));
  Grid across, down;
  constexpr double kLeastAlong = 0.6;  // what is blurred between the squares, and what the subject covers, is not explained
  if (fit_grid(rows, across) < kLeastAlong || fit_grid(columns, down) < kLeastAlong) return nullptr;
  if (std::max(across.square, down.square) > 1.5 * std::min(across.square, down.square)) return nullptr;
  auto board = std::make_unique<Checkerboard>(image, across, down, low, high);
  return board->border_share() >= static_cast<float>(kLeastRegular) ? std::move(board) : nullptr;
}

}  // namespace media::cutout
