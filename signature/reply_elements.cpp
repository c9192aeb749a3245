// signature/reply_elements.cpp: the table of marks.
#include "signature/reply_elements.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace waybill::signature {

using base::equals_ignore_case;

namespace {

enum class How : std::uint8_t { Is, Word, Holds };  // the whole value, one of its words, any part of it

struct Mark {
  std::string_view attribute;
  How how;
  std::string_view value;
  ReplyRole role;
  std::string_view element = {};  // empty: any
};

constexpr std::array kMarks = {
    Mark{"id", How::Is, "divRplyFwdMsg", ReplyRole::Rest},                            // Outlook on the web, mobile
    Mark{"id", How::Is, "appendonsend", ReplyRole::SignHere},                         // Outlook on the web
    Mark{"id", How::Is, "mail-editor-reference-message-container", ReplyRole::Rest},  // new Outlook
    Mark{"id", How::Is, "OLK_SRC_BODY_SECTION", ReplyRole::Rest},                     // Outlook for Mac
    Mark{"id", How::Is, "stopSpelling", ReplyRole::Rest},                             // Hotmail
    Mark{"class", How::Word, "OutlookMessageHeader", ReplyRole::Rest},                // Outlook 2003
    Mark{"class", How::Word, "gmail_attr", ReplyRole::Intro},
    Mark{"class", How::Word, "gmail_signature", ReplyRole::Signature},
    Mark{"class", How::Word, "gmail_signature_prefix", ReplyRole::Signature},
    Mark{"data-smartmail", How::Is, "gmail_signature", ReplyRole::Signature},
    Mark{"class", How::Word, "gmail_quote", ReplyRole::Quote, "blockquote"},
    Mark{"type", How::Is, "cite", ReplyRole::Quote, "blockquote"},  // Apple Mail, Thunderbird, Yandex ...
    Mark{"cite", How::Holds, "", ReplyRole::Quote, "blockquote"},
    Mark{"id", How::Is, "isReplyContent", ReplyRole::Quote},  // NetEase
    Mark{"class", How::Word, "moz-cite-prefix", ReplyRole::Intro},
    Mark{"class", How::Word, "moz-forward-container", ReplyRole::Rest},
    Mark{"class", How::Word, "moz-signature", ReplyRole::Signature},
    Mark{"id", How::Is, "reply-intro", ReplyRole::Intro},         // Roundcube
    Mark{"class", How::Holds, "yahoo_quoted", ReplyRole::Quote},  // also ydp1234yahoo_quoted
    Mark{"name", How::Is, "quote", ReplyRole::Quote, "div"},      // GMX, web.de
    Mark{"class", How::Word, "protonmail_quote", ReplyRole::Quote, "blockquote"},
    Mark{"class", How::Word, "protonmail_signature_block", ReplyRole::Signature},
    Mark{"class", How::Word, "tutanota_quote", ReplyRole::Quote},
    Mark{"class", How::Word, "zmail_extra", ReplyRole::Rest},          // Zoho
    Mark{"data-marker", How::Is, "__QUOTED_TEXT__", ReplyRole::Rest},  // Zimbra
    Mark{"name", How::Is, "messageReplySection", ReplyRole::Rest},     // Spark
};

bool has_word(std::string_view value, std::string_view word) {
  for (std::size_t at = 0; at < value.size();) {
    std::size_t end = at;
    while (end < value.size() && !is_html_space(value[end])) ++end;
    if (equals_ignore_case(value.substr(at, end - at), word)) return true;
    at = end + 1;
  }
  return false;
}

bool fits(const Mark& mark, const HtmlToken& tag, const HtmlAttribute& attribute) {
  if (!equals_ignore_case(attribute.name, mark.attribute)) return false;
  if (!mark.element.empty() && !equals_ignore_case(tag.name, mark.element)) return false;
  if (mark.how == How::Is) return equals_ignore_case(attribute.value, mark.value);
  if (mark.how == How::Word) return has_word(attribute.value, mark.value);
  return attribute.value.find(mark.value) != std::string_view::npos;
}

// Outlook draws a line above the header of what it quotes, in one of few colours.
bool is_header_border(std::string_view style) {
  const auto holds = [style](std::string_view part) { return style.find(part) != std::string_view::npos; };
  return holds("border-top") && (holds("#E1E1E1") || holds("#B5C4DF") || holds("rgb(225, 225, 225)") ||
                                 holds("rgb(181, 196, 223)") || holds("rgb(229, 229, 229)"));
}

bool may_be_marked(std::string_view name) {
  constexpr std::array<std::string_view, 8> kMarked = {"div", "blockquote", "hr",    "span",
                                                       "p",   "td",         "table", "section"};
  return std::any_of(kMarked.begin(), kMarked.end(), [&](std::string_view e) { return equals_ignore_case(e, name); });
}

ReplyRole role_by_style(const HtmlToken& tag, std::string_view style) {
  if (equals_ignore_case(tag.name, "blockquote")) {
    return style.find("border-left") != std::string_view::npos ? ReplyRole::Quote : ReplyRole::None;
  }
  return is_header_border(style) ? ReplyRole::Header : ReplyRole::None;
}

}  // namespace

ReplyRole reply_role(std::string_view html, const HtmlToken& start_tag) {
  if (!may_be_marked(start_tag.name)) return ReplyRole::None;
  HtmlAttributes attributes(html, start_tag);
  for (HtmlAttribute attribute; attributes.next(attribute);) {
    if (equals_ignore_case(attribute.name, "style")) {
      const ReplyRole role = role_by_style(start_tag, attribute.value);
      if (role != ReplyRole::None) return role;
    }
    const auto* const mark =
        std::find_if(kMarks.begin(), kMarks.end(), [&](const Mark& one) { return fits(one, start_tag, attribute); });
    if (mark != kMarks.end()) return mark->role;
  }
  return equals_ignore_case(start_tag.name, "blockquote") ? ReplyRole::MayQuote : ReplyRole::None;
}

}  // namespace waybill::signature
