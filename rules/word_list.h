// rules/word_list.h: whole words and phrases, searched in a text.
//
// Contract
//   A word stands alone when each of its neighbours is the end of the text, a character that is neither letter
//   nor decimal digit (Unicode), or a CJK character (such text has no blanks between words). Case is ignored
//   (simple Unicode folding). A blank in a phrase stands for any run of white space; nothing else is special.
//   Texts are UTF-8; what is not counts as U+FFFD, no letter. Linear in the text. Any thread may use one list.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/automaton.h"

namespace waybill::rules {

class WordList {
 public:
  struct Word {
    std::string text;  // as rules/word_text.h has it
    std::size_t index;
  };

  // REQUIRES: words not empty, none of them empty.
  explicit WordList(const std::vector<std::string>& words);

  // The first of the words, in their order, that is in the text: its index.
  std::optional<std::size_t> find(std::string_view text) const;
  // Sorted, each once.
  const std::vector<Word>& words() const { return words_; }

 private:
  explicit WordList(std::vector<Word> sorted);

  std::vector<Word> words_;
  Automaton automaton_;
};

}  // namespace waybill::rules
