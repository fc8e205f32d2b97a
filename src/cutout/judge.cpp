// Whether a mask can be called good, by what it shows of itself. All thresholds but those of the single models are
// here. They were set on photographs of people and of things with known masks, and on drawings (tests/bench).
#include <algorithm>
#include <vector>

#include "cutout/cutout.h"

namespace media::cutout {
namespace {

constexpr uint8_t kSubject = 128;
constexpr double kSmallPiece = 0.25;   // of the largest piece's area
constexpr double kLeastCoverage = 0.0005;
constexpr double kMostCrumbs = 0.15;
constexpr double kMostCut = 0.7;
constexpr double kLeastSteady = 0.6;

// The areas of the 4-connected pieces of a mask.
class Pieces {
 public:
  static Result<Pieces> of(image::GreyView mask) {
    const size_t area = static_cast<size_t>(mask.width) * static_cast<size_t>(mask.height);
    auto seen = Buffer<uint8_t>::make(area);
    if (!seen) return seen.error();
    auto stack = Buffer<uint32_t>::make(area);
    if (!stack) return stack.error();
    for (size_t i = 0; i < area; ++i) (*seen)[i] = mask.data[i] < kSubject;
    Pieces pieces;
    for (size_t i = 0; i < area; ++i) {
      if ((*seen)[i] == 0) pieces.add(fill(*seen, *stack, i, static_cast<size_t>(mask.width)));
    }
    return pieces;
  }

  // Share of the subject that is in small pieces.
  double crumbs() const {
    uint64_t small = 0, all = 0;
    for (const uint64_t area : areas_) {
      all += area;
      if (static_cast<double>(area) < kSmallPiece * static_cast<double>(largest_)) small += area;
    }
    return all == 0 ? 0 : static_cast<double>(small) / static_cast<double>(all);
  }

 private:
  void add(uint64_t area) {
    areas_.push_back(area);
    largest_ = std::max(largest_, area);
  }

  static uint64_t fill(Buffer<uint8_t>& seen, Buffer<uint32_t>& stack, size_t start, size_t width) {
    const size_t area = seen.size();
    size_t count = 0, filled = 0;
    const auto visit = [&](size_t i) {
      if (seen[i] != 0) return;
      seen[i] = 1;
      stack[count++] = static_cast<uint32_t>(i);
    };
    for (visit(start); count > 0; ++filled) {
      const size_t i = stack[--count];
      if (i >= width) visit(i - width);
      if (i + width < area) visit(i + width);
      if (i % width > 0) visit(i - 1);
      if (i % width + 1 < width) visit(i + 1);
    }
    return filled;
  }

  std::vector<uint64_t> areas_;
  uint64_t largest_ = 0;
};

Window bounds(image::GreyView mask) {
  int left = mask.width, right = -1, top = mask.height, bottom = -1;
  for (int y = 0; y < mask.height; ++y) {
    const uint8_t* const line = mask.data + static_cast<size_t>(y) * static_cast<size_t>(mask.width);
    for (int x = 0; x < mask.width; ++x) {
      if (line[x] < kSubject) continue;
      left = std::min(left, x), right = std::max(right, x);
      top = std::min(top, y), bottom = y;
    }
  }
  return right < 0 ? Window{} : Window{left, top, right - left + 1, bottom - top + 1};
}

// The share of `length` values, `stride` apart, that are subject.
double share(const uint8_t* first, size_t stride, int length) {
  int inside = 0;
  for (int i = 0; i < length; ++i) inside += first[static_cast<size_t>(i) * stride] >= kSubject;
  return static_cast<double>(inside) / length;
}

}  // namespace

Result<Evidence> evidence(image::GreyView mask) {
  if (mask.width < 1 || mask.height < 1) return Error{ErrorCode::invalid_argument, "A mask is at least 1 pixel wide and high."};
  const auto pieces = Pieces::of(mask);
  if (!pieces) return pieces.error();
  Evidence out;
  const auto [coverage, certainty] = measure(mask);
  out.coverage = coverage;
  out.certainty = certainty;
  out.crumbs = pieces->crumbs();
  out.subject = bounds(mask);
  const auto width = static_cast<size_t>(mask.width);
  out.cut = std::max({share(mask.data, width, mask.height), share(mask.data + width - 1, width, mask.height), share(mask.data, 1, mask.width)});
  return out;
}

Judgement judge(const Evidence& seen, const Trust& trust) {
  Judgement out;
  const auto doubt = [&](Doubt reason, bool holds) {
    out.doubts[static_cast<size_t>(reason)] = holds;
    out.good = out.good && !holds;
  };
  const bool nothing = seen.coverage < kLeastCoverage, everything = seen.coverage > 1 - kLeastCoverage;
  doubt(Doubt::nothing_found, nothing);
  doubt(Doubt::everything_found, everything);
  if (nothing || everything) return out;  // the rest would only repeat it
  doubt(Doubt::fragments, seen.crumbs > kMostCrumbs);
  doubt(Doubt::border_cut, seen.cut > kMostCut);
  doubt(Doubt::passes_disagree, seen.agreement < trust.agreement || seen.steady < kLeastSteady);
  doubt(Doubt::low_certainty, seen.certainty < trust.certainty);
  return out;
}

}  // namespace media::cutout
