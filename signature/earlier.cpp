// signature/earlier.cpp: texts without their white space, and one found in the other.
#include "signature/earlier.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "signature/html_elements.h"
#include "signature/html_entities.h"
#include "signature/html_tokens.h"
#include "signature/mark.h"
#include "signature/newest.h"

namespace waybill::signature {

namespace {

// What does not count: white space, and ">", which a quote has more of, and a line that was broken in front of one.
bool is_passed_over(char32_t c) {
  return c <= U' ' || c == U'>' || (c >= 0x7F && c <= 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
         c == 0x202F || c == 0xFEFF;
}

// Characters of a text that are seen, and where its lines begin among them.
class Seen {
 public:
  void put(char32_t c) {
    if (is_passed_over(c)) return;
    base::append_utf8(text_, c);
    ++characters_;
  }
  void end_line() {
    if (begins_.back() != text_.size()) begins_.push_back(text_.size());
  }

  const std::string& text() const { return text_; }
  // Not what people type below a mail themselves: a name, a greeting and a name.
  bool is_distinctive() const {
    const std::size_t lines = begins_.size() - (begins_.back() == text_.size() ? 1 : 0);
    return characters_ >= kFewestCharacters || lines >= kFewestLines;
  }
  bool is_border(std::size_t at) const {
    return at == text_.size() || std::binary_search(begins_.begin(), begins_.end(), at);
  }

 private:
  std::string text_;
  std::size_t characters_ = 0;
  std::vector<std::size_t> begins_ = {0};
};

// Of each prefix: the length of the longest that is its end too.
std::vector<std::size_t> borders(std::string_view word) {
  std::vector<std::size_t> out(word.size() + 1, 0);
  for (std::size_t i = 1, matched = 0; i < word.size(); ++i) {
    while (matched > 0 && word[i] != word[matched]) matched = out[matched];
    if (word[i] == word[matched]) ++matched;
    out[i + 1] = matched;
  }
  return out;
}

bool holds(const Seen& all, const Seen& part) {
  const std::string& word = part.text();
  const std::string& text = all.text();
  if (!part.is_distinctive() || word.size() > text.size()) return false;
  const std::vector<std::size_t> back = borders(word);
  for (std::size_t i = 0, matched = 0; i < text.size(); ++i) {
    while (matched > 0 && (matched == word.size() || text[i] != word[matched])) matched = back[matched];
    if (text[i] == word[matched]) ++matched;
    const bool is_here = matched == word.size() && all.is_border(i + 1) && all.is_border(i + 1 - word.size());
    if (is_here) return true;
  }
  return false;
}

void put_html(Seen& seen, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Reference reference = text[at] == '&' ? read_reference(text.substr(at), false) : Reference();
    at += reference.length;
    seen.put(reference.length > 0 ? reference.code_point : base::next_code_point(text, at));
  }
}

bool breaks_line(const HtmlToken& token) {
  if (token.kind != HtmlKind::StartTag && token.kind != HtmlKind::EndTag) return false;
  return breaks_line(element_info(token.name));
}

struct SeenHtml {
  Seen seen = {};
  bool is_marked = false;
};

SeenHtml seen_in_html(std::string_view html, const Stretches& stretches, std::string_view mark) {
  SeenHtml out;
  StretchWalk walk(stretches);
  HtmlTokens tokens(html);
  for (HtmlToken token; tokens.next(token);) {
    if (!walk.holds(token.begin)) continue;
    if (breaks_line(token)) out.seen.end_line();
    if (token.kind == HtmlKind::Text) put_html(out.seen, html.substr(token.begin, token.end - token.begin));
    const bool may_be_marked = token.kind == HtmlKind::StartTag && !mark.empty();
    out.is_marked = out.is_marked || (may_be_marked && has_mark(html, token, mark));
  }
  return out;
}

Seen seen_in_html(std::string_view html) { return seen_in_html(html, {{0, html.size()}}, {}).seen; }

// How long the <URL> is that `text` begins with; 0: it is none. Looks no further than the next "<": linear.
std::size_t url_length(std::string_view text) {
  constexpr std::array<std::string_view, 5> kSchemes = {"http://", "https://", "mailto:", "tel:", "ftp://"};
  const bool is_url = std::any_of(kSchemes.begin(), kSchemes.end(), [text](std::string_view scheme) {
    return base::starts_with_ignore_case(text.substr(1), scheme);
  });
  const std::size_t end = is_url ? text.find_first_of("<>", 1) : std::string_view::npos;
  return end != std::string_view::npos && text[end] == '>' ? end + 1 : 0;
}

void put_plain_line(Seen& seen, std::string_view line) {
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t url = line[at] == '<' ? url_length(line.substr(at)) : 0;
    if (url == 0) seen.put(base::next_code_point(line, at));
    at += url;
  }
  seen.end_line();
}

Seen seen_in_plain(std::string_view text, const Stretches& stretches) {
  Seen seen;
  for (const Stretch& stretch : stretches) {
    const std::string_view part = text.substr(stretch.begin, stretch.size());
    for (std::size_t at = 0; at <= part.size();) put_plain_line(seen, base::next_line(part, at));
  }
  return seen;
}

Seen seen_in_plain(std::string_view text) { return seen_in_plain(text, {{0, text.size()}}); }

}  // namespace

bool stands_in_html(std::string_view html, const Wanted& wanted, Within within) {
  const Stretches stretches = within == Within::All ? Stretches{{0, html.size()}} : newest_html(html);
  const SeenHtml mail = seen_in_html(html, stretches, wanted.mark);
  return mail.is_marked || holds(mail.seen, seen_in_html(wanted.fragment.html));
}

bool stands_in_plain(std::string_view text, const Wanted& wanted, Within within) {
  const Seen mail = within == Within::All ? seen_in_plain(text) : seen_in_plain(text, newest_plain(text));
  return holds(mail, seen_in_plain(wanted.fragment.text)) || holds(mail, seen_in_html(wanted.fragment.html));
}

}  // namespace waybill::signature
