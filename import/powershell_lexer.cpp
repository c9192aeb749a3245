// import/powershell_lexer.cpp: PowerShell's lexical rules, character by character.
#include "import/powershell_lexer.h"

#include <utility>

#include "base/text.h"

namespace waybill::import {
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

PowershellLexer::PowershellLexer(std::string_view script, base::Place start)
    : script_(script), place_(start), token_place_(start), marked_place_(std::move(start)) {}

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

Token PowershellLexer::next(Mode mode) {
  const std::size_t before = at_;
  if (!skip_blanks()) return broken("the comment that begins here has no end");
  glued_ = at_ == before && before == token_end_;
  return again(mode);
}

Token PowershellLexer::again(Mode mode) {
  at_ = token_at_;
  place_ = token_place_;
  Token token = read_token(mode);
  if (token.kind != TokenKind::Broken) token.place = token_place_;
  token.glued = glued_;
  token_end_ = at_;
  return token;
}

void PowershellLexer::mark() {
  marked_at_ = token_at_;
  marked_place_ = token_place_;
}

void PowershellLexer::resume() {
  at_ = marked_at_;
  place_ = marked_place_;
  do {
    skip_line();
    take_newline();
  } while (!at_end() && !begins_command(script_.substr(at_, 100)));
}

void PowershellLexer::take_newline() {
  if (take() == U'\r' && peek() == U'\n') take();
}

Token PowershellLexer::simple(TokenKind kind) {
  take();
  return {kind, {}, token_place_};
}

Token PowershellLexer::read_token(Mode mode) {
  const char32_t c = peek();
  if (c == kEnd) return {TokenKind::End, {}, token_place_};
  Token token = read_common(c);
  if (token.kind != TokenKind::End) return token;
  if (c == U'$') return read_variable(mode);
  const bool expression = mode == Mode::Statement && (is_digit(c) || is_dash(c) || is_one_of(c, U"[+!,"));
  return expression || mode == Mode::Expression ? read_expression(c) : read_argument(c);
}

Token PowershellLexer::read_common(char32_t c) {
  if (is_newline(c)) {
    take_newline();
    return {TokenKind::Newline, {}, token_place_};
  }
  if (is_quote(c)) return read_quoted();
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
      return simple(TokenKind::CloseParen);
    case U'}':
      return simple(TokenKind::CloseBrace);
    case U'<':
    case U'>':
      return read_redirect();
    case U'@':
      return read_at();
    default:
      return {TokenKind::End, {}, token_place_};
  }
}

Token PowershellLexer::read_argument(char32_t c) {
  return is_dash(c) ? read_dash() : read_word({TokenKind::Word, {}, token_place_});
}

Token PowershellLexer::read_expression(char32_t c) {
  if (is_digit(c)) return read_number();
  if (!is_name(c)) return read_operator();
  Token token{TokenKind::Word, read_name(), token_place_};
  token.pieces.push_back({Piece::Kind::Literal, token.text, token_place_});
  return token;
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
  if (!read_quoted_into(token)) return broken("the text that begins here has no closing quote");
  return token;
}

// The piece that takes what comes next.
std::string& PowershellLexer::literal_of(Token& token) {
  if (token.pieces.empty() || token.pieces.back().kind != Piece::Kind::Literal) {
    token.pieces.push_back({Piece::Kind::Literal, {}, place_});
  }
  return token.pieces.back().text;
}

// A doubled quote stands for the second of the two.
bool PowershellLexer::read_quoted_into(Token& token) {
  const bool verbatim = is_single_quote(take());
  const auto closes = [&](char32_t c) { return verbatim ? is_single_quote(c) : is_double_quote(c); };
  literal_of(token);
  if (!token.pieces.back().text.empty()) note_jump(token);  // a quote inside of a word
  while (!at_end()) {
    if (!closes(peek())) {
      if (!read_text_piece(token, verbatim)) return false;
      continue;
    }
    take();
    if (!closes(peek())) return true;
    take_into(literal_of(token));
    note_jump(token);
  }
  return false;
}

// One character of a text, or what stands for one or is expanded.
bool PowershellLexer::read_text_piece(Token& token, bool verbatim) {
  const char32_t c = peek();
  if (!verbatim && c == U'`') {
    read_escape_into(token);
  } else if (!verbatim && c == U'$') {
    return read_dollar_into(token);
  } else {
    take_into(literal_of(token));
  }
  return true;
}

Token PowershellLexer::read_here_string() {
  Token token{TokenKind::Text, {}, token_place_};
  take();
  const bool verbatim = is_single_quote(take());
  while (is_blank(peek())) take();
  if (!is_newline(peek())) return broken("behind the quote of a here-string a new line must begin");
  take_newline();
  literal_of(token);
  while (!at_end()) {
    const char32_t c = peek();
    const bool closes = verbatim ? is_single_quote(c) : is_double_quote(c);
    if (place_.column == 1 && closes && peek_second() == U'@') {
      take();
      take();
      std::string& last = literal_of(token);
      if (last.ends_with('\n')) last.pop_back();
      if (last.ends_with('\r')) last.pop_back();
      return token;
    }
    if (!read_text_piece(token, verbatim)) break;
  }
  return broken("the here-string that begins here has no end: the quote and @ at the start of a line");
}

void PowershellLexer::read_escape_into(Token& token) {
  constexpr std::u32string_view kLetters = U"0abfnrtv";
  constexpr std::string_view kMeanings("\0\a\b\f\n\r\t\v", 8);
  std::string& out = literal_of(token);
  take();
  if (at_end()) return;
  const std::size_t index = kLetters.find(peek());
  if (index == std::u32string_view::npos) {
    take_into(out);
  } else {
    take();
    out += kMeanings[index];
  }
  note_jump(token);
}

void PowershellLexer::note_jump(Token& token) {
  const std::size_t offset = literal_of(token).size();
  token.pieces.back().jumps.push_back({offset, place_.line, place_.column});
}

// In text: a dollar that begins no variable is a dollar.
bool PowershellLexer::read_dollar_into(Token& token) {
  const base::Place dollar = place_;
  const char32_t second = peek_second();
  if (second == U'(') {
    take();
    take();
    Piece piece{Piece::Kind::Script, {}, place_};
    const std::size_t begin = at_;
    if (!skip_script()) return false;
    piece.text = script_.substr(begin, at_ - begin);
    take();
    token.pieces.push_back(std::move(piece));
  } else if (is_name(second) || is_one_of(second, U"{$^?")) {
    take();
    token.pieces.push_back({Piece::Kind::Variable, read_braced_name(), dollar});
  } else {
    take_into(literal_of(token));
  }
  return true;
}

void PowershellLexer::skip_quoted() {
  const bool single = is_single_quote(take());
  while (!at_end()) {
    const char32_t c = take();
    if (single ? is_single_quote(c) : is_double_quote(c)) return;
    if (!single && c == U'`') take();
  }
}

bool PowershellLexer::skip_script() {
  for (int depth = 1; !at_end();) {
    const char32_t c = peek();
    if (c == U'(') ++depth;
    if (c == U')' && --depth == 0) return true;
    if (is_quote(c)) {
      skip_quoted();
    } else {
      take();
    }
  }
  return false;
}

// Behind a dollar: name, scope:name, {any name}, or one of $ ^ ?
std::string PowershellLexer::read_braced_name() {
  std::string out;
  if (peek() == U'{') {
    take();
    while (!at_end() && peek() != U'}') take_into(out);
    take();
    return out;
  }
  if (!is_name(peek())) {
    take_into(out);
    return out;
  }
  out = read_name();
  if (peek() == U':' && is_name(peek_second())) {
    take_into(out);
    out += read_name();
  }
  return out;
}

std::string PowershellLexer::read_name() {
  std::string out;
  while (is_name(peek())) take_into(out);
  return out;
}

Token PowershellLexer::read_variable(Mode mode) {
  const char32_t second = peek_second();
  if (second == U'(') {
    take();
    return simple(TokenKind::OpenScript);
  }
  if (!is_name(second) && !is_one_of(second, U"{$^?")) {
    return mode == Mode::Expression ? read_operator() : read_word({TokenKind::Word, {}, token_place_});
  }
  take();
  Token token{TokenKind::Variable, read_braced_name(), token_place_};
  const bool ends = mode != Mode::Argument || ends_word(peek()) || is_one_of(peek(), U".[");
  if (ends) return token;
  Token word{TokenKind::Word, {}, token_place_};  // $name-x is one word
  word.plain = false;
  word.pieces.push_back({Piece::Kind::Variable, token.text, token_place_});
  return read_word(std::move(word));
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
    Token word{TokenKind::Word, {}, token_place_};
    word.pieces.push_back({Piece::Kind::Literal, '-' + token.text, token_place_});
    return read_word(std::move(word));
  }
  token.colon = peek() == U':';
  if (token.colon) take();
  return token;
}

// Goes on with a bare word; quotes inside it join: a"b c"d is `ab cd`.
Token PowershellLexer::read_word(Token token) {
  while (!ends_word(peek())) {
    const char32_t c = peek();
    const bool quote = is_quote(c);
    token.plain = token.plain && !quote && c != U'`' && c != U'$';
    if (!(quote ? read_quoted_into(token) : read_text_piece(token, false))) {
      return broken("a quote or bracket in this word has no closing one");
    }
  }
  for (const Piece& piece : token.pieces) token.text += piece.kind == Piece::Kind::Literal ? piece.text : "";
  const bool stream = token.plain && token.text.size() == 1 &&
                      (is_digit(static_cast<unsigned char>(token.text[0])) || token.text == "*");
  return stream && peek() == U'>' ? read_redirect() : token;
}

// 12, 0x1F, 10MB, 1.5; not the dots of 1..3
Token PowershellLexer::read_number() {
  Token token{TokenKind::Word, {}, token_place_};
  while (is_digit(peek()) || is_letter(peek()) || (peek() == U'.' && is_digit(peek_second()))) take_into(token.text);
  token.pieces.push_back({Piece::Kind::Literal, token.text, token_place_});
  return token;
}

// -join, or one or two characters.
Token PowershellLexer::read_operator() {
  Token token{TokenKind::Operator, {}, token_place_};
  const char32_t first = take();
  if (is_dash(first)) {
    token.text = "-";
    if (is_letter(peek())) {
      token.text += base::lower(read_name());
    } else if (is_dash(peek()) || peek() == U'=') {
      token.text += is_dash(take()) ? '-' : '=';
    }
    return token;
  }
  base::append_utf8(token.text, first);
  const char32_t second = peek();
  const bool doubled = second == first && is_one_of(first, U"+.:");
  if (doubled || (second == U'=' && is_one_of(first, U"+*/%"))) take_into(token.text);
  return token;
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

}  // namespace waybill::import
