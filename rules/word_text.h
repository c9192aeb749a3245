// rules/word_text.h: a text in the form in which words are compared, and where words may begin and end in it.
//
// Contract: case folded, each run of white space one blank, bytes that are no UTF-8 U+FFFD. Linear.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace waybill::rules {

std::string word_text(std::string_view text);

// [begin, end) of a word_text has nothing beside it that belongs to its word: see rules/word_list.h.
bool stands_alone(std::string_view word_text, std::size_t begin, std::size_t end);

}  // namespace waybill::rules
