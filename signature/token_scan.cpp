// signature/token_scan.cpp: tokens and sections between percent signs.
#include "signature/token_scan.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "message/attribute_map.h"
#include "signature/date_format.h"
#include "signature/html_entities.h"

namespace waybill::signature {

using base::equals_ignore_case;

namespace {

constexpr std::string_view kMark = "%%";
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
constexpr std::string_view kManager = "Manager.";
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestInside = 1024;  // between two marks; more is no token
constexpr std::string_view kForms = "%%If Title%%, %%If Not Title%%, %%If Country = DE%% or %%If Country != DE%%";

struct Keyword {
  std::string_view name;
  TokenKind kind;
};
constexpr std::array<Keyword, 4> kKeywords = {
    {{"If", TokenKind::If}, {"ElseIf", TokenKind::ElseIf}, {"Else", TokenKind::Else}, {"EndIf", TokenKind::EndIf}}};

std::string_view trim_blanks(std::string_view text) {
  for (std::size_t before = 0; before != text.size();) {
    before = text.size();
    text = base::trim(text);
    if (text.starts_with(kNoBreakSpace)) text.remove_prefix(kNoBreakSpace.size());
    if (text.ends_with(kNoBreakSpace)) text.remove_suffix(kNoBreakSpace.size());
  }
  return text;
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (base::lower(c) >= 'a' && base::lower(c) <= 'z') || c == '_' || c == '-' || c == '.';
}

std::string_view first_word(std::string_view text) {
  const auto* const end = std::find_if_not(text.begin(), text.end(), is_alphanumeric);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

// As a reader sees it: an editor breaks lines inside of a token, too.
std::string with_single_blanks(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const bool is_wide = text.substr(at).starts_with(kNoBreakSpace);
    const bool is_blank = is_wide || base::is_space(text[at]);
    if (!is_blank || !out.ends_with(' ')) out += is_blank ? ' ' : text[at];
    at += is_wide ? kNoBreakSpace.size() : 1;
  }
  return out;
}

bool looks_like_a_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == ' '; });
}

const Keyword* find_keyword(std::string_view word) {
  const auto* const found = std::find_if(kKeywords.begin(), kKeywords.end(),
                                         [&](const Keyword& k) { return equals_ignore_case(k.name, word); });
  return found == kKeywords.end() ? nullptr : found;
}

bool is_of_manager(std::string_view name) { return base::starts_with_ignore_case(name, kManager); }

// Canonical; empty when nobody knows it. The manager's manager is not asked for.
std::string find_name(std::string_view written) {
  const bool of_manager = is_of_manager(written);
  const message::AttributeName* attribute =
      message::find_attribute(of_manager ? written.substr(kManager.size()) : written);
  if (attribute == nullptr || (of_manager && attribute->name == "Manager")) return {};
  return std::string(of_manager ? kManager : "").append(attribute->name);
}

// `others`: what else may stand there.
std::string unknown(std::string_view name, std::string_view so = {}, const std::vector<std::string_view>& others = {}) {
  const bool of_manager = is_of_manager(name);
  if (of_manager && equals_ignore_case(name.substr(kManager.size()), "Manager")) {
    return "%%Manager.Manager%% is no token: the manager's manager is not asked for";
  }
  std::vector<std::string_view> known;
  for (const message::AttributeName& attribute : message::attribute_names()) {
    known.push_back(attribute.name);
    known.insert(known.end(), attribute.also.begin(), attribute.also.end());
  }
  if (of_manager) std::erase(known, std::string_view("Manager"));
  if (!of_manager) known.insert(known.end(), others.begin(), others.end());
  const std::string_view closest = base::closest(of_manager ? name.substr(kManager.size()) : name, known);
  std::string text = ("unknown token %%" + base::printable(name, kLongestName) + "%%").append(so);
  if (closest.empty()) return text;
  return text.append("; did you mean %%").append(of_manager ? kManager : "").append(closest).append("%%?");
}

// What stands between two marks.
class Inside {
 public:
  Inside(std::string_view written, Syntax syntax)
      : decoded_(syntax == Syntax::Html ? decode_attribute(written) : std::string(written)),
        text_(trim_blanks(decoded_)),
        begins_with_blank_(!decoded_.starts_with(text_)) {}

  // Nothing: no token. error() may say what is wrong.
  std::optional<TokenPart> read() {
    const std::string_view word = first_word(text_);
    if (const Keyword* keyword = find_keyword(word)) return keyword_with(keyword->kind, text_.substr(word.size()));
    const std::string_view rest = text_.substr(word.size());
    if (is_date(word) && rest.starts_with('|')) return fail("a date is never empty and has no default");
    if (equals_ignore_case(word, "Year") && rest.empty()) return date("yyyy");
    if (equals_ignore_case(word, "Date")) return date_with(rest);
    const std::size_t bar = std::min(text_.find('|'), text_.size());
    const std::string_view written = trim_blanks(text_.substr(0, bar));
    std::string name = find_name(written);
    if (name.empty()) {
      const bool is_own = bar < text_.size() || is_of_manager(written);
      return is_own && written == word ? fail(unknown(written)) : std::nullopt;
    }
    const std::string_view fallback = bar < text_.size() ? trim_blanks(text_.substr(bar + 1)) : std::string_view();
    return TokenPart{{}, TokenKind::Value, std::move(name), std::string(fallback)};
  }

  std::string_view text() const { return text_; }
  const std::string& error() const { return error_; }

 private:
  // "100%% if you like": text, not a broken section.
  std::nullopt_t fail(std::string why) {
    if (!begins_with_blank_) error_ = std::move(why);
    return std::nullopt;
  }

  static TokenPart date(std::string_view format) { return {{}, TokenKind::Date, {}, std::string(format)}; }

  std::optional<TokenPart> date_with(std::string_view rest) {
    if (rest.empty()) return date("yyyy-MM-dd");
    if (rest.front() != ':') return std::nullopt;
    const std::string_view format = trim_blanks(rest.substr(1));
    const auto bad = unknown_in_date_format(format);
    if (format.empty() || bad) {
      return fail(
          "%%Date:...%% wants a format such as yyyy-MM-dd or d MMMM yyyy (yyyy yy MMMM MMM MM M dddd ddd dd d "
          "HH H mm m ss s, other letters in single quotes), found \"" +
          base::printable(bad.value_or(format)) + '"');
    }
    return date(format);
  }

  static bool is_date(std::string_view word) {
    return equals_ignore_case(word, "Date") || equals_ignore_case(word, "Year");
  }

  // With the error, so that what belongs to the section is not an error too.
  std::optional<TokenPart> bad_section(TokenKind kind, std::string why) {
    fail(std::move(why));
    return error_.empty() ? std::nullopt : std::optional(TokenPart{{}, kind});
  }

  std::optional<TokenPart> keyword_with(TokenKind kind, std::string_view rest) {
    if (kind == TokenKind::If || kind == TokenKind::ElseIf) return condition(kind, rest);
    if (rest.empty()) return TokenPart{{}, kind};
    return bad_section(kind,
                       "%%Else%% and %%EndIf%% stand alone, found \"" + base::printable(text_, kLongestName) + '"');
  }

  std::optional<TokenPart> condition(TokenKind kind, std::string_view rest) {
    rest = trim_blanks(rest);
    const std::string_view first = first_word(rest);
    const bool negated = equals_ignore_case(first, "Not");
    if (negated) rest = trim_blanks(rest.substr(first.size()));
    const std::size_t equals = rest.find('=');
    const bool compares = equals != std::string_view::npos;
    const bool unequal = compares && equals > 0 && rest[equals - 1] == '!';
    const std::string_view written = trim_blanks(compares ? rest.substr(0, equals - (unequal ? 1 : 0)) : rest);
    const std::string_view argument = compares ? unquoted(trim_blanks(rest.substr(equals + 1))) : std::string_view();
    if (!looks_like_a_name(written) || (compares && argument.empty())) {
      return bad_section(kind, std::string("a section begins with ").append(kForms) + ", found \"" +
                                   base::printable(text_, kLongestName) + '"');
    }
    if (is_date(written)) return bad_section(kind, "a date is never empty: a section asks for an attribute");
    std::string name = find_name(written);
    if (name.empty()) return bad_section(kind, unknown(written));
    const Test yes = compares ? Test::Equal : Test::Filled;
    const Test no = compares ? Test::NotEqual : Test::Empty;
    return TokenPart{{}, kind, std::move(name), std::string(argument), negated == unequal ? yes : no};
  }

  static std::string_view unquoted(std::string_view text) {
    const bool quoted = text.size() > 1 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'');
    return quoted ? text.substr(1, text.size() - 2) : text;
  }

  std::string decoded_;
  std::string_view text_;
  bool begins_with_blank_;
  std::string error_;
};

// A mark that nothing closes, with `rest` behind it.
void remark_unclosed(std::string_view rest, std::size_t offset, Remarks& remarks) {
  const std::string_view word = first_word(rest.substr(0, kLongestName));
  const bool is_own = find_keyword(word) != nullptr || rest.substr(word.size()).starts_with('|');
  if (find_keyword(word) == nullptr && find_name(word).empty()) return;
  std::string text = "%%" + std::string(word) + " has no closing %% in the same text or attribute value";
  if (is_own) {
    remarks.push_back({offset, std::move(text), base::Severity::Error});
  } else {
    remarks.push_back({offset, std::move(text) + "; it stays as written"});
  }
}

}  // namespace

std::vector<TokenPart> scan_tokens(std::string_view text, std::size_t begin, std::size_t end, Syntax syntax,
                                   Remarks& remarks) {
  std::vector<TokenPart> parts;
  text = text.substr(0, end);
  std::size_t literal = begin;
  const auto flush = [&](std::size_t upto) {
    if (upto > literal) parts.push_back({text.substr(literal, upto - literal)});
  };
  for (std::size_t at = begin; (at = text.find(kMark, at)) != std::string_view::npos;) {
    const std::size_t inside = at + kMark.size();
    if (text.substr(inside).starts_with(kMark)) {
      flush(inside);  // one of the two marks
      literal = at = inside + kMark.size();
      continue;
    }
    const std::size_t close = text.find(kMark, inside);
    if (close == std::string_view::npos) {
      remark_unclosed(text.substr(inside), at, remarks);
      break;
    }
    const std::size_t behind = close + kMark.size();
    const std::string_view written = text.substr(inside, close - inside);
    if (written.size() > kLongestInside) {
      at = close;
      continue;
    }
    Inside between(written, syntax);
    auto part = between.read();
    const bool is_error = !between.error().empty();
    if (is_error) remarks.push_back({at, between.error(), base::Severity::Error});
    if (part) {
      flush(at);
      part->text = text.substr(at, behind - at);
      parts.push_back(std::move(*part));
      literal = at = behind;
      continue;
    }
    const std::string name = with_single_blanks(between.text());
    const bool is_name = is_error || looks_like_a_name(name);
    if (is_name && !is_error) {
      remarks.push_back({at, unknown(name, " stays as written", {"Date", "Year", "EndIf", "Else"})});
    }
    // "100%% of %%Name%%": the second mark may open a token.
    at = is_name && between.text().size() == written.size() ? behind : close;
  }
  flush(end);
  return parts;
}

}  // namespace waybill::signature
