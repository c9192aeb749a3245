// config/powershell_lexer.cpp: PowerShell's lexical rules, character by character.
#include "config/powershell_lexer.h"

#include <utility>

#include "base/text.h"

namespace waybill::config {
namespace {

constexpr char32_t kEnd = 0xFFFFFFFF;

bool is_single_quote(char32_t c) { return c == U'\'' || (c >= 0x2018 && c <= 0x201B); }
bool is_double_quote(char32_t c) { return c == U'"' || (c >= 0x201C && c <= 0x201E); }
bool is_quote(char32_t c) { return is_single_quote(c) || is_double_quote(c); }
bool is_dash(char32_t c) { return c == U'-' || (c >= 0x2013 && c <= 0x2015); }
bool is_newline(char32_t c) { return c == U'\n' || c == U'\r'; }
bool is_blank(char32_t c) {
  return c == U' ' || c == U'\t' || c == 0x0B || c == 0x0C || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}
bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_name(char32_t c) {
  if (c < 0x80) return is_letter(c) || is_digit(c) || c == U'_';
  return c != kEnd && !is_quote(c) && !is_dash(c) && !is_blank(c);
}

bool is_one_of(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

// What ends a bare word.
bool ends_word(char32_t c) { return c == kEnd || is_blank(c) || is_newline(c) || is_one_of(c, U"&(),;{|}<>"); }

bool is_constant(std::string_view name) {
  return base::equals_ignore_case(name, "true") || base::equals_ignore_case(name, "false") ||
         base::equals_ignore_case(name, "null");
}

// `line` begins with Verb-TransportRule.
bool begins_command(std::string_view line) {
  std::size_t at = 0;
  std::size_t word = 0;
  char32_t c = 0;
  while (at < line.size() && is_blank(c = base::next_code_point(line, at))) word = at;
  for (at = word; at < line.size() && is_letter(c = base::next_code_point(line, at));) {
  }
  return is_dash(c) && at > word + 1 && base::starts_with_ignore_case(line.substr(at), "TransportRule");
}

}  // namespace

PowershellLexer::PowershellLexer(std::string_view script, const std::string& file)
    : script_(script), place_{file}, token_place_{file} {}

char32_t PowershellLexer::peek() const {
  std::size_t at = at_;
  return at_end() ? kEnd : base::next_code_point(script_, at);
}

char32_t PowershellLexer::peek_second() const {
  std::size_t at = at_;
  if (at_end()) return kEnd;
  base::next_code_point(script_, at);
  return at < script_.size() ? base::next_code_point(script_, at) : kEnd;
}

char32_t PowershellLexer::take() {
  if (at_end()) return kEnd;
  const char32_t c = base::next_code_point(script_, at_);
  if (c == U'\n' || (c == U'\r' && peek() != U'\n')) {
    ++place_.line;
    place_.column = 1;
  } else {
    ++place_.column;
  }
  return c;
}

void PowershellLexer::take_into(std::string& out) { base::append_utf8(out, take()); }

Token PowershellLexer::broken(std::string text) const { return {TokenKind::Broken, std::move(text), token_place_}; }

void PowershellLexer::skip_line() {
  while (!at_end() && !is_newline(peek())) take();
}

bool PowershellLexer::skip_comment() {
  const std::size_t end = script_.find("#>", at_ + 2);
  const std::size_t stop = end == std::string_view::npos ? script_.size() : end + 2;
  while (at_ < stop) take();
  return end != std::string_view::npos;
}

bool PowershellLexer::skip_blanks() {
  for (;;) {
    token_at_ = at_;
    token_place_ = place_;
    const char32_t c = peek();
    if (is_blank(c)) {
      take();
    } else if (c == U'`' && is_newline(peek_second())) {
      take();
      if (take() == U'\r' && peek() == U'\n') take();
    } else if (c == U'#') {
      skip_line();
    } else if (c == U'<' && peek_second() == U'#') {
      if (!skip_comment()) return false;
    } else {
      return true;
    }
  }
}

Token PowershellLexer::next() {
  if (!skip_blanks()) return broken("the comment that begins here has no end");
  Token token = read_token();
  if (token.kind != TokenKind::Broken) token.place = token_place_;
  return token;
}

void PowershellLexer::resume() {
  at_ = token_at_;
  place_ = token_place_;
  do {
    skip_line();
    if (take() == U'\r' && peek() == U'\n') take();
  } while (!at_end() && !begins_command(script_.substr(at_, 100)));
}

Token PowershellLexer::simple(TokenKind kind) {
  take();
  return {kind, {}, token_place_};
}

Token PowershellLexer::read_token() {
  const char32_t c = peek();
  if (c == kEnd) return {TokenKind::End, {}, token_place_};
  if (is_newline(c)) {
    if (take() == U'\r' && peek() == U'\n') take();
    return {TokenKind::Newline, {}, token_place_};
  }
  if (is_quote(c)) return read_quoted();
  if (is_dash(c)) return read_dash();
  switch (c) {
    case U';':
      return simple(TokenKind::Semicolon);
    case U',':
      return simple(TokenKind::Comma);
    case U'|':
      return simple(TokenKind::Pipe);
    case U'&':
      return simple(TokenKind::Ampersand);
    case U'(':
      return simple(TokenKind::OpenParen);
    case U'{':
      return simple(TokenKind::OpenBrace);
    case U')':
    case U'}':
      return simple(TokenKind::Close);
    case U'<':
    case U'>':
      return read_redirect();
    case U'@':
      return read_at();
    case U'$':
      return read_variable();
    default:
      return read_word({TokenKind::Word, {}, token_place_});
  }
}

Token PowershellLexer::read_at() {
  const char32_t second = peek_second();
  if (is_quote(second)) return read_here_string();
  if (second == U'(' || second == U'{') {
    take();
    return simple(second == U'(' ? TokenKind::OpenList : TokenKind::OpenTable);
  }
  if (!is_name(second)) return read_word({TokenKind::Word, {}, token_place_});
  take();
  return {TokenKind::Splat, read_name(), token_place_};
}

Token PowershellLexer::read_quoted() {
  Token token{TokenKind::Text, {}, token_place_};
  token.content = {place_.file, place_.line, place_.column + 1};
  if (!read_quoted_into(token)) return broken("the text that begins here has no closing quote");
  return token;
}

// A doubled quote stands for the second of the two.
bool PowershellLexer::read_quoted_into(Token& token) {
  const bool verbatim = is_single_quote(take());
  const auto closes = [&](char32_t c) { return verbatim ? is_single_quote(c) : is_double_quote(c); };
  while (!at_end()) {
    const char32_t c = peek();
    if (closes(c)) {
      take();
      if (!closes(peek())) return true;
      take_into(token.text);
      note_jump(token);
    } else if (!verbatim && c == U'`') {
      read_escape_into(token);
    } else if (!verbatim && c == U'$') {
      read_dollar_into(token);
    } else {
      take_into(token.text);
    }
  }
  return false;
}

Token PowershellLexer::read_here_string() {
  Token token{TokenKind::Text, {}, token_place_};
  take();
  const bool verbatim = is_single_quote(take());
  while (is_blank(peek())) take();
  if (!is_newline(peek())) return broken("behind the quote of a here-string a new line must begin");
  if (take() == U'\r' && peek() == U'\n') take();
  token.content = place_;
  while (!at_end()) {
    const char32_t c = peek();
    const bool closes = verbatim ? is_single_quote(c) : is_double_quote(c);
    if (place_.column == 1 && closes && peek_second() == U'@') {
      take();
      take();
      if (token.text.ends_with('\n')) token.text.pop_back();
      if (token.text.ends_with('\r')) token.text.pop_back();
      return token;
    }
    if (!verbatim && c == U'`') {
      read_escape_into(token);
    } else if (!verbatim && c == U'$') {
      read_dollar_into(token);
    } else {
      take_into(token.text);
    }
  }
  return broken("the here-string that begins here has no end: the quote and @ at the start of a line");
}

void PowershellLexer::read_escape_into(Token& token) {
  constexpr std::u32string_view kLetters = U"0abfnrtv";
  constexpr std::string_view kMeanings("\0\a\b\f\n\r\t\v", 8);
  take();
  if (at_end()) return;
  const std::size_t index = kLetters.find(peek());
  if (index == std::u32string_view::npos) {
    take_into(token.text);
  } else {
    take();
    token.text += kMeanings[index];
  }
  note_jump(token);
}

void PowershellLexer::note_jump(Token& token) const {
  token.jumps.push_back({token.text.size(), place_.line, place_.column});
}

// In text: $true, $false and $null are known; a dollar that begins no variable is a dollar.
void PowershellLexer::read_dollar_into(Token& token) {
  take();
  const char32_t c = peek();
  if (c == U'(') {
    token.known = false;
    skip_parens();
  } else if (is_one_of(c, U"{$^?")) {
    token.known = false;
    take();
  } else if (is_name(c) && !is_digit(c)) {
    const std::string name = base::lower(read_name());
    if (!is_constant(name)) token.known = false;
    if (name == "true") token.text += "True";
    if (name == "false") token.text += "False";
    note_jump(token);
  } else if (is_digit(c)) {
    token.known = false;
  } else {
    token.text += '$';
  }
}

// $( ... ), roughly: its value is never used, only its end.
void PowershellLexer::skip_parens() {
  for (int depth = 0; !at_end();) {
    const char32_t c = peek();
    if (is_quote(c)) {
      take();
      while (!at_end() && !is_quote(peek())) take();
    }
    if (c == U'(') ++depth;
    if (c == U')') --depth;
    take();
    if (depth == 0) return;
  }
}

std::string PowershellLexer::read_name() {
  std::string out;
  while (is_name(peek())) take_into(out);
  return out;
}

Token PowershellLexer::read_variable() {
  Token token{TokenKind::Variable, {}, token_place_};
  take();
  if (peek() == U'(') {
    token.known = false;
    skip_parens();
  } else if (is_name(peek())) {
    token.text = read_name();
  } else {
    token.known = !is_one_of(peek(), U"{$^?");
    if (token.known) token.kind = TokenKind::Word;
    token.text = "$";
  }
  if (!ends_word(peek())) {  // $x.y, $x[0], $env:x, ${a b}
    if (token.kind == TokenKind::Variable) token.known = false;
    token = read_word(std::move(token));
  }
  if (token.kind == TokenKind::Variable && !is_constant(token.text)) token.known = false;
  return token;
}

Token PowershellLexer::read_dash() {
  const char32_t second = peek_second();
  const bool name = is_letter(second) || second == U'_' || second == U'?';
  return name ? read_parameter() : read_word({TokenKind::Word, {}, token_place_});
}

Token PowershellLexer::read_parameter() {
  Token token{TokenKind::Parameter, {}, token_place_};
  take();
  while (!ends_word(peek()) && !is_one_of(peek(), U":[.") && !is_quote(peek())) take_into(token.text);
  if (is_quote(peek())) {  // -Name'x' is one word
    token.kind = TokenKind::Word;
    token.text.insert(0, 1, '-');
    return read_word(std::move(token));
  }
  token.colon = peek() == U':';
  if (token.colon) take();
  return token;
}

// Goes on with a bare word; quotes inside it join: a"b c"d is `ab cd`.
Token PowershellLexer::read_word(Token token) {
  while (!ends_word(peek())) {
    const char32_t c = peek();
    token.plain = token.plain && !is_quote(c) && c != U'`';
    if (is_quote(c)) {
      if (!read_quoted_into(token)) return broken("a quote in this word has no closing one");
    } else if (c == U'`') {
      read_escape_into(token);
    } else if (c == U'$') {
      read_dollar_into(token);
    } else {
      take_into(token.text);
    }
  }
  const bool stream =
      token.text.size() == 1 && (is_digit(static_cast<unsigned char>(token.text[0])) || token.text == "*");
  return stream && peek() == U'>' ? read_redirect() : token;
}

Token PowershellLexer::read_redirect() {
  Token token{TokenKind::Redirect, {}, token_place_};
  while (peek() == U'>' || peek() == U'<') take();
  if (peek() == U'&' && is_digit(peek_second())) {
    take();
    take_into(token.text);  // 2>&1 has its target
  }
  return token;
}

}  // namespace waybill::config
