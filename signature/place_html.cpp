// signature/place_html.cpp: the place in HTML, and the fragment in lines of its own.
#include <algorithm>
#include <vector>

#include "base/text.h"
#include "signature/html_tokens.h"
#include "signature/place.h"

namespace waybill::signature {

using base::equals_ignore_case;

namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kLongestLine = 900;  // below the 998 of RFC 5322, with room for character references
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Offsets of what decides about the place.
struct Landmarks {
  std::size_t body_end = kNone;    // the last </body>
  std::size_t html_end = kNone;    // the last </html>
  std::size_t end = 0;             // of all whole tags
  std::size_t body_start = kNone;  // behind the first <body>
  std::size_t head_end = kNone;    // behind the first </head>
  std::size_t html_start = kNone;  // behind the first <html>
  std::size_t doctype = kNone;     // behind the first <!DOCTYPE>
  bool is_closed = true;
};

void set_once(std::size_t& mark, std::size_t offset) {
  if (mark == kNone) mark = offset;
}

void note_tag(const HtmlToken& token, Landmarks& marks) {
  if (token.name.size() != 4) return;
  const bool is_start = token.kind == HtmlKind::StartTag;
  if (equals_ignore_case(token.name, "body")) {
    if (is_start) {
      set_once(marks.body_start, token.end);
    } else {
      marks.body_end = token.begin;
    }
  } else if (equals_ignore_case(token.name, "html")) {
    if (is_start) {
      set_once(marks.html_start, token.end);
    } else {
      marks.html_end = token.begin;
    }
  } else if (!is_start && equals_ignore_case(token.name, "head")) {
    set_once(marks.head_end, token.end);
  }
}

Landmarks find_landmarks(std::string_view html) {
  Landmarks marks;
  marks.end = html.size();
  HtmlTokens tokens(html);
  for (HtmlToken token; tokens.next_markup(token);) {
    const bool is_tag = token.kind == HtmlKind::StartTag || token.kind == HtmlKind::EndTag;
    if (is_tag && !token.closed) {
      marks.end = token.begin;
      marks.is_closed = token.kind == HtmlKind::StartTag || !is_raw_text(token.name);  // else still inside of it
      return marks;
    }
    if (!token.closed) marks.is_closed = false;
    if (is_tag) note_tag(token, marks);
    if (token.kind == HtmlKind::Doctype) set_once(marks.doctype, token.end);
  }
  return marks;
}

std::size_t place_of(std::string_view html, Location location, const Landmarks& marks) {
  if (location == Location::Append) {
    for (const std::size_t mark : {marks.body_end, marks.html_end}) {
      if (mark != kNone) return mark;
    }
    return marks.end;
  }
  for (const std::size_t mark : {marks.body_start, marks.head_end, marks.html_start, marks.doctype}) {
    if (mark != kNone) return mark;
  }
  return html.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
}

// The blanks at which a line of HTML may be broken without a reader seeing it.
std::vector<std::size_t> breakable_blanks(std::string_view html) {
  std::vector<std::size_t> blanks;
  const auto add = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (html[i] == ' ') blanks.push_back(i);
    }
  };
  std::size_t pre = 0;
  HtmlTokens tokens(html);
  for (HtmlToken token; tokens.next(token);) {
    const bool is_start = token.kind == HtmlKind::StartTag;
    if (is_start) {
      std::size_t done = token.begin;
      HtmlAttributes attributes(html, token);
      for (HtmlAttribute attribute; attributes.next(attribute);) {
        add(done, attribute.value_begin);
        done = attribute.value_begin + attribute.value.size();
      }
      add(done, token.end);
    } else if (token.kind == HtmlKind::Text && pre == 0) {
      add(token.begin, token.end);
    }
    const bool is_pre = (is_start || token.kind == HtmlKind::EndTag) && equals_ignore_case(token.name, "pre");
    if (is_pre && is_start) ++pre;
    if (is_pre && !is_start && pre > 0) --pre;
  }
  return blanks;
}

bool has_long_line(std::string_view text) {
  for (const std::string_view line : base::split(text, '\n')) {
    if (line.size() > kLongestLine) return true;
  }
  return false;
}

std::string with_short_lines(std::string_view html) {
  std::string out(html);
  if (!has_long_line(html)) return out;
  std::size_t line = 0;
  std::size_t last = kNone;  // the last place to break in this line
  const auto pass = [&](std::size_t upto) {
    if (upto - line > kLongestLine && last != kNone) {
      out[last] = '\n';
      line = last + 1;
    }
    last = kNone;
  };
  std::size_t newline = html.find('\n');
  for (const std::size_t blank : breakable_blanks(html)) {
    for (; newline < blank; newline = html.find('\n', newline + 1)) {
      pass(newline);
      line = newline + 1;
    }
    pass(blank);
    last = blank;
  }
  pass(std::min(newline, html.size()));
  return out;
}

std::string with_line_ends(std::string_view text, std::string_view line_end) {
  std::string out;
  out.reserve(text.size() + text.size() / 32);
  for (std::size_t at = 0;;) {
    const std::size_t newline = std::min(text.find('\n', at), text.size());
    out.append(text, at, newline - at);
    if (newline == text.size()) return out;
    out += line_end;
    at = newline + 1;
  }
}

bool begins_line(std::string_view text, std::size_t offset) {
  return offset == 0 || text[offset - 1] == '\n' || text.substr(0, offset) == kByteOrderMark;
}

}  // namespace

std::optional<Placement> place_html(std::string_view html, Location location, std::string_view fragment,
                                    std::string_view line_end) {
  const Landmarks marks = find_landmarks(html);
  if (!marks.is_closed) return std::nullopt;
  Placement placement{place_of(html, location, marks), {}};
  if (fragment.empty()) return placement;
  const std::string_view rest = html.substr(placement.offset);
  const bool ends_text = rest.empty() && !html.ends_with('\n');
  if (!begins_line(html, placement.offset)) placement.bytes = line_end;
  placement.bytes += with_line_ends(with_short_lines(fragment), line_end);
  if (!ends_text && !rest.starts_with('\n') && !rest.starts_with("\r\n")) placement.bytes += line_end;
  return placement;
}

}  // namespace waybill::signature
