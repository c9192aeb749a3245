// import/text_places.cpp: marks at regular distances; only from the last one on is counted.
#include "import/text_places.h"

#include <algorithm>

namespace waybill::import {
namespace {

constexpr std::size_t kStep = 1024;

}  // namespace

TextPlaces::TextPlaces(std::string_view text, const base::Place& start) : text_(text), file_(start.file) {
  base::Place place = start;
  for (std::size_t at = 0; at <= text.size(); at += kStep) {
    marks_.push_back({place.line, place.column});
    place = base::advance(place, text.substr(at), std::min(kStep, text.size() - at));
  }
}

base::Place TextPlaces::at(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const Mark& mark = marks_[offset / kStep];
  const std::size_t begin = offset / kStep * kStep;
  return base::advance({file_, mark.line, mark.column}, text_.substr(begin), offset - begin);
}

}  // namespace waybill::import
