// rules/automaton.cpp: the tree of prefixes, built breadth first from sorted strings.
#include "rules/automaton.h"

#include <cstring>
#include <utility>

namespace waybill::rules {

Automaton::Automaton(const std::vector<std::string>& strings) : nodes_(1), bytes_(1) {
  // Of each node: the strings that begin with it.
  std::vector<std::pair<std::size_t, std::size_t>> ranges = {{0, strings.size()}};
  std::size_t depth = 0;
  for (std::size_t begin = 0; begin < nodes_.size(); ++depth) {
    const std::size_t end = nodes_.size();
    for (; begin < end; ++begin) {
      const auto parent = static_cast<std::uint32_t>(begin);
      auto [first, last] = ranges[begin];
      if (first < last && strings[first].size() == depth) nodes_[parent].string = static_cast<std::uint32_t>(++first);
      nodes_[parent].first_child = static_cast<std::uint32_t>(nodes_.size());
      add_children(strings, depth, first, last, ranges);
      nodes_[parent].children = static_cast<std::uint32_t>(nodes_.size()) - nodes_[parent].first_child;
    }
  }
  for (std::uint32_t parent = 0; parent < nodes_.size(); ++parent) link(parent);
}

void Automaton::add_children(const std::vector<std::string>& strings, std::size_t depth, std::size_t begin,
                             std::size_t end, std::vector<std::pair<std::size_t, std::size_t>>& ranges) {
  for (std::size_t i = begin; i < end; ++i) {
    const auto byte = static_cast<std::uint8_t>(strings[i][depth]);
    if (i == begin || byte != bytes_.back()) {
      nodes_.emplace_back();
      bytes_.push_back(byte);
      ranges.emplace_back(i, i);
    }
    ranges.back().second = i + 1;
  }
}

// All shorter prefixes are linked already.
void Automaton::link(std::uint32_t parent) {
  const Node& from = nodes_[parent];
  for (std::uint32_t i = from.first_child; i < from.first_child + from.children; ++i) {
    if (parent == kRoot) {
      from_root_[bytes_[i]] = i;
    } else {
      nodes_[i].fallback = next(from.fallback, bytes_[i]);
    }
    const Node& fallback = nodes_[nodes_[i].fallback];
    nodes_[i].suffix = fallback.string != 0 ? nodes_[i].fallback : fallback.suffix;
  }
}

std::uint32_t Automaton::child(const Node& node, std::uint8_t byte) const {
  if (node.children == 0) return kRoot;
  const std::uint8_t* begin = bytes_.data() + node.first_child;
  const void* found = std::memchr(begin, byte, node.children);
  return found == nullptr
             ? kRoot
             : node.first_child + static_cast<std::uint32_t>(static_cast<const std::uint8_t*>(found) - begin);
}

std::uint32_t Automaton::next(std::uint32_t node, std::uint8_t byte) const {
  for (; node != kRoot; node = nodes_[node].fallback) {
    if (const std::uint32_t found = child(nodes_[node], byte); found != kRoot) return found;
  }
  return from_root_[byte];
}

}  // namespace waybill::rules
