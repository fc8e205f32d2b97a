#include "contract/shared/words.h"

#include "contract/contract.h"

namespace media::contract {

const Phrase& region_phrase(double x, double y) {
  return kRegions[y < 33 ? 0 : y > 66 ? 2 : 1][x < 33 ? 0 : x > 66 ? 2 : 1];
}

const Phrase& size_phrase(double percent) {
  return kSizes[percent < 10 ? 0 : percent < 20 ? 1 : percent < 35 ? 2 : percent < 50 ? 3 : 4];
}

std::string_view region(double x, double y) { return region_phrase(x, y).text; }
std::string_view size_word(double percent) { return size_phrase(percent).text; }

}  // namespace media::contract
