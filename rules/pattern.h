// rules/pattern.h: a pattern of a rule, ready to search.
//
// Contract
//   The dialects are rules/translation.h's. match(): is the pattern anywhere in the text? RE2 answers, in time linear
//   in the text. For what RE2 cannot do, PCRE2 looks at the texts in which RE2 found the rest; without JIT (the daemon
//   runs with MemoryDenyWriteExecute), and it gives up after a number of steps that grows with the text, a depth or
//   an amount of memory. That is Unknown: neither a match nor none.
//   Texts are UTF-8; no pattern finds bytes that are not.
// Threads: any number may search with one Pattern.
// Why both: RE2 alone has no lookaround; PCRE2 alone is slow for thousands of patterns.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/truth.h"
#include "rules/translation.h"

namespace re2 {
class RE2;
}

namespace waybill::rules {

class Pattern {
 public:
  static std::variant<std::shared_ptr<const Pattern>, PatternError> compile(std::string_view pattern, Dialect dialect);
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;
  ~Pattern();

  base::Truth match(std::string_view text) const;
  // The same for a text in which re2() was found.
  base::Truth confirm(std::string_view text) const;
  // Finds every text that the pattern finds, perhaps more; to be compiled with pattern_options().
  const std::string& re2() const;

 private:
  struct Code;
  explicit Pattern(std::unique_ptr<Code> code);

  std::unique_ptr<Code> code_;
};

}  // namespace waybill::rules
