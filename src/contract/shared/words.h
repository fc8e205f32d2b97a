// The prompt's words for a place and a size, which an editor says too.
#pragma once

#include <string_view>

namespace media::contract {

// A piece of the prompt's wording, under the name by which a host replaces it.
struct Phrase {
  std::string_view name;
  std::string_view text;
};

inline constexpr Phrase kRegions[3][3] = {
    {{"top_left", "top left"}, {"top_center", "top centre"}, {"top_right", "top right"}},
    {{"center_left", "centre left"}, {"center", "centre"}, {"center_right", "centre right"}},
    {{"bottom_left", "bottom left"}, {"bottom_center", "bottom centre"}, {"bottom_right", "bottom right"}}};
inline constexpr Phrase kSizes[] = {
    {"very_small", "very small"}, {"small", "small"}, {"medium", "medium-sized"}, {"large", "large"}, {"very_large", "very large"}};

const Phrase& region_phrase(double x, double y);
const Phrase& size_phrase(double percent);

}  // namespace media::contract
