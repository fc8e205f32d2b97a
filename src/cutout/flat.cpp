// Backgrounds of one colour, a gradient or a checkerboard, keyed without a network: what fits the ground and hangs
// together with the border (or is a hole) goes; pixels beside it are un-mixed into the subject's colour and an alpha.
#include <algorithm>
#include <cmath>
#include <memory>

#include "cutout/cutout.h"
#include "cutout/flat_edges.h"
#include "cutout/flat_ground.h"
#include "cutout/flat_holes.h"
#include "cutout/flat_keyer.h"
#include "cutout/flat_slopes.h"
#include "cutout/flat_veil.h"

namespace media::cutout {
namespace {

constexpr float kLeastBorderShare = 0.6F;
constexpr float kLeastSideShare = 0.1F;    // a bust may cover nearly all of the bottom
constexpr float kLeastOfOpposite = 0.5F;   // but what covers both left and right is a letterboxed picture
constexpr float kMostNoise = 3;         // standard deviation; grain and texture of photographs is above it
constexpr float kMostNoiseOfProfile = 1.5F, kLeastBorderOfProfile = 0.8F;  // which more pictures fit by chance
constexpr float kLittleNoise = 1;       // of a drawn ground or a good JPEG's
constexpr float kWholeBorder = 0.97F;   // of one colour or gradient: what else is smooth inside is no ground
constexpr double kBetter = 0.02;        // share of the picture that a profile explains beyond the polynomial
constexpr float kLeastSharpShare = 0.6F;
constexpr double kMostLeft = 0.05;      // of the subject, that may be veil
constexpr double kMostDeep = 1.1;  // of the subject, that may as well be paint
constexpr double kMostClosed = 0.01;    // of the subject
constexpr float kMostSoftShare = 0.25F;
constexpr double kRingDoubt = 0.49;     // less than what is called good
constexpr double kHoleDoubt = 0.02, kHoleShareDoubt = 0.25, kVeilDoubt = 0.02;

bool is_plain(const Ground& ground) {
  const auto [top, bottom, left, right] = ground.side_shares();
  return ground.noise() <= kMostNoise && ground.border_share() >= kLeastBorderShare && std::min({top, bottom, left, right}) >= kLeastSideShare &&
         std::min(std::max(top, bottom), std::max(left, right)) >= kLeastOfOpposite;
}

double transparent_share(image::ImageView image) {
  size_t clear = 0, all = 0;
  const auto look = [&](int x, int y) {
    ++all;
    clear += image.data[4 * (static_cast<size_t>(y) * static_cast<size_t>(image.width) + static_cast<size_t>(x)) + 3] < 8 ? 1 : 0;
  };
  for (int x = 0; x < image.width; ++x) look(x, 0), look(x, image.height - 1);
  for (int y = 0; y < image.height; ++y) look(0, y), look(image.width - 1, y);
  return static_cast<double>(clear) / static_cast<double>(all);
}

// What a picture is made of, as far as it is not subject.
struct Seen {
  bool plain = false;  // else nothing of it is known
  bool even = true;    // the ground fits so well that what fades into it is not its own error
  std::optional<Veil> veil;
};

bool use_polynomial(Keyer& keyer, std::unique_ptr<Ground> polynomial) {
  keyer.use(std::move(polynomial));
  auto again = fit_polynomial(keyer.image(), keyer.kinds());  // now with what lies between the border and the subject
  if (!is_plain(*again)) return false;
  keyer.use(std::move(again));
  return true;
}

// Marks the background that explains the picture best, and the veil over it where that is of one colour or a gentle
// gradient.
Seen look_at(Keyer& keyer, Holes holes) {
  const image::ImageView image = keyer.image();
  auto polynomial = fit_polynomial(image);
  const bool plain = is_plain(*polynomial);
  const float tolerance = polynomial->tolerance(), border = polynomial->border_share();
  const double fitting = explained(*polynomial, image, tolerance);
  if (plain && border >= kWholeBorder && polynomial->noise() <= kLittleNoise) {
    if (use_polynomial(keyer, std::move(polynomial))) {
      // A shadow or a glow around a subject may look like a vignette.
      auto veil = keyer.ground().noise() <= kLittleNoise ? find_veil(keyer, holes) : std::nullopt;
      if (veil) return {true, true, veil};
    }
    polynomial = fit_polynomial(image);  // the keyer has the first
  }
  auto profile = fit_profile(image);
  if (profile && (!is_plain(*profile) || profile->noise() > kMostNoiseOfProfile || profile->border_share() < kLeastBorderOfProfile)) profile.reset();
  const float most = profile ? std::max(profile->tolerance(), tolerance) : 0;
  if (profile && (!plain || explained(*profile, image, most) > (most > tolerance ? explained(*polynomial, image, most) : fitting) + kBetter)) {
    keyer.use(std::move(profile));
    return {true, false, std::nullopt};
  }
  if (plain) {
    if (!use_polynomial(keyer, std::move(polynomial))) return {};
  } else {
    auto board = fit_checkerboard(image);
    if (!board) return {};
    keyer.use(std::move(board));
  }
  if (keyer.ground().noise() > kLittleNoise) return {true, false, std::nullopt};
  return {true, true, find_veil(keyer, holes)};
}

}  // namespace

Result<Flat> flat_background(image::ImageView image, const FlatOptions& options) {
  if (image.width < 1 || image.height < 1) return Error{ErrorCode::invalid_argument, "An image is at least 1 pixel wide and high."};
  Flat out;
  if (const double share = transparent_share(image); share > 0.5) {
    out.transparent = true;
    out.certainty = share;
    return out;
  }
  auto made = Keyer::of(image, options.jpeg);
  if (!made) return made.error();
  Keyer& keyer = *made;
  auto [plain, even, veil] = look_at(keyer, options.holes);
  if (!plain) return out;
  if (!veil) {
    if (const float ringing = keyer.ringing(); ringing > 0) {
      keyer.allow(ringing);
      keyer.mark();
    }
  }
  const size_t kept = options.holes == Holes::judge ? keep_painted(keyer) : 0;
  const auto [holes, removed] = keyer.settle_holes(options.holes);
  auto closed = close_slopes(keyer);
  if (!closed) return closed.error();
  if (!veil && even) veil = find_veil(keyer, options.holes);
  const float sharp = keyer.sharp_share();
  if (sharp < kLeastSharpShare) return out;

  out.flat = true;
  out.shadow = veil.has_value();
  const Ground& ground = keyer.ground();
  out.certainty = static_cast<double>(ground.border_share() * sharp * (1 - ground.noise() / (8 * kMostNoise)));
  out.holes = holes;
  if (holes > 0 || kept > 0) {
    // A hole may have been paint of the ground's colour, such as teeth: the more of the subject, the likelier.
    const double share = static_cast<double>(removed + kept) / static_cast<double>(removed + keyer.subject_size());
    out.certainty *= 1 - kHoleDoubt - kHoleShareDoubt * share;
  }
  if (veil) out.certainty *= 1 - kVeilDoubt;
  // A shadow or glow that is of no one colour, or fills a hole, would stay as an opaque ring.
  const auto size = static_cast<double>(keyer.subject_size());
  const bool left = veil && (static_cast<double>(veil->left) > kMostLeft * size || static_cast<double>(veil->deep) > kMostDeep * size);
  // And where a codec has been, paint of the ground's colour shows no clear edge beside it.
  const bool unclear = !keyer.is_drawn() && static_cast<double>(*closed) > kMostClosed * size;
  if (left || unclear || keyer.soft_share() > kMostSoftShare) out.certainty *= kRingDoubt;
  const Rgb centre = ground.at(image.width / 2, image.height / 2);
  for (size_t c = 0; c < 3; ++c) out.colour[c] = static_cast<uint8_t>(std::lround(centre[c]));
  auto cut = cut_out(keyer, veil, options.shadow);
  if (!cut) return cut.error();
  out.image = std::move(*cut);
  return out;
}

}  // namespace media::cutout
