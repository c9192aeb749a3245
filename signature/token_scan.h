// signature/token_scan.h: finds what stands between percent signs in a stretch of a template.
//
//   %%Name%%   %%Manager.Name%%   %%Name|default%%   %%Date%%   %%Date:FORMAT%%   %%Year%%
//   %%If Name%%   %%If Not Name%%   %%If Name = text%%   %%If Name != text%%   %%ElseIf ...%%   %%Else%%   %%EndIf%%
//
// Contract
//   Blanks inside the percent signs are allowed (a web page gives no-break ones), words in any case; in HTML
//   references are decoded; line breaks count as blanks. `%%%%` where no token is open is a literal `%%`; so
//   `%%A%%%%B%%` is two tokens. A name that nobody knows stays as written, with a warning that says the nearest known
//   one; so does a known one that is not closed. What is wrong with our own additions (all but %%Name%%) is an error; a
//   section with an error is a part still, without name when that is unknown, so that its %%EndIf%% is no second error.
// Fails: never; see the remarks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "signature/remark.h"

namespace waybill::signature {

enum class Syntax { Html, Plain };

enum class TokenKind { Text, Value, Date, If, ElseIf, Else, EndIf };

// What a section asks of the value of its token. Comparisons ignore the case of ASCII letters.
enum class Test { Filled, Empty, Equal, NotEqual };

struct TokenPart {
  std::string_view text;  // as written
  TokenKind kind = TokenKind::Text;
  std::string name = {};      // of Value, If and ElseIf: canonical (message/attribute_map.h), perhaps behind "Manager."
  std::string argument = {};  // of Value: the default; of Date: the format; of If and ElseIf: what is compared
  Test test = Test::Filled;
};

// The parts of text[begin, end), in order.
std::vector<TokenPart> scan_tokens(std::string_view text, std::size_t begin, std::size_t end, Syntax syntax,
                                   Remarks& remarks);

}  // namespace waybill::signature
