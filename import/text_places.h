// import/text_places.h: the place of any byte of a text, without counting from its start each time.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/place.h"

namespace waybill::import {

class TextPlaces {
 public:
  // `text` outlives this; `start` is the place of its first character.
  TextPlaces(std::string_view text, const base::Place& start);

  base::Place at(std::size_t offset) const;

 private:
  struct Mark {
    int line = 1;
    int column = 1;
  };
  std::string_view text_;
  std::string file_;
  std::vector<Mark> marks_;  // of every kStep-th byte
};

}  // namespace waybill::import
