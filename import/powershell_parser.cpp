// import/powershell_parser.cpp: recursive descent over the lexer's tokens: statements and commands.
#include "import/powershell_parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "import/operators.h"

// Depth is bounded by Limits::nesting (Level).
// NOLINTBEGIN(misc-no-recursion)
namespace waybill::import {
namespace {

using Kind = Node::Kind;

constexpr std::array<std::string_view, 12> kLoops = {"while", "for",  "function", "filter", "switch",  "do",
                                                     "class", "enum", "trap",     "begin",  "process", "end"};
constexpr std::array<std::string_view, 7> kLines = {"return", "exit", "throw", "break", "continue", "using", "param"};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return base::equals_ignore_case(known, name); });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool mentions_rules(const Token& token) {
  if (token.kind != TokenKind::Word && token.kind != TokenKind::Operator) return false;
  return base::lower(token.text).find("transportrule") != std::string::npos;
}

bool is_block_like(const Node& node) {
  return node.kind == Kind::If || node.kind == Kind::Foreach || node.kind == Kind::Try || node.kind == Kind::Skipped;
}

}  // namespace

PowershellParser::PowershellParser(std::string_view script, const base::Place& start, const Limits& limits)
    : lexer_(script, start), limits_(limits) {
  advance();
}

// ---- tokens ----

bool PowershellParser::is_word(std::string_view text) const {
  return is(TokenKind::Word) && token_.plain && base::equals_ignore_case(token_.text, text);
}

void PowershellParser::advance(Mode mode) {
  mode_ = mode;
  advance();
}

void PowershellParser::again(Mode mode) {
  mode_ = mode;
  token_ = lexer_.again(mode);
}

void PowershellParser::skip_newlines() {
  while (is(TokenKind::Newline)) advance();
}

void PowershellParser::skip_separators() {
  mode_ = Mode::Statement;
  while (at_separator()) advance();
}

bool PowershellParser::at_argument_end() const {
  return at_separator() || at_close() || is(TokenKind::End) || is(TokenKind::Pipe) || is(TokenKind::Ampersand);
}

// A value begins here.
bool PowershellParser::at_value() const {
  switch (token_.kind) {
    case TokenKind::Text:
    case TokenKind::Word:
    case TokenKind::Variable:
    case TokenKind::OpenList:
    case TokenKind::OpenTable:
    case TokenKind::OpenParen:
    case TokenKind::OpenScript:
    case TokenKind::OpenBrace:
      return true;
    default:
      return is(TokenKind::Operator) && (is_unary_operator(token_.text) || token_.text == "[");
  }
}

Node PowershellParser::node(Node::Kind kind) {
  if (++nodes_ > limits_.nodes) fail("the statement is too large");
  return {kind, {}, token_.place};
}

Node PowershellParser::fail(const base::Place& place, const std::string& text) {
  if (!error_) error_ = base::Error{base::ErrorKind::Invalid, text, place};
  return {Kind::Skipped, {}, place};
}

Node PowershellParser::fail(const std::string& text) {
  return fail(token_.place, is(TokenKind::Broken) ? token_.text : text);
}

// ---- statements ----

std::optional<base::Result<Node>> PowershellParser::next() {
  skip_separators();
  while (errors_ > 0 && at_close()) {  // of what an earlier error tore open
    advance(Mode::Statement);
    skip_separators();
  }
  if (is(TokenKind::End)) return std::nullopt;
  nodes_ = 0;
  lexer_.mark();
  if (at_close()) fail("a bracket closes here that was not opened");
  if (is(TokenKind::Broken)) fail({});
  Node out = error_ ? Node{} : end_of(statement());
  if (error_) return recover();
  return base::Result<Node>(std::move(out));
}

base::Result<Node> PowershellParser::recover() {
  base::Error error = *std::exchange(error_, std::nullopt);
  lexer_.resume();
  advance(Mode::Statement);
  if (++errors_ == limits_.errors) {
    error.text += "; too many errors, so the rest is not read";
    token_ = {};
  }
  return error;
}

// Behind a statement a line ends or a bracket closes.
Node PowershellParser::end_of(Node statement) {
  if (error_ || is_block_like(statement) || at_separator() || at_close() || is(TokenKind::End)) return statement;
  return fail(at_value() ? "a comma is missing before this" : "this does not belong here");
}

Node PowershellParser::statement() {
  const std::size_t before = nodes_;
  Node out = statement_of_kind();
  out.size = nodes_ - before;
  return out;
}

Node PowershellParser::statement_of_kind() {
  if (is(TokenKind::Ampersand) || is_word(".")) return pipeline(dynamic_command());
  if (!is(TokenKind::Word) || is_digit(token_.text.empty() ? ' ' : token_.text[0])) return expression_statement();
  const bool known = contains(kLoops, token_.text) || contains(kLines, token_.text) || is_word("if") ||
                     is_word("foreach") || is_word("try");
  return known && token_.plain ? keyword() : pipeline(command());
}

Node PowershellParser::keyword() {
  if (is_word("if")) return if_statement();
  if (is_word("foreach")) return foreach_statement();
  if (is_word("try")) return try_statement();
  return skipped();
}

// { statements }, perhaps on a line of its own.
Node PowershellParser::block() {
  mode_ = Mode::Statement;
  skip_newlines();
  if (!is(TokenKind::OpenBrace)) return fail("a block { } is wanted here");
  return brackets(Kind::Block, TokenKind::CloseBrace);
}

// if (condition) { } elseif (condition) { } else { }
Node PowershellParser::if_statement() {
  Node out = node(Kind::If);
  do {
    advance(Mode::Statement);
    if (!is(TokenKind::OpenParen)) return fail("a condition ( ) is wanted here");
    out.children.push_back(brackets(Kind::Paren, TokenKind::CloseParen));
    if (!error_) out.children.push_back(block());
    if (error_) return out;
    skip_newlines();
  } while (is_word("elseif"));
  if (!is_word("else")) return out;
  advance();
  out.children.push_back(block());
  return out;
}

// foreach ($x in list) { }
Node PowershellParser::foreach_statement() {
  Node out = node(Kind::Foreach);
  advance(Mode::Statement);
  const base::Place open = token_.place;
  if (!is(TokenKind::OpenParen)) return fail("a bracket ( is wanted here");
  advance(Mode::Expression);
  if (!is(TokenKind::Variable)) return fail("a variable is wanted here");
  out.children.push_back(take_token(Kind::Variable));
  if (!is_word("in")) return fail("the word `in` is wanted here");
  advance(Mode::Statement);
  out.children.push_back(statement());
  if (error_) return out;
  if (!is(TokenKind::CloseParen)) return fail(open, "the bracket that opens here is not closed");
  advance(Mode::Statement);
  out.children.push_back(block());
  return out;
}

// try { } catch { } finally { }: without what catch does.
Node PowershellParser::try_statement() {
  Node out = node(Kind::Try);
  advance(Mode::Statement);
  out.children.push_back(block());
  for (skip_newlines(); !error_ && (is_word("catch") || is_word("finally")); skip_newlines()) {
    const bool last = is_word("finally");
    do {
      advance(Mode::Expression);  // the types that it catches
    } while (is_operator("[") || is_operator("]") || is_operator(".") || is(TokenKind::Word) || is(TokenKind::Comma));
    again(Mode::Statement);
    Node part = block();
    if (last) out.children.push_back(std::move(part));
  }
  return out;
}

// A keyword up to the end of its block, or of its line.
Node PowershellParser::skipped() {
  Node out = node(Kind::Skipped);
  out.text = base::lower(token_.text);
  std::string last;
  mode_ = Mode::Expression;
  for (int depth = 0; skip_step(out, last, depth);) {
  }
  if (!error_) again(Mode::Statement);
  return out;
}

// One token; false: the end. `last` is the variable before it.
bool PowershellParser::skip_step(Node& out, std::string& last, int& depth) {
  const bool has_block = contains(kLoops, out.text);
  const bool closed = at_close();
  advance();
  if (is(TokenKind::Broken)) fail({});
  if (is(TokenKind::End) && depth > 0) fail(out.place, "a bracket behind this is not closed");
  if (error_ || is(TokenKind::End)) return false;
  if (depth == 0) {
    if (at_close()) return false;
    if (closed && has_block && !is(TokenKind::OpenBrace) && !is(TokenKind::OpenParen)) {
      if (!is_word("while") && !is_word("until")) return false;
    }
    if (at_separator() && !has_block) return false;
  }
  const bool opens = is(TokenKind::OpenList) || is(TokenKind::OpenTable) || is(TokenKind::OpenParen) ||
                     is(TokenKind::OpenScript) || is(TokenKind::OpenBrace);
  depth += opens ? 1 : 0;
  depth -= at_close() ? 1 : 0;
  out.plain = out.plain || mentions_rules(token_);
  const bool changes =
      is(TokenKind::Operator) && (token_.text.ends_with('=') || is_operator_of(token_.text, "++ -- . ["));
  if (changes && !last.empty()) {
    out.children.push_back(node(Kind::Variable));
    out.children.back().text = last;
  }
  last = is(TokenKind::Variable) ? token_.text : std::string();
  return true;
}

// ---- commands ----

Node PowershellParser::pipeline(Node first) {
  Node out = node(Kind::Pipeline);
  out.place = first.place;
  out.children.push_back(std::move(first));
  while (!error_ && is(TokenKind::Redirect)) skip_redirect();
  while (!error_ && is(TokenKind::Pipe)) {
    advance(Mode::Statement);
    skip_newlines();
    if (is(TokenKind::Ampersand) || is_word(".")) {
      out.children.push_back(dynamic_command());
    } else if (is(TokenKind::Word)) {
      out.children.push_back(command());
    } else {
      return fail("a command is wanted here");
    }
  }
  return out;
}

// & name ..., . name ...
Node PowershellParser::dynamic_command() {
  Node out = node(Kind::Command);
  const bool dot = is_word(".");
  advance(Mode::Argument);
  const bool known = !dot && is(TokenKind::Text) && token_.pieces.size() == 1;
  out.text = known ? token_.pieces.front().text : dot ? "." : "&";
  if (known) advance();
  while (!error_ && !at_argument_end()) argument(out);
  return out;
}

Node PowershellParser::command() {
  Node out = node(Kind::Command);
  const bool known = std::all_of(token_.pieces.begin(), token_.pieces.end(),
                                 [](const Piece& piece) { return piece.kind == Piece::Kind::Literal; });
  out.text = known ? token_.text : "&";
  last_kind_ = TokenKind::Word;
  advance(Mode::Argument);
  while (!error_ && !at_argument_end()) argument(out);
  return out;
}

void PowershellParser::argument(Node& command) {
  const bool behind_text = std::exchange(last_kind_, token_.kind) == TokenKind::Text && token_.glued;
  if (behind_text && (is(TokenKind::Word) || is(TokenKind::Broken))) {
    missing_quote();
    return;
  }
  switch (token_.kind) {
    case TokenKind::Parameter:
      command.children.push_back(node(Kind::Parameter));
      command.children.back().text = token_.text;
      command.children.back().colon = token_.colon;
      return advance();
    case TokenKind::Splat:
      command.children.push_back(take_token(Kind::Splat));
      return;
    case TokenKind::Redirect:
      return skip_redirect();
    case TokenKind::Broken:
      fail({});
      return;
    default:
      command.children.push_back(argument_value());
  }
}

// 'don't: what stands directly behind a text.
Node PowershellParser::missing_quote() {
  if (last_place_.line != token_.place.line) {
    return fail(last_place_, "the text that begins here ends only in line " + std::to_string(token_.place.line) +
                                 "; is its closing quote missing?");
  }
  return fail(token_.place, "an argument without a parameter; is a quote missing or not doubled before it?");
}

void PowershellParser::skip_redirect() {
  const bool has_target = !token_.text.empty();
  advance(Mode::Argument);
  if (has_target) return;
  if (!at_value()) {
    fail("a file is wanted here");
    return;
  }
  argument_element();
}

// One value or an array: a, b
Node PowershellParser::argument_value() {
  if (is(TokenKind::Comma)) {
    Node out = node(Kind::Array);
    advance();
    out.children.push_back(argument_element());
    return out;
  }
  return array(argument_element(), &PowershellParser::argument_element);
}

Node PowershellParser::argument_element() {
  last_kind_ = token_.kind;
  last_place_ = token_.place;
  if (at_value() || is(TokenKind::Broken)) return primary();
  return fail("behind the comma a value is missing");
}

}  // namespace waybill::import
// NOLINTEND(misc-no-recursion)
