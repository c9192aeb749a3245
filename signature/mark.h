// signature/mark.h: the invisible mark by which a signature in HTML is known again.
//
// What: a word that stands as class and as id of the signature's <div>. Not here: finding a signature that lost
// its mark (signature/earlier.h).
//
// Contract
//   The word is `waybill` and 16 hexadecimal digits: a hash (FNV-1a) of the rule's name and of whose signature it is.
//   It tells neither and is no secret: who sees one mail can put it into another.
//   Why class and id: mail programs rewrite one or the other when they quote. Outlook on the web puts x_ in front of
//   both, each time again; Gmail m_ and a number, or gmail-m_; Yahoo yiv or ydp and a number; desktop Outlook keeps the
//   id of a div, drops its class, and turns x_name into xname. Comments, attributes of other names and hidden text
//   are dropped by most. So the word is found anywhere in the value of a class, id or name, in any case.
#pragma once

#include <string>
#include <string_view>

#include "signature/html_tokens.h"

namespace waybill::signature {

std::string mark_of(std::string_view rule, std::string_view whose);

// `html` (Fragment::html) with the mark on its outermost <div>.
std::string with_mark(std::string html, std::string_view mark);

// Whether an attribute of the tag holds the mark. Linear in the tag.
bool has_mark(std::string_view html, const HtmlToken& start_tag, std::string_view mark);

}  // namespace waybill::signature
