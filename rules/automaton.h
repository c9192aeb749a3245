// rules/automaton.h: all places of many strings in a text, in one pass.
//
// Contract: bytes are compared as they are. Building is linear in the strings (but for sorting them), scanning in the
//   text and the number of hits, however many strings there are. Any thread may scan.
// Source: A. Aho, M. Corasick, "Efficient string matching", CACM 18 (1975).
// Why our own: RE2::Set needs memory for each pair of string and state, and 10,000 words are too many for it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waybill::rules {

class Automaton {
 public:
  // Sorted, each once, none of them empty. REQUIRES: less than 4 GB.
  explicit Automaton(const std::vector<std::string>& strings);

  // hit(index of the string, offset behind it) for each occurrence, overlapping ones too.
  template <class Hit>
  void scan(std::string_view text, Hit hit) const {
    std::uint32_t node = kRoot;
    for (std::size_t at = 0; at < text.size(); ++at) {
      node = next(node, static_cast<std::uint8_t>(text[at]));
      if (!has_hit_[node]) continue;
      std::uint32_t ends = nodes_[node].string != 0 ? node : nodes_[node].suffix;
      for (; ends != kRoot; ends = nodes_[ends].suffix) hit(nodes_[ends].string - 1, at + 1);
    }
  }

 private:
  // A prefix of strings. Children stand one behind the other, by their byte.
  struct Node {
    std::uint32_t first_child = 0;
    std::uint32_t children = 0;
    std::uint32_t fallback = 0;  // the longest proper suffix that is a prefix of a string
    std::uint32_t suffix = 0;    // the longest proper suffix that is a string; the root: none
    std::uint32_t string = 0;    // 1 + its index, when it is one
  };
  static constexpr std::uint32_t kRoot = 0;

  std::uint32_t child(const Node& node, std::uint8_t byte) const {
    const std::uint8_t* bytes = bytes_.data() + node.first_child;
    for (std::uint32_t i = 0; i < node.children; ++i) {
      if (bytes[i] == byte) return node.first_child + i;
    }
    return kRoot;
  }
  std::uint32_t next(std::uint32_t node, std::uint8_t byte) const {
    for (; node >= row_count_; node = nodes_[node].fallback) {
      if (const std::uint32_t found = child(nodes_[node], byte); found != kRoot) return found;
    }
    return rows_[node * classes_ + class_of_[byte]];
  }
  void add_children(const std::vector<std::string>& strings, std::size_t depth, std::size_t begin, std::size_t end,
                    std::vector<std::pair<std::size_t, std::size_t>>& ranges);
  void link(std::uint32_t parent);
  void number_classes();
  void add_row(std::uint32_t node);

  std::vector<Node> nodes_;
  std::vector<std::uint8_t> bytes_;  // of each node, the byte that leads to it
  std::vector<bool> has_hit_;        // of each node: a string ends there; small, as it is asked for each byte of a text
  // Where each byte leads, from the root and from the nodes near it: most of a text stays there.
  // Bytes that are in no string are one class, each other is its own: so rows are short, and many fit into a cache.
  std::array<std::uint16_t, 256> class_of_ = {};
  std::size_t classes_ = 1;
  std::size_t row_count_ = 0;
  std::vector<std::uint32_t> rows_;
};

}  // namespace waybill::rules
