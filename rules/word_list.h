// rules/word_list.h: whole words and phrases, searched in a text.
//
// Contract
//   A word stands alone when each of its neighbours is the end of the text, a character that is neither letter
//   nor decimal digit (Unicode), or a CJK character (such text has no blanks between words). Case is ignored
//   (simple Unicode folding). A blank in a phrase stands for any run of white space; nothing else is special.
//   Texts are UTF-8; what is not counts as U+FFFD, no letter. Linear in the text. Any thread may use one list.
// Why RE2: one automaton for all words of a condition; no input makes it slow.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace re2 {
class RE2;
}

namespace waybill::rules {

class WordList {
 public:
  // REQUIRES: words not empty, none of them empty. Fails: TooLarge.
  static base::Result<std::shared_ptr<const WordList>> compile(const std::vector<std::string>& words);

  // One of the words as it stands in the text, each run of white space as one blank.
  std::optional<std::string> find(std::string_view text) const;

 private:
  explicit WordList(std::shared_ptr<const re2::RE2> automaton) : automaton_(std::move(automaton)) {}
  std::shared_ptr<const re2::RE2> automaton_;
};

}  // namespace waybill::rules
