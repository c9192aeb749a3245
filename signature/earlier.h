// signature/earlier.h: whether a signature stands in a text already.
//
// What: in HTML by its mark (signature/mark.h), else by its visible text; in plain text by its text. Not here: what
// follows from it (engine/draft.h).
//
// Contract
//   Texts are compared as a reader sees them, without white space and ">": a text is there when its characters stand in
//   the mail in their order, from the beginning of a line to the end of one. So quote prefixes ("> "), wrapping,
//   format=flowed, no-break spaces, references and other tags make no difference; nor do URLs in <...>, which mail
//   programs add to the text of links. A text of less than kFewestLines lines and kFewestCharacters characters (without
//   white space) says nothing: it may be a name that the writer typed herself. Such a signature is known by its mark
//   only, and so is one without visible text.
//   In plain text both versions of the signature are looked for: its own, and the visible text of the HTML, which
//   other mail programs make text of. One that was changed in a quote is not found.
// Cost: linear (Knuth, Morris, Pratt), one copy of the visible text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "signature/template.h"

namespace waybill::signature {

constexpr std::size_t kFewestLines = 3;
constexpr std::size_t kFewestCharacters = 40;

enum class Within { Newest, All };  // Newest: not what is quoted (signature/newest.h)

struct Wanted {
  const Fragment& fragment;
  std::string mark;  // in HTML; empty: none
};

bool stands_in_html(std::string_view html, const Wanted& wanted, Within within);
bool stands_in_plain(std::string_view text, const Wanted& wanted, Within within);

}  // namespace waybill::signature
