// signature/escape.cpp: escaping by context.
#include "signature/escape.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/limits.h"
#include "base/text.h"
#include "signature/html_tokens.h"

namespace waybill::signature {

namespace {

bool is_plain(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool separates(char32_t c) { return (c >= U'\t' && c <= U'\r') || c == 0x85 || c == 0x2028 || c == 0x2029; }

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// What has no look of its own, and changes or hides what follows.
bool is_invisible(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x200B || c == 0xFEFF ||
         (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alphanumeric(char c) { return is_digit(c) || (base::lower(c) >= 'a' && base::lower(c) <= 'z'); }

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
    case UrlPart::Mail:
      return std::string_view("@!$()*+").find(c) != std::string_view::npos;
    default:
      return std::string_view(":/@!$&()*+,;=").find(c) != std::string_view::npos;
  }
}

std::string url_of(std::string_view value, UrlPart part) {
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
  return url;
}

// "+49 (0)30 1234 ext. 5" -> "+49301234;ext=5"
std::string phone_of(std::string_view value) {
  constexpr std::string_view kTrunk = "(0)";  // dialled inside of the country only
  std::string out;
  bool extends = false;  // digits behind a letter are an extension
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (out.starts_with('+') && value.substr(at).starts_with(kTrunk)) {
      at += kTrunk.size() - 1;
    } else if (is_digit(c) || c == '*' || (c == '+' && out.empty())) {
      if (extends) out += ";ext=";
      extends = false;
      out += c;
    } else if (c == '#') {
      out += "%23";
    } else if (is_alphanumeric(c) && !out.empty()) {
      if (out.find(';') != std::string::npos) break;
      extends = true;
    } else if (c == ';' || c == ',') {
      break;  // another number
    }
  }
  return out;
}

std::string style_of(std::string_view value) {
  std::string out;
  std::copy_if(value.begin(), value.end(), std::back_inserter(out), [](char c) {
    return is_alphanumeric(c) || !base::is_ascii({&c, 1}) || std::string_view(" #%.,-_").find(c) != std::string::npos;
  });
  return out;
}

}  // namespace

UrlPart part_after(UrlPart part, std::string_view written) {
  const bool is_open = part == UrlPart::Start || part == UrlPart::Scheme;
  if (part == UrlPart::Query || written.find('?') != std::string_view::npos) return UrlPart::Query;
  const std::size_t end = is_open ? written.find_first_of(":/#") : std::string_view::npos;
  if (end == std::string_view::npos) {
    const bool is_blank = std::all_of(written.begin(), written.end(), is_html_space);
    return part == UrlPart::Start && !is_blank ? UrlPart::Scheme : part;
  }
  if (part == UrlPart::Scheme || written[end] != ':') return UrlPart::Path;
  const std::string scheme = base::lower(base::trim(written.substr(0, end)));
  if (scheme == "mailto") return UrlPart::Mail;
  return scheme == "tel" || scheme == "sms" || scheme == "callto" || scheme == "fax" ? UrlPart::Phone : UrlPart::Path;
}

std::string clean_value(std::string_view value) {
  constexpr std::size_t kMost = base::Limits{}.attribute_bytes;
  if (value.size() <= kMost && is_plain(value)) return std::string(base::trim(value));
  std::string out;
  for (std::size_t at = 0; at < value.size() && out.size() + 4 <= kMost;) {
    const char32_t c = base::next_code_point(value, at);
    if (separates(c)) {
      out += ' ';
    } else if (!is_control(c) && !is_invisible(c)) {
      base::append_utf8(out, c);
    }
  }
  return std::string(base::trim(out));
}

void append_escaped(std::string& out, std::string_view value, Context context, UrlPart part) {
  switch (context) {
    case Context::Plain:
      out += value;
      return;
    case Context::Text:
      return append_html(out, value, "&<>");
    case Context::Attribute:
      return append_html(out, value, "&<>\"'");
    case Context::Style:
      out += style_of(value);
      return;
    case Context::Comment:
      return append_html(out, value.empty() ? " " : value, "&<>\"'-");
    case Context::Url:
      return append_html(out, part == UrlPart::Phone ? phone_of(value) : url_of(value, part), "&'");
  }
}

}  // namespace waybill::signature
