// signature/marker_finder.h: the token that a user typed where she wants the signature.
//
// Contract: takes characters with their offsets and finds the first run of them that is the marker, ASCII letters in
// any case, blanks as one. A new line begins anew. Linear (Knuth, Morris, Pratt).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::signature {

class MarkerFinder {
 public:
  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  explicit MarkerFinder(std::string_view marker);

  // A byte of UTF-8 that text[begin, end) stands for.
  void take(char c, std::size_t begin, std::size_t end);
  void end_line() { matched_ = 0; }

  const std::optional<Range>& found() const { return found_; }
  bool is_looking() const { return !marker_.empty() && !found_; }

 private:
  std::string marker_;
  std::vector<std::size_t> border_;  // of each prefix: the longest that is its end too
  std::vector<std::size_t> begins_;  // of the last characters, in turn
  std::size_t taken_ = 0;
  std::size_t matched_ = 0;
  std::optional<Range> found_;
};

}  // namespace waybill::signature
