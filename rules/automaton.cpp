// rules/automaton.cpp: the tree of prefixes, built breadth first from sorted strings.
#include "rules/automaton.h"

#include <algorithm>
#include <utility>

namespace waybill::rules {
namespace {

constexpr std::size_t kNodesOfRow = 4;  // rows then take about the room that the nodes do
constexpr std::size_t kMostRows = 1024;

}  // namespace

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
  number_classes();
  const std::size_t rows = std::clamp<std::size_t>(nodes_.size() / kNodesOfRow, 1, kMostRows);
  for (std::uint32_t node = 0; node < nodes_.size(); ++node) {
    if (node < rows) add_row(node);
    link(node);
  }
  for (const Node& node : nodes_) has_hit_.push_back(node.string != 0 || node.suffix != kRoot);
}

// The first byte of bytes_ is the root's, which has none.
void Automaton::number_classes() {
  for (std::size_t i = 1; i < bytes_.size(); ++i) {
    if (class_of_[bytes_[i]] == 0) class_of_[bytes_[i]] = static_cast<std::uint16_t>(classes_++);
  }
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
    if (parent != kRoot) nodes_[i].fallback = next(from.fallback, bytes_[i]);
    const Node& fallback = nodes_[nodes_[i].fallback];
    nodes_[i].suffix = fallback.string != 0 ? nodes_[i].fallback : fallback.suffix;
  }
}

// Rows of all nodes before it are there already, and its fallback is one of them.
void Automaton::add_row(std::uint32_t node) {
  const Node& from = nodes_[node];
  const std::size_t begin = rows_.size();
  rows_.resize(begin + classes_, kRoot);
  if (node != kRoot) {
    const auto fallback = rows_.begin() + static_cast<std::ptrdiff_t>(from.fallback * classes_);
    std::copy_n(fallback, classes_, rows_.begin() + static_cast<std::ptrdiff_t>(begin));
  }
  for (std::uint32_t i = from.first_child; i < from.first_child + from.children; ++i) {
    rows_[begin + class_of_[bytes_[i]]] = i;
  }
  ++row_count_;
}

}  // namespace waybill::rules
