// signature/plain_text.h: HTML as a person would type it.
//
// Contract
//   Blocks begin a line; p and headings have an empty line around them, but those of Outlook (class MsoNormal) and
//   those without margin. Cells of a row stand in one line, two blanks between, empty ones dropped, as long as each is
//   one line itself; a cell of several lines begins a line. A list item begins with "- " or its
//   number; hr is a line of dashes; a link is its text, and " <URL>" behind it where the URL says more; an image is
//   its alt text. Comments, title, style, script and what is
//   hidden by its style (display:none, mso-hide:all) say nothing. White space collapses (outside of pre), no-break
//   spaces too; never more than one empty line in a row, none at either end. Lines end with LF, the last without;
//   no line ends with a blank but the separator "-- ".
//   Linear in the HTML. UTF-8 in, UTF-8 out; what is not UTF-8 becomes U+FFFD.
// Fails: never.
#pragma once

#include <string>
#include <string_view>

namespace waybill::signature {

std::string plain_text(std::string_view html);

// The text alone, for searching: no URLs, alternative texts, bullets, numbers, lines. What a style hides is there
// (no style may hide words from a rule). One blank or one line break between words, nothing at either end.
std::string visible_text(std::string_view html);

}  // namespace waybill::signature
