// config/powershell_lexer.h: the tokens of a PowerShell script, as command arguments are read (argument mode).
//
// What: quotes, dashes, comments, here-strings, continuation lines and escapes as PowerShell 5.1 knows them. Any
// character of a kind of quote closes any other of that kind ('...‘), so text pasted from a blog or Word reads
// as PowerShell reads it.
// Not here: what the tokens mean (config/read_powershell.h). Nothing is ever executed or expanded.
//
// Contract
//   Reads valid UTF-8. Every token has the place where it begins; lines end at LF, CR or CRLF.
//   Broken: something was opened and never closed; text says what, place says where. resume() then goes on behind it.
// Source: PowerShell language specification, chapter 2; about_Quoting_Rules; about_Parsing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/place.h"

namespace waybill::config {

enum class TokenKind {
  Word,       // bare: Append, 10MB, New-TransportRule
  Parameter,  // -Name; text without the dash
  Text,       // quoted, or a here-string
  Variable,   // $name; text without the dollar
  Splat,      // @name
  Comma,
  OpenList,   // @(
  OpenTable,  // @{
  OpenParen,
  OpenBrace,
  Close,  // ) or }
  Pipe,
  Redirect,  // > >> 2> 2>&1
  Ampersand,
  Semicolon,
  Newline,
  End,
  Broken,
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::string text = {};
  base::Place place;
  base::Place content = {};  // of Text: its first character, behind the quote
  base::Jumps jumps = {};    // in text, behind escapes
  bool known = true;         // false: has something that only a run could expand
  bool plain = true;         // of Word: written without quotes and escapes
  bool colon = false;        // of Parameter: -Name:value
};

class PowershellLexer {
 public:
  PowershellLexer(std::string_view script, const std::string& file);

  Token next();

  // Goes to the next line behind the start of the last token that begins with a command on transport rules.
  void resume();

 private:
  char32_t peek() const;
  char32_t peek_second() const;
  bool at_end() const { return at_ >= script_.size(); }
  char32_t take();
  void take_into(std::string& out);

  void skip_line();
  bool skip_comment();  // <# ... #>; false: no end
  bool skip_blanks();   // and comments; false: a comment has no end
  void skip_parens();

  Token read_token();
  Token read_at();
  Token read_quoted();
  Token read_here_string();
  Token read_variable();
  Token read_dash();
  Token read_parameter();
  Token read_word(Token token);
  Token read_redirect();
  Token simple(TokenKind kind);
  bool read_quoted_into(Token& token);
  void read_escape_into(Token& token);
  void note_jump(Token& token) const;
  void read_dollar_into(Token& token);
  std::string read_name();
  Token broken(std::string text) const;

  std::string_view script_;
  std::size_t at_ = 0;
  base::Place place_;
  std::size_t token_at_ = 0;  // where the last token begins
  base::Place token_place_;
};

}  // namespace waybill::config
