// import/powershell_expression.cpp: recursive descent over the lexer's tokens: expressions, brackets and assignments.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "import/operators.h"
#include "import/powershell_parser.h"

// Depth is bounded by Limits::nesting (Level).
// NOLINTBEGIN(misc-no-recursion)
namespace waybill::import {
namespace {

using Kind = Node::Kind;

// From the loosest to the tightest; -and and -or come before, all other words with a dash too.
constexpr std::array<std::string_view, 5> kLevels = {"-and -or -xor", "", "+ -", "* / %", "-f"};

std::size_t level_of(const Token& token) {
  if (token.kind != TokenKind::Operator) return kLevels.size();
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    if (is_operator_of(token.text, kLevels[i])) return i;
  }
  if (token.text == "..") return 4;
  return is_word_operator(token.text) && token.text != "-not" ? 1 : kLevels.size();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Node PowershellParser::expression_statement() {
  mode_ = Mode::Expression;
  Node out = binary(0);
  if (error_) return out;
  const bool assigns = is(TokenKind::Operator) &&
                       (token_.text == "=" || token_.text == "++" || token_.text == "--" || token_.text.ends_with('='));
  return assigns ? assignment(std::move(out)) : pipeline(std::move(out));
}

// target = statement, target++
Node PowershellParser::assignment(Node target) {
  const Level level(*this);
  if (!level.fits()) return {};
  Node out = node(Kind::Assign);
  out.text = token_.text;
  out.place = target.place;
  out.children.push_back(std::move(target));
  if (token_.text == "++" || token_.text == "--") {
    Node one = node(Kind::Word);
    one.plain = true;
    one.text = "1";
    out.children.push_back(std::move(one));
    out.text = out.text == "++" ? "+=" : "-=";
    advance();
    return out;
  }
  advance(Mode::Statement);
  skip_newlines();
  out.children.push_back(statement());
  return out;
}

Node PowershellParser::binary(std::size_t level) {
  if (level == kLevels.size()) return array_expression();
  Node first = binary(level + 1);
  if (error_ || level_of(token_) != level) return first;
  Node out = node(Kind::Binary);
  out.place = first.place;
  out.children.push_back(std::move(first));
  while (!error_ && level_of(token_) == level) {
    out.children.push_back(node(Kind::Operator));
    out.children.back().text = token_.text;
    advance();
    skip_newlines();
    out.children.push_back(binary(level + 1));
  }
  return out;
}

Node PowershellParser::array_expression() { return array(unary(), &PowershellParser::unary); }

Node PowershellParser::array(Node first, Node (PowershellParser::*element)()) {
  if (error_ || !is(TokenKind::Comma)) return first;
  Node out = node(Kind::Array);
  out.place = first.place;
  out.children.push_back(std::move(first));
  while (!error_ && is(TokenKind::Comma)) {
    advance();
    skip_newlines();
    if (is(TokenKind::Comma)) return fail("before the comma a value is missing");
    if (!at_value() && !is(TokenKind::Broken)) return fail("behind the comma a value is missing");
    out.children.push_back((this->*element)());
  }
  return out;
}

Node PowershellParser::unary() {
  const bool comma = is(TokenKind::Comma);
  const bool prefix = comma || is_operator("[") || (is(TokenKind::Operator) && is_unary_operator(token_.text));
  if (!prefix) return primary();
  const Level level(*this);
  if (!level.fits()) return {};
  if (is_operator("[")) return type();
  Node out = node(comma ? Kind::Array : Kind::Unary);
  out.text = token_.text;
  advance();
  if (comma && !at_value()) return fail("behind the comma a value is missing");
  out.children.push_back(unary());
  return out;
}

// [string], [string] value, [Foo]::Bar()
Node PowershellParser::type() {
  Node out = node(Kind::Type);
  int depth = 0;
  do {
    if (is_operator("[")) ++depth;
    if (is_operator("]")) --depth;
    if (is(TokenKind::End) || is(TokenKind::Newline) || is(TokenKind::Broken)) {
      return fail(out.place, "the bracket that opens here is not closed");
    }
    out.text += token_.text;
    advance(Mode::Expression);
  } while (depth > 0);
  out.text = base::lower(std::string_view(out.text).substr(1, out.text.size() - 2));
  if (!at_value() || is_operator("-") || is_operator("+")) return postfix(std::move(out));
  out.kind = Kind::Cast;
  out.children.push_back(unary());
  return out;
}

Node PowershellParser::take_token(Node::Kind kind) {
  Node out = node(kind);
  out.text = std::move(token_.text);
  out.pieces = std::move(token_.pieces);
  out.plain = token_.plain;
  advance();
  return out;
}

Node PowershellParser::primary() {
  switch (token_.kind) {
    case TokenKind::Text:
      return postfix(take_token(Kind::Text));
    case TokenKind::Variable:
      return postfix(take_token(Kind::Variable));
    case TokenKind::Word:
      if (mode_ == Mode::Expression && !is_digit(token_.text[0])) return fail("a value is wanted here");
      return take_token(Kind::Word);
    case TokenKind::OpenList:
      return postfix(brackets(Kind::List, TokenKind::CloseParen));
    case TokenKind::OpenScript:
      return postfix(brackets(Kind::Script, TokenKind::CloseParen));
    case TokenKind::OpenParen:
      return postfix(brackets(Kind::Paren, TokenKind::CloseParen));
    case TokenKind::OpenBrace:
      return brackets(Kind::Block, TokenKind::CloseBrace);
    case TokenKind::OpenTable:
      return postfix(table());
    default:
      if (is(TokenKind::Operator) && is_word_operator(token_.text)) return fail("a parameter without a command");
      return fail("a value is wanted here");
  }
}

// .name, ::name, [index], (arguments): only directly behind what they belong to.
Node PowershellParser::postfix(Node base) {
  const Mode outer = mode_;
  const bool begins =
      token_.glued && is(TokenKind::Word) && (token_.text.starts_with('.') || token_.text.starts_with('['));
  if (outer == Mode::Argument && !begins) return base;
  if (outer == Mode::Argument) again(Mode::Expression);
  for (std::size_t i = 0; !error_ && postfix_step(base); ++i) {
    if (i == limits_.nesting) fail("too many members of members");
  }
  if (!error_ && outer != Mode::Expression) again(outer);
  mode_ = outer;
  return base;
}

bool PowershellParser::postfix_step(Node& base) {
  if (!token_.glued) return false;
  if (is_operator(".") || is_operator("::")) {
    base = member(std::move(base));
  } else if (is_operator("[")) {
    base = index(std::move(base));
  } else if (is(TokenKind::OpenParen) && base.kind == Kind::Member) {
    base = call(std::move(base));
  } else {
    return false;
  }
  return true;
}

Node PowershellParser::member(Node base) {
  Node out = node(Kind::Member);
  out.place = base.place;
  out.children.push_back(std::move(base));
  advance();
  const bool literal = is(TokenKind::Text) && token_.pieces.size() == 1;
  if (!is(TokenKind::Word) && !is(TokenKind::Variable) && !literal) return fail("the name of a member is wanted here");
  out.plain = !is(TokenKind::Variable);
  out.text = literal ? token_.pieces.front().text : token_.text;
  advance();
  return out;
}

Node PowershellParser::call(Node base) {
  const Level level(*this);
  if (!level.fits()) return {};
  Node out = node(Kind::Call);
  out.place = base.place;
  out.children.push_back(std::move(base));
  const base::Place open = token_.place;
  advance();
  skip_newlines();
  if (!is(TokenKind::CloseParen)) {
    Node arguments = binary(0);
    if (arguments.kind == Kind::Array) {
      for (Node& argument : arguments.children) out.children.push_back(std::move(argument));
    } else {
      out.children.push_back(std::move(arguments));
    }
  }
  skip_newlines();
  if (error_ || !is(TokenKind::CloseParen)) return fail(open, "the bracket that opens here is not closed");
  advance();
  return out;
}

Node PowershellParser::index(Node base) {
  const Level level(*this);
  if (!level.fits()) return {};
  Node out = node(Kind::Index);
  out.place = base.place;
  out.children.push_back(std::move(base));
  const base::Place open = token_.place;
  advance();
  out.children.push_back(binary(0));
  if (error_) return out;
  if (!is_operator("]")) return fail(open, "the bracket that opens here is not closed");
  advance();
  return out;
}

// Statements up to the bracket that closes.
Node PowershellParser::brackets(Node::Kind kind, TokenKind close) {
  const Level level(*this);
  if (!level.fits()) return {};
  Node out = node(kind);
  const Mode outer = mode_;
  advance(Mode::Statement);
  for (skip_separators(); !error_ && !is(close); skip_separators()) {
    const bool parameter = is(TokenKind::Operator) && is_word_operator(token_.text) && !is_unary_operator(token_.text);
    if (is(TokenKind::End) || at_close() || parameter) {
      return fail(out.place, "the bracket that opens here is not closed");
    }
    out.children.push_back(end_of(statement()));
  }
  if (error_) return out;
  advance(outer);
  return out;
}

// @{ key = statement; ... }
Node PowershellParser::table() {
  const Level level(*this);
  if (!level.fits()) return {};
  Node out = node(Kind::Table);
  const Mode outer = mode_;
  advance(Mode::Expression);
  while (!error_ && table_entry(out)) {
  }
  if (!error_ && !is(TokenKind::CloseBrace)) fail(out.place, "the bracket that opens here is not closed");
  if (!error_) advance(outer);
  return out;
}

bool PowershellParser::table_entry(Node& table) {
  while (at_separator()) advance(Mode::Expression);
  if (is(TokenKind::CloseBrace) || is(TokenKind::End)) return false;
  table.children.push_back(is(TokenKind::Word) ? take_token(Kind::Text) : unary());
  if (error_) return false;
  if (!is_operator("=")) {
    fail("behind the key of a table = is wanted");
    return false;
  }
  advance(Mode::Statement);
  skip_newlines();
  table.children.push_back(end_of(statement()));
  if (!error_) again(Mode::Expression);
  return !error_;
}

}  // namespace waybill::import
// NOLINTEND(misc-no-recursion)
