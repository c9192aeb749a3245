// signature/html_tokens.cpp: the tokenizer; memchr does most of the walking.
#include "signature/html_tokens.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace waybill::signature {

using base::equals_ignore_case;
using base::starts_with_ignore_case;

namespace {

constexpr std::size_t kNone = std::string_view::npos;

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// What ends the name of a tag, and of an attribute; a table, because most bytes of mails stand in tags.
constexpr auto kEndsName = [] {
  std::array<bool, 256> ends = {};
  for (const char c : {' ', '\t', '\n', '\r', '\f', '/', '>'}) ends[static_cast<unsigned char>(c)] = true;
  return ends;
}();
constexpr bool ends_name(char c) { return kEndsName[static_cast<unsigned char>(c)]; }

// What "<" at `at` begins: a tag, a comment; or it is just a character.
bool is_markup(std::string_view html, std::size_t at) {
  if (at + 1 >= html.size()) return false;
  const char c = html[at + 1];
  return is_letter(c) || c == '!' || c == '?' || (c == '/' && at + 2 < html.size());
}

std::size_t skip_space(std::string_view html, std::size_t at) {
  while (at < html.size() && is_html_space(html[at])) ++at;
  return at;
}

// The value behind "=" at `at`; moves `at` behind it.
void read_value(std::string_view html, std::size_t& at, HtmlAttribute& attribute) {
  at = skip_space(html, at + 1);
  attribute.value_begin = at;
  if (at == html.size()) return;
  if (html[at] == '"' || html[at] == '\'') {
    attribute.quote = html[at];
    attribute.value_begin = at + 1;
    const std::size_t close = std::min(html.find(attribute.quote, at + 1), html.size());
    attribute.value = html.substr(at + 1, close - at - 1);
    at = std::min(close + 1, html.size());
    return;
  }
  while (at < html.size() && html[at] != '>' && !is_html_space(html[at])) ++at;
  attribute.value = html.substr(attribute.value_begin, at - attribute.value_begin);
}

// False at the ">" of the tag or at the end of the text, where `at` then is.
bool read_attribute(std::string_view html, std::size_t& at, HtmlAttribute& attribute) {
  while (at < html.size() && (is_html_space(html[at]) || html[at] == '/')) ++at;
  if (at == html.size() || html[at] == '>') return false;
  const std::size_t begin = at++;  // the first character may even be "="
  while (at < html.size() && html[at] != '=' && !ends_name(html[at])) ++at;
  attribute = {html.substr(begin, at - begin), {}, at, 0};
  const std::size_t equals = skip_space(html, at);
  if (equals < html.size() && html[equals] == '=') {
    at = equals;
    read_value(html, at, attribute);
  }
  return true;
}

// Where the tag whose name ends at `at` has its ">"; kNone when the text ends before. Quotes hide a ">" only in values,
// so attributes are not cut out: a "=" begins a value. It may also begin a name; then they are, up to there.
std::size_t find_tag_end(std::string_view html, std::size_t at, bool& self_closing) {
  std::size_t done = at;  // behind the name of the tag, or the last value
  HtmlAttribute unused;
  while (at < html.size() && html[at] != '>') {
    const std::size_t equals = at++;
    if (html[equals] != '=') continue;
    if (equals > done && !ends_name(html[equals - 1])) {
      at = equals;
      read_value(html, at, unused);
    } else {
      for (at = done; at <= equals;) read_attribute(html, at, unused);
    }
    done = at;
  }
  if (at == html.size()) return kNone;
  self_closing = at > done && html[at - 1] == '/';
  return at;
}

// The end of the comment whose "<!--" is at `begin`.
std::size_t find_comment_end(std::string_view html, std::size_t begin) {
  const std::size_t content = begin + 4;
  const std::string_view head = html.substr(content, 2);
  if (head.starts_with('>')) return content + 1;
  if (head == "->") return content + 2;
  const auto behind = [&](std::size_t gt, std::string_view dashes) {
    return gt >= content + dashes.size() && html.substr(gt - dashes.size(), dashes.size()) == dashes;
  };
  for (std::size_t gt = html.find('>', content); gt != kNone; gt = html.find('>', gt + 1)) {
    if (behind(gt, "--") || behind(gt, "--!")) return gt + 1;
  }
  return kNone;
}

bool is_end_tag_of(std::string_view html, std::size_t at, std::string_view name) {
  const std::size_t end = at + 2 + name.size();
  return end < html.size() && html[at + 1] == '/' && ends_name(html[end]) &&
         equals_ignore_case(html.substr(at + 2, name.size()), name);
}

std::size_t find_end_tag(std::string_view html, std::size_t from, std::string_view name) {
  for (std::size_t at = html.find('<', from); at != kNone; at = html.find('<', at + 1)) {
    if (is_end_tag_of(html, at, name)) return at;
  }
  return kNone;
}

// In a script, "<!--" begins a stretch in which "<script>" has to be closed before "</script>" counts
// ("script data double escaped").
std::size_t find_script_end(std::string_view html, std::size_t from) {
  constexpr std::string_view kScript = "script";
  bool escaped = false;
  bool doubled = false;
  for (std::size_t at = from; (at = html.find_first_of("<-", at)) != kNone; ++at) {
    const std::string_view rest = html.substr(at);
    const bool is_start = rest.size() > 7 && starts_with_ignore_case(rest.substr(1), kScript) && ends_name(rest[7]);
    if (rest.starts_with("-->")) {
      escaped = doubled = false;
    } else if (rest.starts_with("<!--")) {
      escaped = true;
      ++at;  // "<!-->" is whole: its dashes may end it
    } else if (rest.front() == '<' && is_start) {
      doubled = escaped;
    } else if (rest.front() == '<' && is_end_tag_of(html, at, kScript)) {
      if (!doubled) return at;
      doubled = false;
    }
  }
  return kNone;
}

bool is_foreign_root(std::string_view name) {
  return (name.size() == 3 && equals_ignore_case(name, "svg")) ||
         (name.size() == 4 && equals_ignore_case(name, "math"));
}

// Elements that end svg or math when they begin there (13.2.6.5), those that mails have.
bool leaves_foreign(std::string_view name) {
  constexpr std::array<std::string_view, 12> kLeave = {"b",   "body", "br", "center", "div",   "font",
                                                       "img", "li",   "p",  "span",   "table", "td"};
  return std::any_of(kLeave.begin(), kLeave.end(), [&](std::string_view e) { return equals_ignore_case(e, name); });
}

}  // namespace

bool is_raw_text(std::string_view element) {
  const auto is = [element](std::string_view name) {
    return base::lower(element.front()) == name.front() && equals_ignore_case(element, name);
  };
  switch (element.size()) {
    case 3:
      return is("xmp");
    case 5:
      return is("style") || is("title");
    case 6:
      return is("script") || is("iframe");
    case 7:
      return is("noembed");
    case 8:
      return is("textarea") || is("noframes");
    case 9:
      return is("plaintext");
    default:
      return false;
  }
}

bool is_code_element(std::string_view element) {
  return !equals_ignore_case(element, "title") && !equals_ignore_case(element, "textarea");
}

bool HtmlTokens::next(HtmlToken& token) {
  if (!raw_element_.empty() && read_raw_text(token)) return true;
  if (at_ == html_.size()) return false;
  token = {};
  token.begin = at_;
  if (html_[at_] != '<' || !is_markup(html_, at_)) {
    token.end = find_markup();
  } else if (is_letter(html_[at_ + 1]) || (html_[at_ + 1] == '/' && is_letter(html_[at_ + 2]))) {
    read_tag(token);
  } else {
    read_declaration(token);
  }
  at_ = token.end;
  return true;
}

bool HtmlTokens::next_markup(HtmlToken& token) {
  if (raw_element_.empty()) at_ = find_markup();
  return next(token);
}

std::size_t HtmlTokens::find_markup() const {
  std::size_t at = html_.find('<', at_);
  while (at != kNone && !is_markup(html_, at)) at = html_.find('<', at + 1);
  return std::min(at, html_.size());
}

void HtmlTokens::read_tag(HtmlToken& token) {
  const bool is_end = html_[at_ + 1] == '/';
  token.kind = is_end ? HtmlKind::EndTag : HtmlKind::StartTag;
  const std::size_t name = at_ + (is_end ? 2 : 1);
  std::size_t at = name;
  while (at < html_.size() && !ends_name(html_[at])) ++at;
  token.name = html_.substr(name, at - name);
  const std::size_t gt = find_tag_end(html_, at, token.self_closing);
  token.closed = gt != kNone;
  token.end = token.closed ? gt + 1 : html_.size();
  if (!is_end) {
    note_start_tag(token);
  } else if (foreign_ && is_foreign_root(token.name)) {
    foreign_ = false;
  }
}

void HtmlTokens::note_start_tag(HtmlToken& token) {
  if (!token.closed) return;
  if (is_raw_text(token.name)) {
    token.self_closing = token.self_closing && foreign_;
    if (!token.self_closing) raw_element_ = token.name;
  } else if (foreign_) {
    foreign_ = !leaves_foreign(token.name);
  } else if (is_foreign_root(token.name)) {
    foreign_ = !token.self_closing;
  }
}

void HtmlTokens::read_declaration(HtmlToken& token) {
  const std::string_view rest = html_.substr(at_);
  std::size_t end = kNone;
  token.kind = HtmlKind::Comment;
  if (rest.starts_with("<!--")) {
    end = find_comment_end(html_, at_);
  } else if (foreign_ && rest.starts_with("<![CDATA[")) {
    token.kind = HtmlKind::Cdata;
    end = html_.find("]]>", at_);
    if (end != kNone) end += 3;
  } else {
    if (starts_with_ignore_case(rest, "<!doctype")) token.kind = HtmlKind::Doctype;
    end = html_.find('>', at_);
    if (end != kNone) ++end;
  }
  token.closed = end != kNone;
  token.end = std::min(end, html_.size());
}

bool HtmlTokens::read_raw_text(HtmlToken& token) {
  const std::string_view element = raw_element_;
  raw_element_ = {};
  std::size_t end = kNone;
  if (equals_ignore_case(element, "script")) {
    end = find_script_end(html_, at_);
  } else if (!equals_ignore_case(element, "plaintext")) {
    end = find_end_tag(html_, at_, element);
  }
  token = {HtmlKind::RawText, end != kNone, false, at_, std::min(end, html_.size()), element};
  const bool is_there = token.end > at_ || !token.closed;
  at_ = token.end;
  return is_there;
}

bool HtmlAttributes::next(HtmlAttribute& attribute) { return read_attribute(html_, at_, attribute); }

}  // namespace waybill::signature
