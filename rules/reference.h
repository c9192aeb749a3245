// rules/reference.h: what the table of rule words says to people.
//
// What: words_markdown() is docs/parameters.md, describe() what `waybill words NAME` prints. Both come from
// rules/words.h, so neither can say anything else than what `waybill check` does.
#pragma once

#include <string>

#include "rules/words.h"

namespace waybill::rules {

// Several lines: kind, sentence, value, an example as it stands in a rules file, why it is refused.
std::string describe(const Parameter& parameter);

// A table for each kind of parameter.
std::string words_markdown();

// A rule with that word and what it needs beside it, as a rules file has it.
std::string example_rule(const Word& word);

}  // namespace waybill::rules
