// signature/newest.h: which bytes of a mail's text are new, and which are quoted.
//
// What: the stretches that the writer herself wrote, as signature/reply_finder.h and the elements of
// signature/client_elements.h tell them from quotes. Not here: where to put a signature (signature/place.h).
//
// Contract
//   Stretches are in order and do not touch; what is between and behind them is quoted: lines that begin with ">",
//   <blockquote> and the containers of other clients, and everything from the place on where a quote runs to the end,
//   attribution or header included. In HTML they begin and end at borders of tokens, in plain text of lines.
// Cost: linear.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace waybill::signature {

struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::size_t size() const { return end - begin; }
};
using Stretches = std::vector<Stretch>;

Stretches newest_html(std::string_view html);
Stretches newest_plain(std::string_view text);

// A walk through stretches in step with ascending offsets.
class StretchWalk {
 public:
  explicit StretchWalk(const Stretches& stretches) : stretches_(stretches) {}

  // Whether a stretch holds `offset`. REQUIRES offsets that do not descend.
  bool holds(std::size_t offset) {
    while (next_ < stretches_.size() && stretches_[next_].end <= offset) ++next_;
    return next_ < stretches_.size() && stretches_[next_].begin <= offset;
  }

 private:
  const Stretches& stretches_;
  std::size_t next_ = 0;
};

}  // namespace waybill::signature
