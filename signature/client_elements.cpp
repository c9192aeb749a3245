// signature/client_elements.cpp: the table of marks.
#include "signature/client_elements.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace waybill::signature {

using base::equals_ignore_case;

namespace {

// AsWritten: for a word that other pages use too, in other letters.
enum class Letters : std::uint8_t { AnyCase, AsWritten };

struct Mark {
  std::string_view attribute;
  std::string_view word;  // one of the value's
  ClientRole role;
  std::string_view element = {};  // empty: any
  Letters letters = Letters::AnyCase;
};

constexpr std::array kMarks = {
    Mark{"id", "divRplyFwdMsg", ClientRole::Rest},                              // Outlook on the web, mobile
    Mark{"id", "appendonsend", ClientRole::SignHere},                           // Outlook on the web
    Mark{"id", "mail-editor-reference-message-container", ClientRole::Rest},    // new Outlook
    Mark{"id", "OLK_SRC_BODY_SECTION", ClientRole::Rest},                       // Outlook for Mac
    Mark{"id", "stopSpelling", ClientRole::Rest},                               // Hotmail
    Mark{"id", "Signature", ClientRole::Signature, "div", Letters::AsWritten},  // Outlook on the web
    Mark{"id", "ms-outlook-mobile-signature", ClientRole::Signature},
    Mark{"name", "_MailAutoSig", ClientRole::Bookmark},       // Outlook for Windows
    Mark{"class", "OutlookMessageHeader", ClientRole::Rest},  // Outlook 2003
    Mark{"class", "gmail_attr", ClientRole::Intro},
    Mark{"class", "gmail_signature", ClientRole::Signature},
    Mark{"class", "gmail_signature_prefix", ClientRole::SignaturePrefix},
    Mark{"data-smartmail", "gmail_signature", ClientRole::Signature},
    Mark{"class", "gmail_quote", ClientRole::Quote, "blockquote"},
    Mark{"type", "cite", ClientRole::Quote, "blockquote"},  // Apple Mail, Thunderbird, Yandex ...
    Mark{"id", "AppleMailSignature", ClientRole::Signature},
    Mark{"id", "isReplyContent", ClientRole::Quote},  // NetEase
    Mark{"class", "moz-cite-prefix", ClientRole::Intro},
    Mark{"class", "moz-forward-container", ClientRole::Rest},
    Mark{"class", "moz-signature", ClientRole::Signature},
    Mark{"id", "reply-intro", ClientRole::Intro},     // Roundcube
    Mark{"name", "quote", ClientRole::Quote, "div"},  // GMX, web.de
    Mark{"class", "protonmail_quote", ClientRole::Quote, "blockquote"},
    Mark{"class", "protonmail_signature_block", ClientRole::Signature},
    Mark{"class", "tutanota_quote", ClientRole::Quote},
    Mark{"class", "zmail_extra", ClientRole::Rest},            // Zoho
    Mark{"data-marker", "__QUOTED_TEXT__", ClientRole::Rest},  // Zimbra
    Mark{"name", "messageReplySection", ClientRole::Rest},     // Spark
};

ClientRole role_of_word(const HtmlToken& tag, std::string_view attribute, std::string_view word) {
  const auto fits = [&](const Mark& mark) {
    const bool is_word = mark.letters == Letters::AnyCase ? equals_ignore_case(mark.word, word) : mark.word == word;
    return is_word && equals_ignore_case(mark.attribute, attribute) &&
           (mark.element.empty() || equals_ignore_case(mark.element, tag.name));
  };
  const auto* const mark = std::find_if(kMarks.begin(), kMarks.end(), fits);
  return mark != kMarks.end() ? mark->role : ClientRole::None;
}

ClientRole role_by_marks(const HtmlToken& tag, const HtmlAttribute& attribute) {
  const std::string_view value = attribute.value;
  for (std::size_t at = 0; at < value.size();) {
    std::size_t end = at;
    while (end < value.size() && !is_html_space(value[end])) ++end;
    const ClientRole role = role_of_word(tag, attribute.name, value.substr(at, end - at));
    if (role != ClientRole::None) return role;
    at = end + 1;
  }
  // Yahoo puts it behind a number: class="ydp1234yahoo_quoted".
  return value.ends_with("yahoo_quoted") ? ClientRole::Quote : ClientRole::None;
}

// Outlook draws a line above the header of what it quotes, in one of few colours.
bool is_header_border(std::string_view style) {
  const auto holds = [style](std::string_view part) { return style.find(part) != std::string_view::npos; };
  return holds("border-top") && (holds("#E1E1E1") || holds("#B5C4DF") || holds("rgb(225, 225, 225)") ||
                                 holds("rgb(181, 196, 223)") || holds("rgb(229, 229, 229)"));
}

bool may_be_marked(std::string_view name) {
  constexpr std::array<std::string_view, 10> kMarked = {"a",   "blockquote", "div",  "hr",    "p",
                                                        "pre", "section",    "span", "table", "td"};
  return std::any_of(kMarked.begin(), kMarked.end(), [&](std::string_view e) { return equals_ignore_case(e, name); });
}

// Of a bookmark that runs on, Word says so in the style of each piece of text.
bool continues_bookmark(std::string_view style) {
  return style.find("mso-bookmark:_MailAutoSig") != std::string_view::npos;
}

ClientRole role_by_attribute(const HtmlToken& tag, bool is_blockquote, const HtmlAttribute& attribute) {
  if (is_blockquote && equals_ignore_case(attribute.name, "cite")) return ClientRole::Quote;
  if (!equals_ignore_case(attribute.name, "style")) return role_by_marks(tag, attribute);
  if (continues_bookmark(attribute.value)) return ClientRole::Bookmark;
  if (!is_blockquote) return is_header_border(attribute.value) ? ClientRole::Header : ClientRole::None;
  return attribute.value.find("border-left") != std::string_view::npos ? ClientRole::Quote : ClientRole::None;
}

}  // namespace

ClientRole client_role(std::string_view html, const HtmlToken& start_tag) {
  if (!may_be_marked(start_tag.name)) return ClientRole::None;
  const bool is_blockquote = equals_ignore_case(start_tag.name, "blockquote");
  HtmlAttributes attributes(html, start_tag);
  for (HtmlAttribute attribute; attributes.next(attribute);) {
    const ClientRole role = role_by_attribute(start_tag, is_blockquote, attribute);
    if (role != ClientRole::None) return role;
  }
  return is_blockquote ? ClientRole::MayQuote : ClientRole::None;
}

}  // namespace waybill::signature
