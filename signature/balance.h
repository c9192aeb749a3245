// signature/balance.h: HTML that somebody wrote, made safe to stand inside other HTML.
//
// Contract
//   In the result every start tag of an element that is not void has its end tag, properly nested, and no end
//   tag closes what it did not open. So nothing leaks into the mail around it. Tags of whole pages (html, head,
//   body, doctype), table parts outside of a table and tags that the end cuts off are left out. Missing end tags
//   are tokens with begin == end; self_closing is true just for start tags that have no end tag.
//   What a browser reads in svg and math only may be read otherwise in the result than in `html`, because what is left
//   out or closed may have begun or ended them. So elements that HTML has too have their end tags, <![CDATA[ ]]>
//   outside of them is left out, and who writes the result has to write a Cdata as text, and the "/>" of a start tag
//   that has an end tag as " >".
//   Raw text in them is kept where browsers find no markup in it.
//   What has an optional end tag (li, p, td ...) is closed without a remark.
//   Nests to `deepest` at most; deeper tags are left out. Browsers stop, too. So the work is linear.
// Fails: never; what was changed stands in the remarks, at its offset.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "signature/html_elements.h"
#include "signature/html_tokens.h"
#include "signature/remark.h"

namespace waybill::signature {

std::vector<HtmlToken> balanced(std::string_view html, Remarks& remarks, std::size_t deepest = kDeepest);

}  // namespace waybill::signature
