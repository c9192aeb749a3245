// rules/word_scan.h: many word lists searched in one pass.
//
// Contract: run() gives for each list what WordList::find() gives. Cost: linear in the text, and in what is found in
//   it; however many lists there are.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "rules/automaton.h"
#include "rules/hit.h"
#include "rules/word_list.h"

namespace waybill::rules {

class WordScan {
 public:
  explicit WordScan(const std::vector<std::shared_ptr<const WordList>>& lists);

  // `folded`: the text as rules/word_text.h has it.
  std::vector<Hit> run(std::string_view folded) const;

 private:
  struct Owner {
    std::uint32_t list;
    std::uint32_t index;  // in the list
  };
  struct Word {
    std::string_view text;  // in its list
    std::uint32_t first_owner;
  };

  std::vector<std::shared_ptr<const WordList>> lists_;
  std::vector<Owner> owners_;  // by word
  std::vector<Word> words_;    // sorted, and one behind the last
  Automaton automaton_;
};

}  // namespace waybill::rules
