// signature/escape.cpp: escaping by context.
#include "signature/escape.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/text.h"

namespace waybill::signature {

namespace {

bool is_plain(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool separates(char32_t c) { return (c >= U'\t' && c <= U'\r') || c == 0x85 || c == 0x2028 || c == 0x2029; }

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

constexpr bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'z');
}

constexpr bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'f');
}

void append_html(std::string& html, std::string_view value, std::string_view special) {
  for (std::size_t at = 0;;) {
    const std::size_t next = std::min(value.find_first_of(special, at), value.size());
    html.append(value, at, next - at);
    if (next == value.size()) return;
    switch (value[next]) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += "&#" + std::to_string(static_cast<int>(value[next])) + ";";
    }
    at = next + 1;
  }
}

void append_percent(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += {'%', kHex[byte >> 4U], kHex[byte & 0xFU]};
}

// The schemes that a value may begin a URL with.
bool is_harmless_scheme(std::string_view scheme) {
  constexpr std::array<std::string_view, 14> kHarmless = {"callto", "cid", "ftp",  "ftps", "geo",   "http", "https",
                                                          "mailto", "sip", "sips", "sms",  "skype", "tel",  "xmpp"};
  return std::any_of(kHarmless.begin(), kHarmless.end(),
                     [&](std::string_view s) { return base::equals_ignore_case(s, scheme); });
}

// Whether the first ":" of the value would make it run, or load, what nobody wanted.
bool hides_colon(std::string_view value, UrlPart part) {
  if (part == UrlPart::Scheme) return true;
  return part == UrlPart::Start && !is_harmless_scheme(value.substr(0, std::min(value.find(':'), value.size())));
}

// RFC 3986: what may stay as it is. At its start the value may be a whole URL; further on it is a piece of data.
bool stays(std::string_view value, std::size_t at, UrlPart part) {
  const char c = value[at];
  if (is_alphanumeric(c) || std::string_view("-._~").find(c) != std::string_view::npos) return true;
  switch (part) {
    case UrlPart::Start:
      if (c == '%') return at + 2 < value.size() && is_hex_digit(value[at + 1]) && is_hex_digit(value[at + 2]);
      return std::string_view(":/?#[]@!$&()*+,;=").find(c) != std::string_view::npos;
    case UrlPart::Query:
      return std::string_view(":/@!$()*,").find(c) != std::string_view::npos;
    default:
      return std::string_view(":/@!$&()*+,;=").find(c) != std::string_view::npos;
  }
}

void append_url(std::string& html, std::string_view value, UrlPart part) {
  std::string url;
  bool may_be_scheme = hides_colon(value, part);
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (stays(value, at, part) && !(c == ':' && may_be_scheme)) {
      url += c;
    } else {
      append_percent(url, c);
    }
    if (c == '/' || c == '?' || c == '#') may_be_scheme = false;  // behind them a ":" is only a ":"
  }
  append_html(html, url, "&'");
}

}  // namespace

std::string clean_value(std::string_view value) {
  constexpr std::size_t kMost = base::Limits{}.attribute_bytes;
  if (value.size() <= kMost && is_plain(value)) return std::string(base::trim(value));
  std::string out;
  for (std::size_t at = 0; at < value.size() && out.size() + 4 <= kMost;) {
    const char32_t c = base::next_code_point(value, at);
    if (separates(c)) {
      out += ' ';
    } else if (!is_control(c)) {
      base::append_utf8(out, c);
    }
  }
  return std::string(base::trim(out));
}

void append_escaped(std::string& html, std::string_view value, const Piece& piece) {
  switch (piece.context) {
    case Context::Text:
      return append_html(html, value, "&<>");
    case Context::Attribute:
      return append_html(html, value, "&<>\"'");
    case Context::Comment:
      return append_html(html, value.empty() ? " " : value, "&<>\"'-");
    case Context::Url:
      return append_url(html, value, piece.url_part);
  }
}

}  // namespace waybill::signature
