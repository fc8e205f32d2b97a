#include "image/jpeg/huffman.h"

#include <algorithm>

namespace media::image {
namespace {

constexpr size_t kLongest = 16;
constexpr size_t kMost = 257;  // the symbols, and one in place of the code of ones, which a JPEG may not have

// The depths of a Huffman tree's leaves, whose weights rise. `depths` falls.
void measure(const uint64_t* weights, size_t leaves, size_t* depths) {
  uint64_t joined[kMost];
  size_t parents[2 * kMost];  // leaves, then what they were joined to
  size_t leaf = 0, node = 0;
  for (size_t made = 0; made + 1 < leaves; ++made) {
    joined[made] = 0;
    for (int child = 0; child < 2; ++child) {
      const bool is_leaf = leaf < leaves && (node == made || weights[leaf] <= joined[node]);
      joined[made] += is_leaf ? weights[leaf] : joined[node];
      parents[is_leaf ? leaf++ : leaves + node++] = leaves + made;
    }
  }
  size_t levels[2 * kMost];
  const size_t root = 2 * leaves - 2;
  levels[root] = 0;
  for (size_t i = root; i-- > 0;) levels[i] = levels[parents[i]] + 1;
  std::copy(levels, levels + leaves, depths);
}

}  // namespace

HuffmanTable HuffmanTable::of(const std::array<uint32_t, 256>& counts) {
  struct Leaf {
    uint64_t weight;
    uint8_t symbol;
  } leaves[kMost] = {{1, 0}};
  size_t count = 1;
  for (size_t symbol = 0; symbol < counts.size(); ++symbol) {
    if (counts[symbol] == 0) continue;
    // In their place: the rarest first, the code of ones before all.
    size_t at = count++;
    for (; at > 1 && leaves[at - 1].weight > counts[symbol]; --at) leaves[at] = leaves[at - 1];
    leaves[at] = {counts[symbol], static_cast<uint8_t>(symbol)};
  }
  HuffmanTable out;
  out.count = count - 1;
  if (out.count == 0) return out;
  uint64_t weights[kMost] = {};
  size_t depths[kMost];
  for (size_t i = 0; i < count; ++i) weights[i] = leaves[i].weight;
  measure(weights, count, depths);
  // Weights that are more alike make a flatter tree.
  while (depths[0] > kLongest) {
    for (uint64_t& weight : weights) weight = (weight + 1) / 2;
    measure(weights, count, depths);
  }
  for (size_t i = 1; i < count; ++i) {
    ++out.lengths[depths[i]];
    out.symbols[out.count - i] = leaves[i].symbol;
  }
  return out;
}

}  // namespace media::image
