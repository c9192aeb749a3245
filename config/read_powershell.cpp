// config/read_powershell.cpp: tokens to statements, statements to rules.
#include "config/read_powershell.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

#include "base/text.h"
#include "config/powershell_lexer.h"
#include "mime/charset.h"
#include "rules/words.h"

namespace waybill::config {
namespace {

using rules::RawParameter;
using rules::RawRule;
using rules::RawValue;

constexpr int kMostErrors = 50;  // each may cost a look at the rest of the file

// Parameters that every cmdlet has; they say nothing about a rule.
constexpr std::array<std::string_view, 11> kCommon = {
    "Verbose",     "Debug",     "ErrorAction",      "ErrorVariable",     "WarningAction",      "WarningVariable",
    "OutVariable", "OutBuffer", "PipelineVariable", "InformationAction", "InformationVariable"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kAliases = {{{"cf", "Confirm"},
                                                                                     {"wi", "WhatIf"},
                                                                                     {"vb", "Verbose"},
                                                                                     {"db", "Debug"},
                                                                                     {"ea", "ErrorAction"},
                                                                                     {"ev", "ErrorVariable"},
                                                                                     {"wa", "WarningAction"},
                                                                                     {"wv", "WarningVariable"},
                                                                                     {"ov", "OutVariable"},
                                                                                     {"ob", "OutBuffer"},
                                                                                     {"pv", "PipelineVariable"},
                                                                                     {"infa", "InformationAction"},
                                                                                     {"iv", "InformationVariable"}}};
constexpr std::array<std::string_view, 4> kSwitches = {"Confirm", "WhatIf", "Verbose", "Debug"};
constexpr std::array<std::string_view, 8> kOutputs = {"Out-Null", "Out-Host", "Out-Default", "Out-String",
                                                      "fl",       "ft",       "Format-List", "Format-Table"};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return base::equals_ignore_case(known, name); });
}

bool is_new_rule(const Token& token) {
  if (token.kind != TokenKind::Word || !token.known) return false;
  std::string_view name = token.text;
  name.remove_prefix(name.rfind('\\') + 1);  // Module\New-TransportRule
  for (const std::string_view dash : {"-", "\u2013", "\u2014", "\u2015"}) {
    if (base::equals_ignore_case(name, "New" + std::string(dash) + "TransportRule")) return true;
  }
  return false;
}

// 12, -1, 0x1F, 10MB; as decimal text.
std::optional<std::string> as_number(std::string_view word) {
  constexpr std::string_view kUnits = "kmgtp";
  std::string_view digits = word;
  int shift = 0;
  if (digits.size() > 2 && base::lower(digits.back()) == 'b') {
    const std::size_t unit = kUnits.find(base::lower(digits[digits.size() - 2]));
    if (unit == std::string_view::npos && !base::starts_with_ignore_case(word, "0x")) return std::nullopt;
    if (unit != std::string_view::npos) {
      shift = 10 * static_cast<int>(unit + 1);
      digits.remove_suffix(2);
    }
  }
  const bool hex = base::starts_with_ignore_case(digits, "0x");
  if (hex) digits.remove_prefix(2);
  std::int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value, hex ? 16 : 10);
  if (read.ec != std::errc() || read.ptr != end || digits.empty()) return std::nullopt;
  if (shift == 0 && !hex) return std::string(word);
  const std::int64_t most = std::numeric_limits<std::int64_t>::max() >> shift;
  if (value > most || value < -most) return std::nullopt;
  return std::to_string(value * (std::int64_t{1} << shift));
}

struct Resolved {
  std::string name;
  std::vector<std::string_view> candidates;  // several: ambiguous
};

Resolved resolve(const std::string& written) {
  for (const auto& [alias, name] : kAliases) {
    if (base::equals_ignore_case(alias, written)) return {std::string(name), {}};
  }
  if (const auto parameter = rules::find_parameter(written)) return {parameter->name(), {}};
  Resolved out{written, {}};
  const auto collect = [&](std::string_view name) {
    if (base::starts_with_ignore_case(name, written)) out.candidates.push_back(name);
  };
  for (const std::string_view name : rules::parameter_names()) {
    if (!rules::find_parameter(name)->word->own) collect(name);  // ours make nothing ambiguous that Exchange binds
  }
  for (const std::string_view name : kCommon) collect(name);
  if (out.candidates.size() == 1) out = {std::string(out.candidates.front()), {}};
  return out;
}

class ScriptReader {
 public:
  ScriptReader(std::string_view script, const std::string& file, base::Diagnostics& diagnostics)
      : lexer_(script, file), diagnostics_(diagnostics) {}

  std::vector<RawRule> read() && {
    advance();
    while (!is(TokenKind::End)) {
      if (is(TokenKind::Newline) || is(TokenKind::Semicolon)) {
        advance();
      } else if (is_new_rule(token_)) {
        read_rule();
      } else {
        refuse_statement();
      }
    }
    return std::move(rules_);
  }

 private:
  bool is(TokenKind kind) const { return token_.kind == kind; }
  void advance() { token_ = lexer_.next(); }
  bool at_statement_end() const { return is(TokenKind::End) || is(TokenKind::Newline) || is(TokenKind::Semicolon); }
  void skip_newlines() {
    while (is(TokenKind::Newline)) advance();
  }

  // A syntax error: the statement has no meaning from here on.
  bool fail(const base::Place& place, const std::string& text) {
    diagnostics_.error(place, text);
    return false;
  }
  bool fail(const std::string& text) { return fail(token_.place, is(TokenKind::Broken) ? token_.text : text); }

  void recover() {
    lexer_.resume();
    advance();
    count_error();
  }

  void count_error() {
    if (++errors_ < kMostErrors) return;
    diagnostics_.error(token_.place, "too many errors; the rest is not read");
    token_ = {};
  }

  void refuse_statement() {
    if (!is(TokenKind::Broken)) {
      fail(
          "only New-TransportRule commands are read in a rules file; scripts that need a run come with `waybill "
          "import` in a later version");
    }
    if (skip_statement()) return count_error();
    fail({});
    recover();
  }

  // False: at a Broken token.
  bool skip_statement() {
    TokenKind last = TokenKind::Newline;
    for (int depth = 0; !is(TokenKind::End) && !is(TokenKind::Broken); advance()) {
      const bool goes_on = depth > 0 || last == TokenKind::Comma || last == TokenKind::Pipe;
      if (at_statement_end() && !goes_on) return true;
      if (is(TokenKind::OpenList) || is(TokenKind::OpenTable) || is(TokenKind::OpenParen) || is(TokenKind::OpenBrace)) {
        ++depth;
      }
      if (is(TokenKind::Close) && depth > 0) --depth;
      last = token_.kind;
    }
    return is(TokenKind::End);
  }

  void read_rule() {
    RawRule rule{token_.place, {}};
    usable_ = true;
    has_positional_ = false;
    bool good = true;
    advance();
    while (good && !at_statement_end()) good = read_argument(rule);
    if (!good) return recover();
    if (usable_) rules_.push_back(std::move(rule));
  }

  bool read_argument(RawRule& rule) {
    switch (token_.kind) {
      case TokenKind::Parameter:
        return read_named(rule);
      case TokenKind::Pipe:
        return skip_output();
      case TokenKind::Redirect:
        return skip_redirect();
      case TokenKind::Splat:
        return refuse_value("@" + token_.text);
      case TokenKind::Text:
      case TokenKind::Word:
      case TokenKind::Variable:
      case TokenKind::OpenParen:
        return read_positional(rule);
      default:
        return fail("a parameter (-Name value) is wanted here");
    }
  }

  // A value is not known: the rule cannot be used, but the rest of it is still looked at.
  bool refuse_value(const std::string& what) {
    usable_ = false;
    diagnostics_.error(token_.place, base::printable(what, 80) + ": a value that only a run could know");
    advance();
    return true;
  }

  bool skip_output() {
    advance();
    skip_newlines();
    if (!is(TokenKind::Word) || !contains(kOutputs, token_.text)) {
      return fail("behind the pipe only commands that print, such as Out-Null, are read");
    }
    while (!at_statement_end() && !is(TokenKind::Broken) && !is(TokenKind::Pipe)) advance();
    return !is(TokenKind::Broken) || fail({});
  }

  bool skip_redirect() {
    const bool has_target = !token_.text.empty();
    advance();
    if (has_target) return true;
    if (!is(TokenKind::Word) && !is(TokenKind::Text) && !is(TokenKind::Variable)) return fail("a file is wanted here");
    advance();
    return true;
  }

  bool read_positional(RawRule& rule) {
    if (std::exchange(has_positional_, true)) {
      return fail("an argument without a parameter; is a quote missing or not doubled before it?");
    }
    RawParameter name{"Name", token_.place, {}, false};
    if (!read_values(name)) return false;
    rule.parameters.push_back(std::move(name));
    return true;
  }

  bool read_named(RawRule& rule) {
    Resolved resolved = resolve(token_.text);
    if (!resolved.candidates.empty()) return fail(ambiguous(resolved));
    RawParameter parameter{std::move(resolved.name), token_.place, {}, false};
    const bool colon = token_.colon;
    advance();
    if (contains(kSwitches, parameter.name) && !colon) {
      parameter.values.push_back({RawValue::Kind::Boolean, "true", parameter.place});
    } else if (!read_values(parameter)) {
      return false;
    }
    if (!contains(kCommon, parameter.name)) rule.parameters.push_back(std::move(parameter));
    return true;
  }

  static std::string ambiguous(const Resolved& resolved) {
    std::string text = "-" + base::printable(resolved.name, 80) + " is the beginning of several parameters:";
    for (const std::string_view name : resolved.candidates) text.append(" ").append(name);
    return text;
  }

  // One value or an array: a,b or @(a, b). Arrays in arrays become one.
  bool read_values(RawParameter& parameter) {
    Array array{parameter, {}, true, false};
    for (;;) {
      const auto more = read_piece(array);
      if (!more) return false;
      if (!*more) break;
    }
    if (!array.open.empty()) return fail(array.open.front(), "the bracket that opens here is not closed");
    if (array.wants)
      return fail(array.behind_comma ? "behind the comma a value is missing" : "-" + parameter.name + " needs a value");
    return true;
  }

  struct Array {
    RawParameter& parameter;
    std::vector<base::Place> open;  // brackets
    bool wants = true;              // a value
    bool behind_comma = false;
  };

  // True: go on; false: the array ends before this token; nothing: a syntax error.
  std::optional<bool> read_piece(Array& array) {
    const bool inside = !array.open.empty();
    switch (token_.kind) {
      case TokenKind::Comma:
        return read_comma(array);
      case TokenKind::OpenList:
      case TokenKind::OpenParen:
        if (!array.wants) return inside ? syntax("a comma is missing before this") : std::optional(false);
        if (is(TokenKind::OpenList)) array.parameter.is_list = true;
        array.open.push_back(token_.place);
        array.behind_comma = false;
        advance();
        return true;
      case TokenKind::Close:
        if (!inside || array.behind_comma)
          return inside ? syntax("behind the comma a value is missing") : std::optional(false);
        array.open.pop_back();
        array.wants = false;
        advance();
        return true;
      case TokenKind::Newline:
      case TokenKind::Semicolon:
        if (!inside) return false;
        if (!array.behind_comma) array.wants = true;
        advance();
        return true;
      case TokenKind::Text:
      case TokenKind::Word:
      case TokenKind::Variable:
        if (!array.wants) return inside ? syntax("a comma is missing before this") : std::optional(false);
        read_element(array);
        return true;
      case TokenKind::OpenTable:
      case TokenKind::Broken:
        return syntax("tables @{...} are not read here");
      default:
        return false;
    }
  }

  std::optional<bool> syntax(const std::string& text) {
    fail(text);
    return std::nullopt;
  }

  std::optional<bool> read_comma(Array& array) {
    const bool first = array.parameter.values.empty() && !array.behind_comma;  // ,'a' is an array of one
    if (array.wants && !first) return syntax("before the comma a value is missing");
    array.parameter.is_list = array.wants = array.behind_comma = true;
    advance();
    skip_newlines();
    return true;
  }

  void read_element(Array& array) {
    const std::optional<std::string> number =
        is(TokenKind::Word) && token_.plain && token_.known ? as_number(token_.text) : std::nullopt;
    array.wants = array.behind_comma = false;
    // In brackets a bare word is a command.
    if (!token_.known || (is(TokenKind::Word) && !array.open.empty() && !number)) {
      refuse_value((is(TokenKind::Variable) ? "$" : "") + token_.text);
      return;
    }
    RawValue value{RawValue::Kind::Text, token_.text, is(TokenKind::Text) ? token_.content : token_.place,
                   token_.jumps};
    if (number) {
      value.kind = RawValue::Kind::Integer;
      value.text = *number;
    }
    if (is(TokenKind::Variable)) {
      value.kind = RawValue::Kind::Boolean;
      value.text = base::lower(token_.text);
    }
    const bool null = is(TokenKind::Variable) && value.text == "null";
    if (!null) array.parameter.values.push_back(std::move(value));
    advance();
  }

  PowershellLexer lexer_;
  base::Diagnostics& diagnostics_;
  Token token_;
  std::vector<RawRule> rules_;
  bool usable_ = true;           // the rule that is being read
  bool has_positional_ = false;  // the same
  int errors_ = 0;               // after which a statement was given up
};

base::Result<std::string> script_text(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("\xFF\xFE")) return mime::to_utf8(bytes.substr(2), "utf-16le");
  if (bytes.starts_with("\xFE\xFF")) return mime::to_utf8(bytes.substr(2), "utf-16be");
  if (base::is_valid_utf8(bytes)) return std::string(bytes);
  return mime::to_utf8(bytes, "windows-1252");
}

}  // namespace

rules::RuleFile read_powershell(std::string_view bytes, const std::string& file, const base::Limits& limits,
                                base::Diagnostics& diagnostics) {
  rules::RuleFile out{rules::Insertion::InTurn, {}};
  if (bytes.size() > limits.rule_file_bytes) {
    diagnostics.error({file}, "the file is larger than " + std::to_string(limits.rule_file_bytes) + " bytes");
    return out;
  }
  const auto script = script_text(bytes);
  if (!script) {
    diagnostics.error({file}, "the characters cannot be read: save the file as UTF-8");
    return out;
  }
  out.rules = ScriptReader(*script, file, diagnostics).read();
  return out;
}

}  // namespace waybill::config
