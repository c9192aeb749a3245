// signature/reply_elements.cpp: the table of marks.
#include "signature/reply_elements.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace waybill::signature {

using base::equals_ignore_case;

namespace {

struct Mark {
  std::string_view attribute;
  std::string_view word;  // one of the value's
  ReplyRole role;
  std::string_view element = {};  // empty: any
};

constexpr std::array kMarks = {
    Mark{"id", "divRplyFwdMsg", ReplyRole::Rest},                            // Outlook on the web, mobile
    Mark{"id", "appendonsend", ReplyRole::SignHere},                         // Outlook on the web
    Mark{"id", "mail-editor-reference-message-container", ReplyRole::Rest},  // new Outlook
    Mark{"id", "OLK_SRC_BODY_SECTION", ReplyRole::Rest},                     // Outlook for Mac
    Mark{"id", "stopSpelling", ReplyRole::Rest},                             // Hotmail
    Mark{"class", "OutlookMessageHeader", ReplyRole::Rest},                  // Outlook 2003
    Mark{"class", "gmail_attr", ReplyRole::Intro},
    Mark{"class", "gmail_signature", ReplyRole::Signature},
    Mark{"class", "gmail_signature_prefix", ReplyRole::Signature},
    Mark{"data-smartmail", "gmail_signature", ReplyRole::Signature},
    Mark{"class", "gmail_quote", ReplyRole::Quote, "blockquote"},
    Mark{"type", "cite", ReplyRole::Quote, "blockquote"},  // Apple Mail, Thunderbird, Yandex ...
    Mark{"id", "isReplyContent", ReplyRole::Quote},        // NetEase
    Mark{"class", "moz-cite-prefix", ReplyRole::Intro},
    Mark{"class", "moz-forward-container", ReplyRole::Rest},
    Mark{"class", "moz-signature", ReplyRole::Signature},
    Mark{"id", "reply-intro", ReplyRole::Intro},     // Roundcube
    Mark{"name", "quote", ReplyRole::Quote, "div"},  // GMX, web.de
    Mark{"class", "protonmail_quote", ReplyRole::Quote, "blockquote"},
    Mark{"class", "protonmail_signature_block", ReplyRole::Signature},
    Mark{"class", "tutanota_quote", ReplyRole::Quote},
    Mark{"class", "zmail_extra", ReplyRole::Rest},            // Zoho
    Mark{"data-marker", "__QUOTED_TEXT__", ReplyRole::Rest},  // Zimbra
    Mark{"name", "messageReplySection", ReplyRole::Rest},     // Spark
};

ReplyRole role_of_word(const HtmlToken& tag, std::string_view attribute, std::string_view word) {
  const auto fits = [&](const Mark& mark) {
    return mark.word.size() == word.size() && equals_ignore_case(mark.word, word) &&
           equals_ignore_case(mark.attribute, attribute) &&
           (mark.element.empty() || equals_ignore_case(mark.element, tag.name));
  };
  const auto* const mark = std::find_if(kMarks.begin(), kMarks.end(), fits);
  return mark != kMarks.end() ? mark->role : ReplyRole::None;
}

ReplyRole role_by_marks(const HtmlToken& tag, const HtmlAttribute& attribute) {
  const std::string_view value = attribute.value;
  for (std::size_t at = 0; at < value.size();) {
    std::size_t end = at;
    while (end < value.size() && !is_html_space(value[end])) ++end;
    const ReplyRole role = role_of_word(tag, attribute.name, value.substr(at, end - at));
    if (role != ReplyRole::None) return role;
    at = end + 1;
  }
  // Yahoo puts it behind a number: class="ydp1234yahoo_quoted".
  return value.ends_with("yahoo_quoted") ? ReplyRole::Quote : ReplyRole::None;
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

ReplyRole role_by_attribute(const HtmlToken& tag, bool is_blockquote, const HtmlAttribute& attribute) {
  if (is_blockquote && equals_ignore_case(attribute.name, "cite")) return ReplyRole::Quote;
  if (!equals_ignore_case(attribute.name, "style")) return role_by_marks(tag, attribute);
  if (!is_blockquote) return is_header_border(attribute.value) ? ReplyRole::Header : ReplyRole::None;
  return attribute.value.find("border-left") != std::string_view::npos ? ReplyRole::Quote : ReplyRole::None;
}

}  // namespace

ReplyRole reply_role(std::string_view html, const HtmlToken& start_tag) {
  if (!may_be_marked(start_tag.name)) return ReplyRole::None;
  const bool is_blockquote = equals_ignore_case(start_tag.name, "blockquote");
  HtmlAttributes attributes(html, start_tag);
  for (HtmlAttribute attribute; attributes.next(attribute);) {
    const ReplyRole role = role_by_attribute(start_tag, is_blockquote, attribute);
    if (role != ReplyRole::None) return role;
  }
  return is_blockquote ? ReplyRole::MayQuote : ReplyRole::None;
}

}  // namespace waybill::signature
