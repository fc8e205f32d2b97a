#include "cutout/max_flow.h"

#include <algorithm>

namespace media::cutout {

MaxFlow::MaxFlow(int nodes, int edges) : nodes_(size_t(nodes)), arcs_(new Arc[2 * size_t(edges)]) {}

void MaxFlow::edge(int a, int b, int32_t capacity) {
  if (capacity <= 0) return;
  const int arc = arc_count_;
  arc_count_ += 2;
  arcs_[size_t(arc)] = {b, nodes_[size_t(a)].first, capacity};
  arcs_[size_t(arc + 1)] = {a, nodes_[size_t(b)].first, capacity};
  nodes_[size_t(a)].first = arc;
  nodes_[size_t(b)].first = arc + 1;
}

void MaxFlow::activate(int node) {
  Node& n = nodes_[size_t(node)];
  if (n.next_active != -1) return;
  n.next_active = node;
  if (active_last_ == -1) active_first_ = node;
  else nodes_[size_t(active_last_)].next_active = node;
  active_last_ = node;
}

int MaxFlow::take_active() {
  while (active_first_ != -1) {
    const int node = active_first_;
    Node& n = nodes_[size_t(node)];
    active_first_ = n.next_active == node ? -1 : n.next_active;
    if (active_first_ == -1) active_last_ = -1;
    n.next_active = -1;
    if (n.parent != kFree) return node;
  }
  return -1;
}

// An arc from the source's tree to the sink's, or -1 when this node's neighbours are all taken.
int MaxFlow::grow(int node) {
  const Node& n = nodes_[size_t(node)];
  for (int a = n.first; a != -1; a = arcs_[size_t(a)].next) {
    const Arc& arc = arcs_[size_t(a)];
    if ((n.sink ? arcs_[size_t(a ^ 1)].left : arc.left) == 0) continue;
    Node& other = nodes_[size_t(arc.head)];
    if (other.parent == kFree) {
      other.sink = n.sink;
      other.parent = a ^ 1;
      other.stamp = n.stamp;
      other.distance = n.distance + 1;
      activate(arc.head);
    } else if (other.sink != n.sink) {
      return n.sink ? a ^ 1 : a;
    } else if (other.stamp <= n.stamp && other.distance > n.distance) {
      other.parent = a ^ 1;  // a shorter way
      other.stamp = n.stamp;
      other.distance = n.distance + 1;
    }
  }
  return -1;
}

void MaxFlow::orphan(int node) {
  nodes_[size_t(node)].parent = kOrphan;
  orphans_.push_back(node);
}

void MaxFlow::augment(int middle) {
  // An arc into a node's parent lies in the node; flow goes against it in the source's tree, along it in the sink's.
  int32_t flow = arcs_[size_t(middle)].left;
  const int from = arcs_[size_t(middle ^ 1)].head, to = arcs_[size_t(middle)].head;
  int root = from;
  for (int a; (a = nodes_[size_t(root)].parent) != kTerminal; root = arcs_[size_t(a)].head) flow = std::min(flow, arcs_[size_t(a ^ 1)].left);
  flow = std::min(flow, nodes_[size_t(root)].excess);
  int end = to;
  for (int a; (a = nodes_[size_t(end)].parent) != kTerminal; end = arcs_[size_t(a)].head) flow = std::min(flow, arcs_[size_t(a)].left);
  flow = std::min(flow, -nodes_[size_t(end)].excess);

  arcs_[size_t(middle)].left -= flow;
  arcs_[size_t(middle ^ 1)].left += flow;
  for (int node = from;;) {
    const int a = nodes_[size_t(node)].parent;
    if (a == kTerminal) {
      if ((nodes_[size_t(node)].excess -= flow) == 0) orphan(node);
      break;
    }
    const int up = arcs_[size_t(a)].head;
    arcs_[size_t(a)].left += flow;
    if ((arcs_[size_t(a ^ 1)].left -= flow) == 0) orphan(node);
    node = up;
  }
  for (int node = to;;) {
    const int a = nodes_[size_t(node)].parent;
    if (a == kTerminal) {
      if ((nodes_[size_t(node)].excess += flow) == 0) orphan(node);
      break;
    }
    const int up = arcs_[size_t(a)].head;
    arcs_[size_t(a ^ 1)].left += flow;
    if ((arcs_[size_t(a)].left -= flow) == 0) orphan(node);
    node = up;
  }
}

int MaxFlow::origin(int start) {
  int steps = 0, node = start;
  for (;;) {
    const Node& n = nodes_[size_t(node)];
    if (n.stamp == time_) {
      steps += n.distance;
      break;
    }
    if (n.parent == kTerminal) {
      nodes_[size_t(node)].stamp = time_;
      nodes_[size_t(node)].distance = 1;
      steps += 1;
      break;
    }
    if (n.parent < 0) return -1;
    ++steps;
    node = arcs_[size_t(n.parent)].head;
  }
  // So that the next search need not go as far.
  int distance = steps;
  for (node = start; nodes_[size_t(node)].stamp != time_; node = arcs_[size_t(nodes_[size_t(node)].parent)].head) {
    nodes_[size_t(node)].stamp = time_;
    nodes_[size_t(node)].distance = distance--;
  }
  return steps;
}

void MaxFlow::adopt(int node) {
  Node& n = nodes_[size_t(node)];
  int best = kFree, nearest = INT32_MAX;
  for (int a = n.first; a != -1; a = arcs_[size_t(a)].next) {
    if ((n.sink ? arcs_[size_t(a)].left : arcs_[size_t(a ^ 1)].left) == 0) continue;
    const int head = arcs_[size_t(a)].head;
    const Node& other = nodes_[size_t(head)];
    if (other.sink != n.sink || other.parent == kFree) continue;
    const int distance = origin(head);
    if (distance >= 0 && distance < nearest) nearest = distance, best = a;
  }
  if (best != kFree) {
    n.parent = best;
    n.stamp = time_;
    n.distance = nearest + 1;
    return;
  }
  for (int a = n.first; a != -1; a = arcs_[size_t(a)].next) {
    const int head = arcs_[size_t(a)].head;
    const Node& other = nodes_[size_t(head)];
    if (other.sink != n.sink || other.parent == kFree) continue;
    if ((n.sink ? arcs_[size_t(a)].left : arcs_[size_t(a ^ 1)].left) > 0) activate(head);
    if (other.parent >= 0 && arcs_[size_t(other.parent)].head == node) orphan(head);
  }
  n.parent = kFree;
}

void MaxFlow::solve() {
  for (size_t i = 0; i < nodes_.size(); ++i) {
    Node& n = nodes_[i];
    if (n.excess == 0) continue;
    n.sink = n.excess < 0;
    n.parent = kTerminal;
    n.distance = 1;
    activate(int(i));
  }
  int current = -1;
  for (;;) {
    if (current == -1 || nodes_[size_t(current)].parent == kFree) {
      current = take_active();
      if (current == -1) return;
    }
    const int middle = grow(current);
    ++time_;
    if (middle == -1) {
      current = -1;
      continue;
    }
    augment(middle);
    while (!orphans_.empty()) {
      const int node = orphans_.back();
      orphans_.pop_back();
      adopt(node);
    }
  }
}

}  // namespace media::cutout
