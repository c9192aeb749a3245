// import/powershell_lexer.h: the tokens of a PowerShell script.
//
// What: quotes, dashes, comments, here-strings, continuation lines and escapes as PowerShell 5.1 knows them. Any
// character of a kind of quote closes any other of that kind ('...‘), so text pasted from a blog or Word reads
// as PowerShell reads it.
// Not here: what the tokens mean (import/powershell_parser.h). Nothing is executed or expanded: what a text would
// expand stands beside its literal pieces.
//
// Contract
//   Reads valid UTF-8. Every token has the place where it begins; lines end at LF, CR or CRLF.
//   What a character means depends on where it stands: next() is told the mode.
//   Broken: something was opened and never closed; text says what, place says where. resume() then goes on behind it.
// Source: PowerShell language specification, chapter 2; about_Quoting_Rules; about_Parsing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"

namespace waybill::import {

enum class TokenKind {
  Word,       // bare: Append, 10MB, New-TransportRule
  Parameter,  // -Name; text without the dash
  Text,       // quoted, or a here-string
  Variable,   // $name; text without the dollar
  Splat,      // @name
  Operator,   // + -join = [ . ::, in lower case
  Comma,
  OpenList,    // @(
  OpenTable,   // @{
  OpenParen,   // (
  OpenScript,  // $(
  OpenBrace,   // {
  CloseParen,
  CloseBrace,
  Pipe,
  Redirect,  // > >> 2> 2>&1
  Ampersand,
  Semicolon,
  Newline,
  End,
  Broken,
};

// A text is made of these, one behind the other.
struct Piece {
  enum class Kind { Literal, Variable, Script };
  Kind kind = Kind::Literal;
  std::string text = {};  // the characters, the name, or what stands in $( )
  base::Place place;      // of its first character
  base::Jumps jumps = {};
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::string text = {};
  base::Place place;
  std::vector<Piece> pieces = {};  // of Text and Word
  bool plain = true;               // of Word: written without quotes, escapes and variables
  bool colon = false;              // of Parameter: -Name:value
  bool glued = false;              // nothing stands between it and the token before
};

enum class Mode {
  Statement,   // a command or an expression begins
  Argument,    // of a command: what is not quoted is text
  Expression,  // operators
};

class PowershellLexer {
 public:
  // `start` is the place of the first character.
  PowershellLexer(std::string_view script, base::Place start);

  Token next(Mode mode);

  // The last token once more, in another mode.
  Token again(Mode mode);

  // The last token begins a statement. resume() goes to the next line behind it that begins with a command on
  // transport rules.
  void mark();
  void resume();

 private:
  char32_t peek() const;
  char32_t peek_second() const;
  bool at_end() const { return at_ >= script_.size(); }
  char32_t take();
  void take_into(std::string& out);
  void take_newline();

  void skip_line();
  bool skip_comment();  // <# ... #>; false: no end
  bool skip_blanks();   // and comments; false: a comment has no end
  bool skip_script();   // to the bracket that closes $( ; false: no end
  void skip_quoted();

  Token read_token(Mode mode);
  Token read_common(char32_t c);  // End: it depends on the mode
  Token read_argument(char32_t c);
  Token read_expression(char32_t c);
  Token read_at();
  Token read_quoted();
  Token read_here_string();
  Token read_variable(Mode mode);
  Token read_dash();
  Token read_parameter();
  Token read_word(Token token);
  Token read_number();
  Token read_operator();
  Token read_redirect();
  Token simple(TokenKind kind);
  bool read_quoted_into(Token& token);
  bool read_text_piece(Token& token, bool verbatim);  // false: $( has no end
  std::string& literal_of(Token& token);
  void read_escape_into(Token& token);
  void note_jump(Token& token);
  bool read_dollar_into(Token& token);
  std::string read_name();
  std::string read_braced_name();
  Token broken(std::string text) const;

  std::string_view script_;
  std::size_t at_ = 0;
  base::Place place_;
  std::size_t token_at_ = 0;  // where the last token begins
  base::Place token_place_;
  std::size_t token_end_ = 0;
  bool glued_ = false;  // the last token
  std::size_t marked_at_ = 0;
  base::Place marked_place_;
};

}  // namespace waybill::import
