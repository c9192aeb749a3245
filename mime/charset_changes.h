// mime/charset_changes.h: changes of a text as changes of the bytes in its charset.
//
// Contract: bytes outside the changes stay. In charsets with a state (CharsetKind::Lines) a change at the edges
// of lines is put there as it is; one inside a line has the line written anew; where lines do not begin in the
// first state, the whole text. Fails when the charset lacks a character.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mime/reencode.h"

namespace waybill::mime {

struct TextChange {  // utf8[begin, end) becomes text; sorted, apart from each other
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text = {};
};

struct CharsetText {
  std::string_view bytes;    // without byte order mark
  std::string_view utf8;     // the same text
  std::string_view charset;  // what it was read as, and what may be written into it: names of iconv
  std::string_view writing;
};

// `wanted`: the text after the changes, in UTF-8.
std::optional<std::vector<ByteChange>> in_charset(const CharsetText& text, const std::vector<TextChange>& changes,
                                                  std::string_view wanted);

}  // namespace waybill::mime
