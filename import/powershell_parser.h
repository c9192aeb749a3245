// import/powershell_parser.h: the statements of a PowerShell script, one after the other.
//
// What: commands with their arguments, pipelines, assignments, expressions, if, foreach, try. Loops, functions, switch
// and whatever else has a keyword are skipped as a whole (Node::Kind::Skipped). Not here: what a statement does
// (import/read_script.h).
//
// Contract
//   next() gives a statement, or what is wrong in it, at the place where the quote or bracket opened; then it goes on
//   at the next line, behind that in which the statement begins, that begins with a command on transport rules.
//   None: the end.
//   Bounds: nesting and nodes of Limits; after Limits::errors the rest is not read.
// Why recursion: a script is the administrator's own, and its depth is bounded.
// Source: PowerShell language specification, appendix B (grammar).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "import/limits.h"
#include "import/powershell_lexer.h"
#include "import/syntax.h"

namespace waybill::import {

class PowershellParser {
 public:
  PowershellParser(std::string_view script, const base::Place& start, const Limits& limits);

  std::optional<base::Result<Node>> next();

 private:
  // One more of nesting, while it lives.
  class Level {
   public:
    explicit Level(PowershellParser& parser) : parser_(parser) {
      if (++parser_.depth_ > parser_.limits_.nesting) parser_.fail("too many brackets or operators inside each other");
    }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --parser_.depth_; }
    bool fits() const { return !parser_.error_; }

   private:
    PowershellParser& parser_;
  };

  bool is(TokenKind kind) const { return token_.kind == kind; }
  bool is_operator(std::string_view text) const { return is(TokenKind::Operator) && token_.text == text; }
  bool is_word(std::string_view text) const;
  bool at_separator() const { return is(TokenKind::Newline) || is(TokenKind::Semicolon); }
  bool at_close() const { return is(TokenKind::CloseParen) || is(TokenKind::CloseBrace); }
  bool at_argument_end() const;
  bool at_value() const;
  void advance() { token_ = lexer_.next(mode_); }
  void advance(Mode mode);
  void again(Mode mode);
  void skip_newlines();
  void skip_separators();

  Node node(Node::Kind kind);
  Node fail(const base::Place& place, const std::string& text);
  Node fail(const std::string& text);
  base::Result<Node> recover();

  Node statement();
  Node statement_of_kind();
  Node end_of(Node statement);
  Node keyword();
  Node if_statement();
  Node foreach_statement();
  Node try_statement();
  Node skipped();
  bool skip_step(Node& out, std::string& last, int& depth);
  Node block();

  Node pipeline(Node first);
  Node command();
  Node dynamic_command();
  void argument(Node& command);
  Node missing_quote();
  Node argument_value();
  Node argument_element();
  void skip_redirect();

  Node expression_statement();
  Node assignment(Node target);
  Node binary(std::size_t level);
  Node array(Node first, Node (PowershellParser::*element)());
  Node array_expression();
  Node unary();
  Node type();
  Node primary();
  Node take_token(Node::Kind kind);
  Node postfix(Node base);
  bool postfix_step(Node& base);
  Node member(Node base);
  Node call(Node base);
  Node index(Node base);
  Node brackets(Node::Kind kind, TokenKind close);
  Node table();
  bool table_entry(Node& table);

  PowershellLexer lexer_;
  const Limits& limits_;
  Mode mode_ = Mode::Statement;
  Token token_;
  TokenKind last_kind_ = TokenKind::Newline;  // of the last argument
  base::Place last_place_;
  std::optional<base::Error> error_;  // of the statement that is being read
  std::size_t depth_ = 0;
  std::size_t nodes_ = 0;   // of that statement
  std::size_t errors_ = 0;  // after which a statement was given up
};

}  // namespace waybill::import
