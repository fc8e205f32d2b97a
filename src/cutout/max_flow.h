// Internal: the least cut of a graph with two terminals.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace media::cutout {

// After Boykov and Kolmogorov: An Experimental Comparison of Min-Cut/Max-Flow Algorithms, TPAMI 2004. Two search
// trees grow from the terminals, and are mended instead of begun anew after each augmentation. Whole capacities:
// the same cut on every machine.
class MaxFlow {
 public:
  // `edges` is the most that will be added.
  MaxFlow(int nodes, int edges);

  // What cutting a node off the source costs, and off the sink. Adds up.
  void terminals(int node, int32_t source, int32_t sink) { nodes_[size_t(node)].excess += source - sink; }
  // Between two nodes, the same in both directions.
  void edge(int a, int b, int32_t capacity);

  void solve();
  // On the source's side; what can be on either is on the sink's.
  bool with_source(int node) const { return nodes_[size_t(node)].parent != kFree && !nodes_[size_t(node)].sink; }

 private:
  static constexpr int kFree = -1, kTerminal = -2, kOrphan = -3;
  struct Node {
    int first = -1;       // arc
    int parent = kFree;   // arc to it
    int next_active = -1; // itself: the last; -1: not active
    int stamp = 0, distance = 0;
    int32_t excess = 0;   // above 0: left from the source; below: to the sink
    bool sink = false;
  };
  struct Arc {
    int head, next;
    int32_t left;
  };

  void activate(int node);
  int take_active();
  int grow(int node);
  void augment(int middle);
  void adopt(int node);
  void orphan(int node);
  // Distance from the terminal; -1 when cut off from it.
  int origin(int node);

  std::vector<Node> nodes_;
  std::unique_ptr<Arc[]> arcs_;
  std::vector<int> orphans_;
  int arc_count_ = 0, active_first_ = -1, active_last_ = -1, time_ = 0;
};

}  // namespace media::cutout
