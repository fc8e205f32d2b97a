#include "cutout/selection_solve.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "cutout/selection_box.h"
#include "cutout/selection_learnt.h"
#include "cutout/selection_polish.h"
#include "cutout/selection_reach.h"

namespace media::cutout {
namespace {

// Found on photographs of people and things (tests/bench/selection.mjs).
constexpr float kOutside = 0.7F;         // of a region that lies outside the box: it is not selected
constexpr float kOutsideStepCost = 0.3F;
constexpr float kOutsideIgnored = 0.3F;  // differences that a gradient makes, in deviations
constexpr float kOutsideWeight = 2.0F;   // of being connected to what is outside the box
constexpr float kOutsideReach = 1.5F;    // deviations
constexpr float kStrokeWeight = 3.0F;
constexpr float kStrokeReach = 3.0F;     // of all strokes, deviations
constexpr float kStrokeVotes = 4.0F;     // an area under a stroke counts so many times
constexpr float kStayMask = 3.3423F;     // odds of staying what it is: for corrections of a mask
constexpr float kStay = 2.0F;            // for corrections
constexpr float kStayFirst = 0.5F;       // for the first strokes
constexpr float kUnheard = 0.9F;         // how much less the labels around the newest stroke are believed
constexpr float kPlaceLater = 0.3F;      // weight of a place in a box once there are labels
constexpr float kOutsideFirst = 0.6F;    // and of being connected to what is outside: for the first strokes
constexpr float kOutsideLater = 0.3F;
constexpr float kWayVotes = 8.0F;        // what a selection reaches a side by counts so many times: it is least like the rest
constexpr int kRounds = 4, kLaterRounds = 2;
constexpr float kSure = 0.9487F;         // what the next round believes of a cut
constexpr float kSoftLater = 0.7F;       // and how much of it is taken from the odds instead, once there are labels

// Evidence of pixels, for each region.
struct Facts {
  std::vector<float> before, outside;  // share that is selected now, and that lies outside the box
  std::vector<uint8_t> keep, remove, fresh;  // strokes are in it; fresh: the newest
  std::vector<int8_t> fixed;                 // 1 selected, −1 not, whatever the odds
  bool any_keep = false, any_remove = false;
};

Facts gather(const SelectionModel& model, const Evidence& evidence) {
  const size_t n = model.regions().list.size();
  const std::vector<int>& of = model.regions().of;
  std::vector<float> kept(n, 0.0F), removed(n, 0.0F);
  Facts out{std::vector<float>(n, 0.0F), std::vector<float>(n, 0.0F), std::vector<uint8_t>(n, 0), std::vector<uint8_t>(n, 0), std::vector<uint8_t>(n, 0), std::vector<int8_t>(n, 0)};
  size_t i = 0;
  for (int y = 0; y < model.height(); ++y) {
    for (int x = 0; x < model.width(); ++x, ++i) {
      const auto r = size_t(of[i]);
      if (evidence.marks[i] == Mark::keep) kept[r] += 1;
      if (evidence.marks[i] == Mark::remove) removed[r] += 1;
      if (evidence.labelled) out.before[r] += evidence.labels[i];
      if (evidence.is_outside(x, y)) out.outside[r] += 1;
    }
  }
  for (const int pixel : evidence.newest) out.fresh[size_t(of[size_t(pixel)])] = 1;
  for (size_t r = 0; r < n; ++r) {
    const float area = std::max(1.0F, model.region(r).area);
    out.before[r] /= area;
    out.outside[r] /= area;
    out.keep[r] = kept[r] > removed[r];
    out.remove[r] = removed[r] > kept[r];
    out.any_keep |= out.keep[r] != 0, out.any_remove |= out.remove[r] != 0;
    out.fixed[r] = out.keep[r] ? 1 : out.remove[r] || out.outside[r] > kOutside ? -1 : 0;
  }
  return out;
}

std::vector<uint8_t> outside_of(const Facts& facts) {
  std::vector<uint8_t> out(facts.outside.size());
  for (size_t r = 0; r < out.size(); ++r) out[r] = facts.outside[r] > kOutside;
  return out;
}

// What is known of each region beside its colour.
struct Prior {
  std::vector<float> odds;
  std::vector<float> selected;  // chance, to begin with
  std::vector<float> vote;      // how much it is heard
  Ways ways;
};

Prior prior_of(const SelectionModel& model, const Evidence& evidence, const Facts& facts, const Reach& reach, float spread) {
  const size_t n = facts.fixed.size();
  Prior out{std::vector<float>(n, 0.0F), std::vector<float>(n, 0.0F), std::vector<float>(n, 1.0F),
            {model.geodesic(facts.keep, kStepCost, 0), model.geodesic(facts.remove, kStepCost, 0),
             model.geodesic(outside_of(facts), kOutsideStepCost, kOutsideIgnored * spread)}};
  const Ways& ways = out.ways;
  const float stay = evidence.trusted ? kStayMask : evidence.settled ? kStay : kStayFirst, near = kStrokeReach * spread;
  for (size_t r = 0; r < n; ++r) {
    float place = facts.any_keep && !evidence.box ? -0.5F : 0.0F, chance = 0, connected = 0;
    if (evidence.box) {
      const Place in = place_in(*evidence.box, model.region(r), model.width(), model.height());
      place = facts.outside[r] > 0.5F ? -3 : in.odds;
      chance = facts.outside[r] > 0.5F ? 0 : 1 / (1 + std::exp(-2 * place));
      out.vote[r] = in.vote;
      connected = kOutsideWeight * std::exp(-ways.outside[r] / (kOutsideReach * spread));
    }
    if (evidence.labelled) {
      chance = facts.before[r];
      connected *= evidence.settled ? kOutsideLater : kOutsideFirst;
      place = place * kPlaceLater + stay * (2 * chance - 1) * (1 - reach.share[r]);
      out.vote[r] *= 1 - kUnheard * reach.share[r];
    } else if (!evidence.box) {
      chance = 0.2F;
      out.vote[r] = 0.3F;
    }
    out.odds[r] = place - connected + kStrokeWeight * (std::exp(-ways.keep[r] / near) - std::exp(-ways.remove[r] / near));
    out.selected[r] = chance;
  }
  return out;
}

// The border is found again only around what became another, or was just drawn on; elsewhere it stays as it is.
void hold_the_rest(const SelectionModel& model, const Facts& facts, const std::vector<uint8_t>& selected, std::vector<uint8_t>& held) {
  const size_t n = selected.size();
  std::vector<uint8_t> near(n, 0);
  for (size_t r = 0; r < n; ++r) near[r] = facts.fresh[r] || (selected[r] != 0) != (facts.before[r] >= 0.5F);
  near = with_neighbours(model.regions(), with_neighbours(model.regions(), near));
  for (size_t r = 0; r < n; ++r) held[r] |= uint8_t(!near[r]);
}

}  // namespace

std::vector<uint8_t> solve(const SelectionModel& model, const Evidence& evidence) {
  const size_t n = model.regions().list.size();
  Facts facts = gather(model, evidence);
  const float spread = std::clamp(std::sqrt(model.contrast()), 4.0F, 20.0F);
  const bool stroke = !evidence.newest.empty(), adding = stroke && evidence.marks[size_t(evidence.newest[0])] == Mark::keep;
  const bool one_way = stroke && evidence.labelled && (evidence.trusted || (facts.any_keep && facts.any_remove && evidence.settled));
  const Reach reach = reach_of(model, evidence, facts.fresh, one_way, spread);
  const Prior prior = prior_of(model, evidence, facts, reach, spread);

  std::vector<uint8_t> held(n, 0), selected;
  std::vector<uint8_t> way(n, 0);
  std::vector<float> chance = prior.selected, odds;
  SelectionModel::ColourOdds colour;
  for (size_t r = 0; r < n; ++r) {
    if (one_way && facts.fixed[r] == 0 && (adding ? facts.before[r] > 0.95F : facts.before[r] < 0.05F)) facts.fixed[r] = adding ? 1 : -1;
    held[r] = evidence.trusted && reach.away[r];
    if (held[r] || reach.border_only) facts.fixed[r] = facts.before[r] >= 0.5F ? 1 : -1;
    if (facts.fixed[r] != 0) chance[r] = facts.fixed[r] > 0;
  }
  for (int round = 0; round < (evidence.labelled ? kLaterRounds : kRounds); ++round) {
    SelectionModel::Votes votes{std::vector<float>(n), std::vector<float>(n)};
    for (size_t r = 0; r < n; ++r) {
      const float weight = model.region(r).area * (facts.keep[r] || facts.remove[r] ? kStrokeVotes : way[r] ? kWayVotes * prior.vote[r] : prior.vote[r]);
      votes.keep[r] = weight * chance[r];
      votes.remove[r] = weight * (1 - chance[r]);
    }
    colour = model.colour_odds(votes);
    odds = colour.both();
    for (size_t r = 0; r < n; ++r) odds[r] += prior.odds[r];
    if (evidence.box && !evidence.labelled) {
      Tight tight = cut_tight(model, *evidence.box, odds, facts.fixed);
      selected = std::move(tight.selected), way = std::move(tight.way);
    } else {
      selected = model.cut(odds, facts.fixed);
    }
    const float soft = evidence.labelled ? kSoftLater : 0;
    for (size_t r = 0; r < n; ++r) {
      if (facts.fixed[r] == 0) chance[r] = (1 - soft) * (selected[r] ? kSure : 1 - kSure) + soft / (1 + std::exp(-odds[r]));
    }
  }
  // The first strokes in a box say what the subject is; how, was learnt.
  if (evidence.box && evidence.labelled && facts.any_keep && !evidence.settled && !evidence.trusted) {
    const std::vector<uint8_t> outside = outside_of(facts);
    const Found found{facts.keep, facts.remove, outside, prior.ways, facts.before, prior.odds, colour, odds, selected, spread};
    const std::vector<Traits> traits = traits_of(model, *evidence.box, found);
    odds = learnt_odds(traits);
    if (evidence.traits) *evidence.traits = traits;
    selected = model.cut(odds, facts.fixed);
  }
  if (evidence.labelled) hold_the_rest(model, facts, selected, held);
  auto out = polish(model, evidence, selected, odds, held);
  for (size_t i = 0; one_way && i < out.size(); ++i) {
    if (evidence.marks[i] == Mark::none) out[i] = adding ? out[i] | evidence.labels[i] : out[i] & evidence.labels[i];
  }
  return out;
}

}  // namespace media::cutout
