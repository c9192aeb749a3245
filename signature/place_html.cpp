// signature/place_html.cpp: the place in HTML, and the fragment in lines of its own.
#include <algorithm>
#include <vector>

#include "base/text.h"
#include "signature/client_signature.h"
#include "signature/html_tokens.h"
#include "signature/landmarks.h"
#include "signature/place.h"
#include "signature/reply_html.h"

namespace waybill::signature {

using base::equals_ignore_case;

namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kLongestLine = 900;  // below the 998 of RFC 5322, with room for character references
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Landmarks find_landmarks(std::string_view html, ReplyHtml* reply) {
  Landmarks marks(html);
  HtmlTokens tokens(html);
  // Texts say something about replies only.
  const auto next = [&](HtmlToken& token) { return reply == nullptr ? tokens.next_markup(token) : tokens.next(token); };
  for (HtmlToken token; next(token) && marks.take(token);) {
    if (reply != nullptr) reply->take(token);
  }
  marks.finish();
  return marks;
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

// The fragment in place of html[offset, offset + length), on lines of its own.
Placement placed_at(std::string_view html, std::size_t offset, std::string_view fragment, std::string_view line_end,
                    std::size_t length = 0) {
  Placement placement{offset, {}, length};
  if (fragment.empty()) return placement;
  const std::string_view rest = html.substr(offset + length);
  const bool ends_text = rest.empty() && !html.ends_with('\n');
  if (!begins_line(html, offset)) placement.bytes = line_end;
  placement.bytes += with_line_ends(with_short_lines(fragment), line_end);
  if (!ends_text && !rest.starts_with('\n') && !rest.starts_with("\r\n")) placement.bytes += line_end;
  return placement;
}

// The tags among html[begin, end).
std::string tags_of(std::string_view html, const MarkerFinder::Range& range) {
  const std::string_view marked = html.substr(range.begin, range.end - range.begin);
  std::string out;
  HtmlTokens tokens(marked);
  for (HtmlToken token; tokens.next(token);) {
    if (token.kind != HtmlKind::Text) out += marked.substr(token.begin, token.end - token.begin);
  }
  return out;
}

std::optional<Placement> placed_by_marker(std::string_view html, const Landmarks& marks, const ReplyHtml& reply,
                                          std::string_view fragment, std::string_view line_end) {
  const auto& range = reply.marker();
  const bool is_inside = range && range->end <= marks.end();
  if (!is_inside && !marks.end_takes_signature()) return std::nullopt;
  Placement placement = placed_at(html, is_inside ? range->begin : marks.end(), fragment, line_end);
  placement.how = is_inside ? "marker" : "append: no marker found";
  if (!is_inside) return placement;
  placement.bytes.insert(0, tags_of(html, *range));
  placement.length = range->end - range->begin;
  return placement;
}

std::optional<Placement> placed_under_reply(std::string_view html, const Landmarks& marks,
                                            const ReplyFinder::Found& found, std::string_view fragment,
                                            std::string_view line_end) {
  constexpr std::string_view kEmptyLine = "\n<br>";
  std::string separated(fragment);
  const bool is_inside = found.place && *found.place <= marks.end();
  if (!is_inside && !marks.end_takes_signature()) return std::nullopt;
  if (is_inside && !fragment.empty()) separated += kEmptyLine;
  Placement placement = placed_at(html, is_inside ? *found.place : marks.end(), separated, line_end);
  placement.how = found.place && !is_inside ? "append: the quote is outside of the body" : found.how;
  return placement;
}

}  // namespace

std::optional<Placement> place_html(std::string_view html, const Spot& spot, std::string_view fragment,
                                    std::string_view line_end) {
  const bool asks_reply = spot.location == Location::UnderReply || spot.location == Location::Marker;
  ReplyHtml reply(html, spot.marker);
  const Landmarks marks = find_landmarks(html, asks_reply ? &reply : nullptr);
  if (!marks.has_place()) return std::nullopt;
  const bool may_replace = spot.replaces_client_signature && !reply.marker() && !fragment.empty();
  if (const auto old = may_replace ? find_client_signature_html(html) : std::nullopt) {
    Placement placement = placed_at(html, old->begin, fragment, line_end, old->size());
    placement.how = kClientSignature;
    return placement;
  }
  if (spot.location == Location::Marker) return placed_by_marker(html, marks, reply, fragment, line_end);
  if (asks_reply) return placed_under_reply(html, marks, reply.finish(), fragment, line_end);
  if (spot.location == Location::Prepend) return placed_at(html, marks.start(), fragment, line_end);
  if (!marks.end_takes_signature()) return std::nullopt;
  return placed_at(html, marks.end(), fragment, line_end);
}

}  // namespace waybill::signature
