// signature/marker_finder.cpp: the automaton of one word.
#include "signature/marker_finder.h"

#include "base/text.h"

namespace waybill::signature {

MarkerFinder::MarkerFinder(std::string_view marker)
    : marker_(base::lower(marker)), border_(marker.size() + 1), begins_(marker.size()) {
  std::size_t length = 0;
  for (std::size_t i = 1; i < marker_.size(); ++i) {
    while (length > 0 && marker_[i] != marker_[length]) length = border_[length];
    if (marker_[i] == marker_[length]) ++length;
    border_[i + 1] = length;
  }
}

void MarkerFinder::take(char c, std::size_t begin, std::size_t end) {
  if (!is_looking()) return;
  c = base::lower(c);
  begins_[taken_++ % begins_.size()] = begin;
  while (matched_ > 0 && marker_[matched_] != c) matched_ = border_[matched_];
  if (marker_[matched_] == c) ++matched_;
  if (matched_ == marker_.size()) found_ = {begins_[(taken_ - matched_) % begins_.size()], end};
}

}  // namespace waybill::signature
