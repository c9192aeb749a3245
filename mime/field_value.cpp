// mime/field_value.cpp: structured field values; mimetic behind a guard.
//
// mimetic::ContentDisposition reads `value; name=value; ...` for us. It splits at semicolons inside quotes,
// keeps comments, stops at NUL, knows neither backslashes nor RFC 2231, and takes 0.2 us for each semicolon.
// So it is shown a copy in which each quoted string is a number between two marks, and comments, line
// breaks and control characters are gone; what it returns gets its quoted strings back here.
#include "mime/field_value.h"

#include <mimetic/contentdisposition.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "base/text.h"
#include "mime/charset.h"

namespace waybill::mime {
namespace {

constexpr std::size_t kMostParameters = 200;  // those behind are as if absent
constexpr char kMark = '\x01';
constexpr char kMarkEnd = '\x02';
constexpr std::size_t kNone = std::string_view::npos;

// A raw value, element by element: a quoted string, a comment, or one byte.
class Elements {
 public:
  enum class Kind { Byte, Quoted, Comment };
  struct Element {
    Kind kind;
    std::string_view bytes;  // quotes and parentheses included
  };

  explicit Elements(std::string_view raw) : raw_(raw) {}
  bool done() const { return at_ == raw_.size(); }
  std::size_t offset() const { return at_; }

  Element next() {
    if (raw_[at_] == '"' && quotes_close_) {
      if (const std::size_t end = behind_quoted(); end != kNone) return take(Kind::Quoted, end);
      quotes_close_ = false;  // remembered, or a value full of quotes would be read once for each
    }
    if (begins_comment() && comments_close_) {
      if (const std::size_t end = behind_comment(); end != kNone) return take(Kind::Comment, end);
      comments_close_ = false;
    }
    in_parameters_ |= raw_[at_] == ';';
    return take(Kind::Byte, at_ + 1);
  }

 private:
  Element take(Kind kind, std::size_t end) {
    const std::string_view bytes = raw_.substr(at_, end - at_);
    at_ = end;
    return {kind, bytes};
  }
  // Unquoted boundaries and names with a parenthesis inside are seen; a comment has a blank before it.
  bool begins_comment() const {
    if (raw_[at_] != '(') return false;
    return !in_parameters_ || base::is_space(raw_[at_ - 1]) || raw_[at_ - 1] == ';';
  }
  std::size_t behind_quoted() const {
    for (std::size_t i = at_ + 1; i < raw_.size(); ++i) {
      if (raw_[i] == '"') return i + 1;
      if (raw_[i] == '\\') ++i;
    }
    return kNone;
  }
  std::size_t behind_comment() const {
    std::size_t depth = 0;
    for (std::size_t i = at_; i < raw_.size(); ++i) {
      if (raw_[i] == '\\') {
        ++i;
      } else if (raw_[i] == '(') {
        ++depth;
      } else if (raw_[i] == ')' && --depth == 0) {
        return i + 1;
      }
    }
    return kNone;
  }

  std::string_view raw_;
  std::size_t at_ = 0;
  bool in_parameters_ = false;
  bool quotes_close_ = true;
  bool comments_close_ = true;
};

// Of a folded value; a CR alone is a character like others.
bool begins_line_break(std::string_view text) { return text.starts_with('\n') || text.starts_with("\r\n"); }

// Only `\"` and `\\` are escapes: "C:\dir" is what mail programs write for a path.
std::string unquote(std::string_view quoted) {
  std::string out;
  const std::string_view inside = quoted.substr(1, quoted.size() - 2);
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const bool escape = inside[i] == '\\' && i + 1 < inside.size() && (inside[i + 1] == '"' || inside[i + 1] == '\\');
    if (escape) ++i;
    if (!begins_line_break(inside.substr(i))) out.push_back(inside[i]);
  }
  return out;
}

struct Guarded {
  std::string safe;
  std::vector<std::string> quoted;
};

// Nothing in it that mimetic must not see, as in most values.
bool is_safe(std::string_view raw) {
  const auto is_special = [](char c) { return c == '"' || c == '(' || c < ' '; };
  return std::none_of(raw.begin(), raw.end(), is_special) &&
         static_cast<std::size_t>(std::count(raw.begin(), raw.end(), ';')) <= kMostParameters;
}

Guarded guard(std::string_view raw) {
  if (is_safe(raw)) return {std::string(raw), {}};
  Guarded out;
  out.safe.reserve(raw.size());
  std::size_t semicolons = 0;
  for (Elements elements(raw); !elements.done();) {
    const std::size_t offset = elements.offset();
    const auto [kind, bytes] = elements.next();
    const char c = bytes.front();
    if (kind == Elements::Kind::Quoted) {
      out.safe += kMark + std::to_string(out.quoted.size()) + kMarkEnd;
      out.quoted.push_back(unquote(bytes));
    } else if (kind == Elements::Kind::Comment || c == '\0' || c == kMark || c == kMarkEnd) {
      out.safe += ' ';
    } else if (!begins_line_break(raw.substr(offset))) {
      if (c == ';' && ++semicolons > kMostParameters) break;
      out.safe += c;
    }
  }
  return out;
}

std::string restore(std::string_view value, const std::vector<std::string>& quoted) {
  std::string out;
  for (std::size_t begin; (begin = value.find(kMark)) != kNone;) {
    const std::size_t end = value.find(kMarkEnd, begin);
    if (end == kNone) break;
    out += value.substr(0, begin);
    std::size_t number = quoted.size();
    std::from_chars(value.data() + begin + 1, value.data() + end, number);
    if (number < quoted.size()) out += quoted[number];
    value.remove_prefix(end + 1);
  }
  return out += value;
}

// ---- RFC 2231: name*0*=utf-8''%E4..; name*1=... ----

struct Piece {
  bool extended = false;
  std::string value;
};
using Continued = std::map<std::string, std::map<std::size_t, Piece>>;

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  const char letter = base::lower(c);
  if (letter >= 'a' && letter <= 'f') return static_cast<unsigned>(letter - 'a') + 10;
  return std::nullopt;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
    out.push_back(low ? static_cast<char>(*high * 16 + *low) : text[i]);
    if (low) i += 2;
  }
  return out;
}

// "name*", "name*3", "name*3*": the name before the star, and which piece it is; nothing for other stars.
bool put_piece(Continued& continued, std::string_view name, std::string value) {
  const std::size_t star = name.find('*');
  if (star == kNone || star == 0) return false;
  std::string_view number = name.substr(star + 1);
  const bool extended = number.empty() || number.ends_with('*');
  if (number.ends_with('*')) number.remove_suffix(1);
  std::size_t index = 0;
  if (std::from_chars(number.data(), number.data() + number.size(), index).ptr != number.data() + number.size()) {
    return false;
  }
  continued[std::string(name.substr(0, star))].try_emplace(index, Piece{extended, std::move(value)});
  return true;
}

std::string joined(const std::map<std::size_t, Piece>& pieces) {
  std::string charset;
  std::string out;
  for (std::size_t i = 0; pieces.contains(i); ++i) {
    const Piece& piece = pieces.at(i);
    std::string_view value = piece.value;
    const std::size_t quote = i == 0 && piece.extended ? value.find('\'') : kNone;
    const std::size_t second = quote == kNone ? kNone : value.find('\'', quote + 1);
    if (second != kNone) {
      charset = value.substr(0, quote);
      value.remove_prefix(second + 1);
    }
    out += piece.extended ? percent_decoded(value) : std::string(value);
  }
  if (charset.empty()) return out;
  auto utf8 = to_utf8(out, charset);
  return utf8.ok() ? std::move(utf8).value() : out;
}

// "(old) utf-8(x)" -> "utf-8". In a charset, as other than in names and boundaries, no parenthesis means anything else.
std::string without_comments(std::string_view value) {
  std::string out;
  for (std::size_t open; (open = value.find('(')) != kNone;) {
    const std::size_t close = value.find(')', open);
    if (close == kNone) break;
    out += value.substr(0, open);
    value.remove_prefix(close + 1);
  }
  return std::string(base::trim(out += value));
}

// "Text / Plain charset=x" -> "text/plain"
std::string main_value(std::string_view raw) {
  std::string out = base::lower(base::trim(raw));
  if (const std::size_t slash = out.find('/'); slash != kNone) {
    const std::string_view all = out;
    out = std::string(base::trim(all.substr(0, slash))) + '/' + std::string(base::trim(all.substr(slash + 1)));
  }
  return out.substr(0, out.find_first_of(" \t"));
}

FieldValue read(const Guarded& guarded) {
  const mimetic::ContentDisposition parsed(guarded.safe);
  FieldValue out;
  out.value = main_value(restore(parsed.type(), guarded.quoted));
  Continued continued;
  for (const mimetic::FieldParam& parameter : parsed.paramList()) {
    std::string name = base::lower(base::trim(parameter.name()));
    std::string value = restore(base::trim(parameter.value()), guarded.quoted);
    if (name == "charset") value = without_comments(value);
    if (name.empty() || put_piece(continued, name, value)) continue;
    out.parameters.emplace_back(std::move(name), std::move(value));
  }
  for (const auto& [name, pieces] : continued) {
    if (pieces.contains(0)) out.parameters.emplace_back(name, joined(pieces));
  }
  return out;
}

// ---- with_charset ----

// " charset = x ", or a form of RFC 2231.
bool is_charset(std::string_view parameter) {
  const std::string name = base::lower(base::trim(parameter.substr(0, parameter.find('='))));
  return parameter.find('=') != kNone && (name == "charset" || name.starts_with("charset*"));
}

std::vector<std::string_view> parameters_of(std::string_view raw) {
  std::vector<std::string_view> out;
  std::size_t begin = kNone;
  for (Elements elements(raw); !elements.done();) {
    const auto [kind, bytes] = elements.next();
    if (kind != Elements::Kind::Byte || bytes.front() != ';') continue;
    if (begin != kNone) out.push_back(raw.substr(begin, elements.offset() - 1 - begin));
    begin = elements.offset();
  }
  if (begin != kNone) out.push_back(raw.substr(begin));
  return out;
}

}  // namespace

std::string_view FieldValue::parameter(std::string_view name) const {
  for (const auto& [key, text] : parameters) {
    if (key == name) return text;
  }
  return {};
}

FieldValue parse_field_value(std::string_view value, std::size_t most) {
  if (value.size() > most) return {};
  const Guarded guarded = guard(value);
  if (guarded.safe.find(';') == kNone) return {main_value(restore(guarded.safe, guarded.quoted)), {}};
  try {
    return read(guarded);
  } catch (const std::exception&) {
    return {};  // mimetic throws std::length_error and the like; a value it cannot read is absent
  }
}

std::string with_charset(std::string_view content_type, std::string_view charset) {
  const std::string_view shown = content_type.substr(0, content_type.find_last_not_of(" \t\r\n") + 1);
  if (base::trim(shown).empty()) return " text/plain; charset=" + std::string(charset);
  std::string out;
  std::size_t done = 0;
  for (const std::string_view parameter : parameters_of(content_type)) {
    if (!is_charset(parameter)) continue;
    const std::string_view inside = base::trim(parameter);
    const auto begin = static_cast<std::size_t>(inside.data() - content_type.data());
    out += content_type.substr(done, begin - done);
    out += std::string(inside.substr(0, std::string_view("charset").size())) + '=' + std::string(charset);
    done = begin + inside.size();
  }
  if (done != 0) return out += content_type.substr(done);
  out = shown;
  out += shown.ends_with(';') ? " charset=" : "; charset=";
  out += charset;
  return out += content_type.substr(shown.size());
}

}  // namespace waybill::mime
